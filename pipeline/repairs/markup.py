"""HTML source -> text, tags and what is never shown, in one linear pass with exact offsets.

No tree, no recursion: a scraped page may be cut off, never close a tag, or nest 100,000 of them. Tags end where a
browser's tokeniser ends them (HTML Living Standard, 13.2.5), so that ``>`` inside a quoted attribute is no end.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)((?:[^>="']++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)(?:>|\Z)""")
# Everything up to the end tag is no markup; without an end tag, up to the end of the page.
RAW_TEXT = frozenset(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"])
# Shown to nobody who reads, or a control; skipped as a whole if an end tag follows.
NOT_SHOWN = frozenset(["canvas", "datalist", "math", "noscript", "select", "svg", "template"])
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "meter", "nobr", "o:p", "output", "q", "rp", "rt", "rtc", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])  # fmt: skip
END_TAGS = {name: re.compile(f"</{name}[^>]*(?:>|\\Z)", re.IGNORECASE) for name in RAW_TEXT | NOT_SHOWN}


class PieceKind(IntEnum):
    """What a piece of HTML source is."""

    TEXT = 0
    START = 1
    END = 2
    HIDDEN = 3


class Piece(NamedTuple):
    """A run of source; ``name`` is the lower-case tag name, ``attributes`` the raw text behind it."""

    kind: PieceKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def breaks_text(piece: Piece) -> bool:
    """Whether a word ends at this tag: inline elements and comments are inside words, all others between them."""
    return piece.kind is not PieceKind.TEXT and piece.name != "" and piece.name not in INLINE


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of the source in order, without gaps; time is linear in its length."""
    unclosed: set[str] = set()
    position = text_start = 0
    while (position := source.find("<", position)) >= 0:
        piece = _markup(source, position, unclosed)
        if piece is None:
            position += 1
            continue
        if text_start < position:
            yield Piece(PieceKind.TEXT, text_start, position)
        yield piece
        position = text_start = piece.end
    if text_start < len(source):
        yield Piece(PieceKind.TEXT, text_start, len(source))


def _markup(source: str, position: int, unclosed: set[str]) -> Piece | None:
    match = TAG.match(source, position)
    if match is None:
        return _declaration(source, position)
    name = match.group(2).lower()
    if match.group(1):
        return Piece(PieceKind.END, position, match.end(), name)
    if name in END_TAGS and name not in unclosed and not (name in NOT_SHOWN and match.group(3).endswith("/")):
        close = END_TAGS[name].search(source, match.end())
        if close is not None:
            return Piece(PieceKind.HIDDEN, position, close.end(), name, match.group(3))
        if name in RAW_TEXT:
            return Piece(PieceKind.HIDDEN, position, len(source), name, match.group(3))
        unclosed.add(name)
    return Piece(PieceKind.START, position, match.end(), name, match.group(3))


def _declaration(source: str, position: int) -> Piece | None:
    if source.startswith("<!--", position):
        end = source.find("-->", position + 2)
        return Piece(PieceKind.HIDDEN, position, len(source) if end < 0 else end + 3)
    if source.startswith(("<!", "<?", "</"), position):
        end = source.find(">", position)
        return Piece(PieceKind.HIDDEN, position, len(source) if end < 0 else end + 1)
    return None
