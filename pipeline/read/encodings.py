"""Bytes -> text: byte order mark, UTF-8, what the page declares, then what makes the umlauts right.

``data.decode(encoding, "replace")`` gives the text again, so that source offsets can be checked from the record alone.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pipeline.documents import Issue

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
REPLACEMENT = "\ufffd"
LONGEST_LABEL = 40
DECLARATION_BYTES = 4096  # browsers look at the first 1024; some pages put scripts first
DECLARATION = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{1,40})", re.IGNORECASE
)
# A page that says ISO 8859-1 means Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
WEB_LABELS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
SINGLE_BYTE = re.compile(r"cp(?:125\d|437|850|852|858)|iso8859-\d{1,2}|mac-roman|koi8-[ru]")
GERMAN_CANDIDATES = ("cp1252", "mac-roman", "cp850")
EXPECTED = frozenset("äöüÄÖÜßéèàáâêçñóôíúëïøåæÉÈ„“”‚‘’–—…•·§€°²³½¼©®™«»›‹´×\u00a0\u00ad")
QUOTE_IN_WORD = re.compile(r"(?<=\w)[„“”‚](?=\w)")
MOST_EXPECTED = 0.5
EUROPEAN = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "cp1257", "iso8859_2", "koi8_r", "cp852", "cp866"]
SAMPLE_BYTES = 64 * 1024
UTF16_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python name of its encoding, and what a reviewer should know about the decoding."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def byte_order_mark(data: bytes) -> str | None:
    """The encoding a byte order mark states."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte and hardly any elsewhere."""
    half = max(len(data) // 2, 1)
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if odd > UTF16_SHARE and even < odd / 10:
        return "utf-16-le"
    if even > UTF16_SHARE and odd < even / 10:
        return "utf-16-be"
    return None


def wide_encoding(data: bytes) -> str | None:
    """A marked encoding or UTF-16; such bytes may hold zeros without being binary."""
    return byte_order_mark(data) or unmarked_utf16(data)


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """The text of a document's bytes; never fails, what cannot be decoded is U+FFFD with an issue.

    Args:
        data: the bytes.
        charset: what the header of an HTTP response or of a mail's part declares; it goes before the page's own word.
    """
    wide = wide_encoding(data)
    if wide is not None:
        return _with_replacements(data, wide)
    declared = (None if charset is None else _trusted(charset)) or declared_encoding(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error.start)
    return Decoded(text, "utf-8", tuple(_contradiction(text, declared)))


def declared_encoding(data: bytes) -> str | None:
    """The encoding a page declares in a ``meta`` element or XML declaration, if it is one we trust."""
    match = DECLARATION.search(data[:DECLARATION_BYTES])
    return None if match is None else _trusted(match.group(1).decode("ascii", "replace"))


def _trusted(label: str) -> str | None:
    try:
        name = codecs.lookup(label[:LONGEST_LABEL]).name
    except (LookupError, ValueError):  # ValueError: a zero in the label
        return None
    name = WEB_LABELS.get(name, name)
    return name if name == "utf-8" or SINGLE_BYTE.fullmatch(name) else None


def _contradiction(text: str, declared: str | None) -> Iterator[Issue]:
    if declared not in (None, "utf-8") and not text.isascii():
        yield Issue(
            "encoding-contradicted", "info", f"{declared} is declared but the text is valid UTF-8; read as UTF-8"
        )


def _not_utf8(data: bytes, declared: str | None, first_bad: int) -> Decoded:
    if declared is not None and declared != "utf-8" and _decodes(data, declared):
        return Decoded(data.decode(declared), declared)
    if _mostly_utf8(data):
        return _with_replacements(data, "utf-8")
    sample = data[max(first_bad - 1, 0) : first_bad + SAMPLE_BYTES]
    share, candidate = max((_expected_share(sample, name), -rank) for rank, name in enumerate(GERMAN_CANDIDATES))
    if share >= MOST_EXPECTED:
        return _with_replacements(data, GERMAN_CANDIDATES[-candidate])
    return _detected(data, sample)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Bytes of another encoding hardly ever form a valid sequence by chance, so a few broken ones weigh less."""
    text = data.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= max(bad, 1)


def _expected_share(sample: bytes, encoding: str) -> float:
    """Share of the non-ASCII characters that German text would have if the bytes were in this encoding."""
    text = sample.decode(encoding, "replace")
    special = [character for character in text if not character.isascii()]
    expected = sum(character in EXPECTED for character in special) - len(QUOTE_IN_WORD.findall(text))
    return expected / len(special)


def _detected(data: bytes, sample: bytes) -> Decoded:
    best = from_bytes(sample, cp_isolation=EUROPEAN).best()
    encoding = best.encoding if best is not None and _decodes(data, best.encoding) else "cp1252"
    decoded = _with_replacements(data, encoding)
    message = f"nothing declares the encoding; {encoding} is a guess, declare it in the page or store UTF-8"
    return Decoded(decoded.text, encoding, (*decoded.issues, Issue("encoding-guessed", "warning", message)))


def _with_replacements(data: bytes, encoding: str) -> Decoded:
    if _decodes(data, encoding):
        return Decoded(data.decode(encoding), encoding)
    text = data.decode(encoding, "replace")
    first, count = text.index(REPLACEMENT), text.count(REPLACEMENT)
    message = (
        f"{count} places are no valid {encoding} and stand as U+FFFD; fetch the document again if letters are missing"
    )
    return Decoded(text, encoding, (Issue("invalid-bytes", "warning", message, first, first + 1, in_source=True),))
