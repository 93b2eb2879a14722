"""What kind of content some bytes or a text are."""

import re
from typing import Literal

MediaType = Literal["text/plain", "text/html"]
PDF_MAGIC = b"%PDF-"
HTML_SUFFIXES = frozenset({".html", ".htm"})
# https://www.garykessler.net/library/file_sigs.html: formats that turn up in crawls under a text suffix.
BINARY_MAGIC = (
    PDF_MAGIC,
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"Rar!",
    b"BZh9",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
)
CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
MOST_CONTROL = 0.01
_PROLOGUE = r"\ufeff?\s{0,1000}+(?:<\?xml[^>]{0,200}>\s{0,100}+)?(?:<!--[^>]{0,1000}-->\s{0,100}+)?"
_TAG = (
    r"</?(?:a|address|article|aside|b|blockquote|body|br|center|div|dl|em|figure|font|footer|form|h[1-6]|head|header|hr"
    r"|i|iframe|img|li|link|main|meta|nav|ol|p|pre|script|section|small|span|strong|style|table|tbody|td|title|tr|u|ul)"
    r"(?:\s[^<>]{0,2000})?/?>"
)
HTML_START = re.compile(rf"{_PROLOGUE}<(?:(?:!doctype html|html)\b|(?:head|body)[\s>])", re.IGNORECASE)
FRAGMENT_START = re.compile(rf"{_PROLOGUE}{_TAG}", re.IGNORECASE)
TAG = re.compile(_TAG, re.IGNORECASE)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any one-byte encoding or UTF-8: a known signature or many control characters."""
    if data.startswith(BINARY_MAGIC):
        return True
    control = len(data) - len(data.translate(None, CONTROL_BYTES))
    return control > MOST_CONTROL * len(data)


def media_type(suffix: str, text: str) -> MediaType:
    """HTML by suffix, or where the text itself begins like an HTML page or a part of one."""
    if suffix in HTML_SUFFIXES or HTML_START.match(text) or _is_fragment(text):
        return "text/html"
    return "text/plain"


def _is_fragment(text: str) -> bool:
    """A tag at the beginning and another one: a text may begin with a single pair of angle brackets."""
    first = FRAGMENT_START.match(text)
    return first is not None and TAG.search(text, first.end()) is not None
