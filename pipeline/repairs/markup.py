"""HTML source -> text, tags and what is never shown, in one linear pass with exact offsets.

No tree, no recursion: a scraped page may be cut off, never close a tag, or nest 100,000 of them. Tags end where a
browser's tokeniser ends them (HTML Living Standard, 13.2.5), so that ``>`` inside a quoted attribute is no end.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import partial
from typing import NamedTuple

# A tag, or the beginning of a comment or declaration: all of them in one search of the source.
MARKUP = re.compile(
    r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)((?:[^>="']++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)(?:>|\Z)|[!?/])"""
)
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


# What a `NamedTuple`'s own constructor does, without a Python frame for each of a page's thousands of pieces.
_piece = partial(tuple.__new__, Piece)
TEXT, START, END, HIDDEN = PieceKind


def breaks_text(piece: Piece) -> bool:
    """Whether a word ends at this tag: inline elements and comments are inside words, all others between them."""
    return piece.kind is not PieceKind.TEXT and piece.name != "" and piece.name not in INLINE


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of the source in order, without gaps; time is linear in its length."""
    unclosed: set[str] = set()
    position = 0
    while (match := MARKUP.search(source, position)) is not None:
        start, end = match.span()
        closing, name, attributes = match.groups()
        if position < start:
            yield _piece((TEXT, position, start, "", ""))
        if name is None:
            end = _declaration_end(source, start)
            yield _piece((HIDDEN, start, end, "", ""))
        elif closing:
            yield _piece((END, start, end, name.lower(), ""))
        else:
            name = name.lower()
            hidden = _hidden_end(source, end, name, attributes, unclosed) if name in END_TAGS else None
            kind, end = (START, end) if hidden is None else (HIDDEN, hidden)
            yield _piece((kind, start, end, name, attributes))
        position = end
    if position < len(source):
        yield _piece((TEXT, position, len(source), "", ""))


def _hidden_end(source: str, position: int, name: str, attributes: str, unclosed: set[str]) -> int | None:
    """Where an element ends that is skipped as a whole, None where it is read like any other."""
    if name in unclosed or (name in NOT_SHOWN and attributes.endswith("/")):
        return None
    close = END_TAGS[name].search(source, position)
    if close is not None:
        return close.end()
    if name in RAW_TEXT:
        return len(source)
    unclosed.add(name)
    return None


def _declaration_end(source: str, position: int) -> int:
    """Where a comment or declaration ends; at the end of the page where nothing closes it."""
    if source.startswith("<!--", position):
        end = source.find("-->", position + 2)
        return len(source) if end < 0 else end + 3
    end = source.find(">", position)
    return len(source) if end < 0 else end + 1
