"""A release sent by mail (``.eml``, RFC 5322) -> the text of its body."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage

from pipeline.documents import Issue
from pipeline.errors import ReadError
from pipeline.read.body import Body
from pipeline.read.dates import iso_date
from pipeline.read.encodings import Decoded, decode
from pipeline.read.flowed import unflowed
from pipeline.read.mail_parts import parse_mail, parts_of, visible_letters
from pipeline.read.media import MediaType, media_type

# Many mailers add a plain part that says no more than "open this mail in the browser".
STUB_LETTERS = 300
STUB_SHARE = 0.2
NAMED_TYPES = 5


def read_mail(data: bytes) -> Body:
    """The body of a mail: its plain text, or its HTML where the plain text is missing or a mere stub.

    The title is the subject, the publication date the ``Date`` header in the offset it has. Several plain parts of one
    mail stand one below the other. Attachments are counted, not read.

    Raises:
        ReadError: no mail (``bad-mail``), too deep or too many parts (``too-complex``), without text (``no-body``).
    """
    mail = parse_mail(data)
    parts = parts_of(mail)
    plain = _joined([text for part in parts.plain if (text := _text(part)).text.strip()])
    html = next((text for part in parts.html if (text := _text(part)).text.strip()), None)
    kind: MediaType
    if html is not None and (plain is None or _is_stub(plain.text, html.text)):
        chosen, kind = html, "text/html"
    elif plain is not None:
        chosen, kind = plain, media_type("", plain.text)
    else:
        raise ReadError(
            "no-body", f"the mail has no text of its own{_listed(parts.attachments)}; save what it encloses"
        )
    published, undated = _published(mail)
    issues = (*undated, *_attachments(parts.attachments), *_defects(mail), *chosen.issues)
    return Body(chosen.text, chosen.encoding, kind, _title(mail), published, issues)


def _text(part: EmailMessage) -> Decoded:
    payload = part.get_payload(decode=True)
    decoded = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    if part.get_content_type() != "text/plain" or str(part.get_param("format", "")).lower() != "flowed":
        return decoded
    text = unflowed(decoded.text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return Decoded(text, decoded.encoding, _without_place(decoded.issues))


def _joined(texts: Sequence[Decoded]) -> Decoded | None:
    """The plain parts as one."""
    if len(texts) < 2:
        return next(iter(texts), None)
    issues = _without_place(issue for text in texts for issue in text.issues)
    return Decoded("\n\n".join(text.text.strip("\r\n") for text in texts), texts[0].encoding, issues)


def _without_place(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues of a text whose offsets have moved."""
    return tuple(replace(issue, start=None, end=None) for issue in issues)


def _is_stub(plain: str, html: str) -> bool:
    letters = len("".join(plain.split()))
    return letters < STUB_LETTERS and letters < STUB_SHARE * visible_letters(html)


def _title(mail: EmailMessage) -> str | None:
    """The subject; letters that a header may not hold unencoded are read like those of a page."""
    stored = next((str(value) for name, value in mail.raw_items() if name.lower() == "subject"), "")
    subject = str(mail["subject"] or "") if stored.isascii() else stored
    return " ".join(decode(subject.encode("utf-8", "surrogateescape")).text.split()) or None


def _published(mail: EmailMessage) -> tuple[str | None, tuple[Issue, ...]]:
    stated = mail["date"]
    if stated is None:
        return None, ()
    value = iso_date(str(stated))
    if value is not None:
        return value, ()
    message = f"the mail's 'Date' is {str(stated)[:40]!r}, not as RFC 5322 wants it; it is not used"
    return None, (Issue("published-unusable", "warning", message),)


def _attachments(attachments: Counter[str]) -> Iterator[Issue]:
    if attachments:
        message = f"{attachments.total()} attachments are not read{_listed(attachments)}; save them to have them read"
        yield Issue("attachments-unread", "info", message)


def _listed(attachments: Counter[str]) -> str:
    named = ", ".join(f"{count} {kind}" for kind, count in attachments.most_common(NAMED_TYPES))
    return f" ({named}{', ...' if len(attachments) > NAMED_TYPES else ''})" if named else ""


def _defects(mail: EmailMessage) -> Iterator[Issue]:
    """What the parser had to put up with, such as a mail that breaks off before its last boundary."""
    found = sorted({type(defect).__name__.removesuffix("Defect") for part in mail.walk() for defect in part.defects})
    if found:
        message = f"the mail is damaged ({', '.join(found)}); save it again if text is missing"
        yield Issue("mail-damaged", "warning", message)
