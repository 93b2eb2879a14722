"""Character-level repairs: mojibake, character references, invisible characters, odd spaces, end-of-line hyphens."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import NamedTuple

import ftfy
from ftfy.badness import is_bad

# Bytes 80 to BF as Windows-1252 shows them; code points 80 to BF stand for themselves (ISO 8859-1).
CONTINUATION = "[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
MOJIBAKE = f"[\u00c2-\u00df]{CONTINUATION}|[\u00e0-\u00ef]{CONTINUATION}{{2}}|[\u00f0-\u00f4]{CONTINUATION}{{3}}"
REFERENCE = r"&(?:\#[0-9]{1,7};?|\#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)"
# Soft hyphen, zero-width characters, directional marks, byte order mark, control characters that are no white space.
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\u0000-\u0008\u000e-\u001f\u007f]"
ODD_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
WORDS_PATTERN = (
    f"(?P<mojibake>{MOJIBAKE})|(?P<reference>{REFERENCE})|(?P<invisible>{INVISIBLE})"
    f"|(?P<space>{ODD_SPACE})|(?P<control>[\u0080-\u009f])"
)
# The hyphen of the keyboard, the soft one and U+2010; a page of a PDF ends with a form feed.
HYPHEN_PATTERN = r"(?P<hyphen>(?<=[^\W\d_])[-\u00ad\u2010][ \t]{0,20}(?:\r?\n\f?|\f)[ \t]{0,20}(?=[^\W\d_]))"
WORDS = re.compile(WORDS_PATTERN)
# A character without which nothing but a broken line is to be repaired: mojibake needs one outside of these letters.
SUSPECT = re.compile("[^\t-\r -%'-~ÄÖÜäöüß]")
LINES = re.compile(f"{HYPHEN_PATTERN}|{WORDS_PATTERN}")
# "Fort- und Weiterbildung": the hyphen stands for a word part, the line just happens to end there.
ELLIPSIS = re.compile(r"(?:und|oder|bzw|sowie|bis|beziehungsweise|noch|wie|statt|u|o)\b")
# An e-mail or web address that breaks at its own hyphen.
ADDRESS_BEFORE = re.compile(r"(?:@|//|www\.|\w\.\w)\S*$")
ADDRESS_AFTER = re.compile(r"[\w-]{0,60}(?:@|\.\w)")
ADDRESS_WINDOW = 60
# A capital directly before an opening low quote, which no typesetter writes: byte 84 of a Polish letter.
LATIN_BEFORE_QUOTE = {"Å„": "ń", "Ä„": "Ą"}


class Edit(NamedTuple):
    """``text`` stands in place of ``[start, end)``."""

    start: int
    end: int
    text: str
    kind: str


def edits(text: str, start: int, end: int, *, hyphenated: bool = False) -> Iterator[Edit]:
    """The repairs inside ``text[start:end]``, in order and without overlap.

    Args:
        text: what to look at.
        start: where to begin.
        end: where to stop.
        hyphenated: line breaks are those a reader sees (plain text), so that words broken at a line's end are joined.
    """
    if not hyphenated and SUSPECT.search(text, start, end) is None:
        return
    for match in (LINES if hyphenated else WORDS).finditer(text, start, end):
        edit = edit_of(match)
        if edit is not None:
            yield edit


def edit_of(match: re.Match[str]) -> Edit | None:
    """The repair for a match of `WORDS_PATTERN` or `HYPHEN_PATTERN`, None where the text is right as it is."""
    kind = match.lastgroup or ""
    replacement = _hyphen(match) if kind == "hyphen" else _replacement(kind, match.group())
    return None if replacement is None else Edit(match.start(), match.end(), replacement, kind)


def _hyphen(match: re.Match[str]) -> str | None:
    text, start, end = match.string, match.start(), match.end()
    if text[start] == "\u00ad":
        return ""
    before, after = text[max(start - ADDRESS_WINDOW, 0) : start], text[end : end + ADDRESS_WINDOW]
    if ADDRESS_BEFORE.search(before) or ADDRESS_AFTER.match(after):
        return None
    if not after[0].islower():
        return "-"
    if ELLIPSIS.match(after):
        return None
    return "" if text[start - 1].islower() else "-"


@lru_cache(maxsize=4096)
def _replacement(kind: str, found: str) -> str | None:
    """What stands for a match; "&auml2;" is left alone, since its tail would be text that no span can be cut from."""
    if kind == "mojibake":
        return _unscrambled(found)
    if kind == "reference":
        return _character(html.unescape(found), found) if found[1] == "#" or found[1:] in html5 else None
    if kind == "control":
        return found.encode("latin-1").decode("sloppy-windows-1252")
    return " " if kind == "space" else ""


def _unscrambled(found: str) -> str | None:
    if is_bad(found):
        fixed = ftfy.fix_encoding(found)
        return None if fixed == found else _character(fixed, found)
    return LATIN_BEFORE_QUOTE.get(found)


def _character(text: str, found: str) -> str | None:
    if text == found:
        return None
    return re.sub(ODD_SPACE, " ", re.sub(INVISIBLE, "", text))
