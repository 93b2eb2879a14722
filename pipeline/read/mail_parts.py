"""The parts of a mail (RFC 2045): which hold its text, and which are attachments that are not read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import cast

from pipeline.errors import ReadError

LONGEST_HEADER = 1000  # characters; parsing a header takes time with the square of its length
# Lines times multiparts: every line is held against the boundaries of all multiparts around it. A 20 MB mail of one
# attachment has 280,000 lines.
COSTLIEST = 3_000_000
MOST_PARTS = 300
BOUNDARY = re.compile(rb"\bboundary\*?", re.IGNORECASE)
PART_HEADER = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
# What the standard library's header parser lets through on damaged values: "Content-Type:;e*" ends in an IndexError.
HEADER_ERRORS = (AttributeError, LookupError, MessageError, RecursionError, TypeError, ValueError)
TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,80}")
MARKUP = re.compile(r"<(?:style|script)\b[^<]{0,100000}|<[^<>]{0,5000}>?|\s+|&\w{1,10};", re.IGNORECASE)


class _BoundedPolicy(EmailPolicy):
    """Headers as far as they are of use, so that hostile ones cost no time; one that cannot be parsed is no header."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> str:
        try:
            parsed: str = super().header_fetch_parse(name, value)
        except HEADER_ERRORS:
            parsed = super().header_fetch_parse(name, "")
        return parsed


POLICY = _BoundedPolicy()


@dataclass(frozen=True, slots=True)
class Parts:
    """The leaves of a mail; ``attachments`` counts media types."""

    plain: tuple[EmailMessage, ...]
    html: tuple[EmailMessage, ...]
    attachments: Counter[str]


def parse_mail(data: bytes) -> EmailMessage:
    """The mail as a tree of parts.

    Raises:
        ReadError: no mail at all (``bad-mail``), or built to take for ever (``too-complex``).
    """
    boundaries = sum(1 for _ in BOUNDARY.finditer(data))
    parts = sum(1 for _ in PART_HEADER.finditer(data))
    if parts > MOST_PARTS or data.count(b"\n") * (boundaries + 1) > COSTLIEST:
        raise too_complex()
    try:
        mail = cast(EmailMessage, BytesParser(policy=POLICY).parsebytes(data))
    except RecursionError as error:
        raise too_complex() from error
    if not mail.keys():
        raise ReadError("bad-mail", "holds no mail header; save the mail again as .eml, or the text as .txt")
    return mail


def too_complex() -> ReadError:
    """The error for a mail whose parts are too many or too deep."""
    return ReadError("too-complex", "the mail nests too many parts; save the part with the release as .html or .txt")


def parts_of(mail: EmailMessage) -> Parts:
    """Tells body and attachments apart; what an enclosed mail holds is an attachment."""
    plain: list[EmailMessage] = []
    html: list[EmailMessage] = []
    attachments = Counter[str]()
    for part in _leaves(mail):
        kind = "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()
        if kind in ("text/plain", "text/html") and not part.is_attachment() and part.get_filename() is None:
            (plain if kind == "text/plain" else html).append(part)
        else:
            attachments[kind if TYPE.fullmatch(kind) else "unknown type"] += 1
    return Parts(tuple(plain), tuple(html), attachments)


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold no parts; a multipart whose boundary is missing is one of them, and text."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(cast(list[EmailMessage], part.get_payload())))
        else:
            yield part


def visible_letters(html: str) -> int:
    """Roughly how much of an HTML text a reader sees."""
    return len(MARKUP.sub("", html))
