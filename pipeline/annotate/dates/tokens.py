"""Cut a text into words, numbers and signs: what the date grammar reads."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, chain, repeat
from typing import NamedTuple

from pipeline.lexicons import KNOWN_WORDS

# A space and what stands behind it up to the next one or to a sign; nothing at the end of the text.
_PIECE = re.compile(r"(\s*)(\w+(?:\u00ad\w+)*|[^\s\w]|\Z)")
# "UhrLesezeit": scraped pages glue the next word to a time.
_TOKEN = re.compile(r"\d+|Uhr(?=[A-ZÄÖÜ])|[^\W\d_]+(?:\u00ad[^\W\d_]+){0,8}|[^\s\w]|_")
WRAPPED_LINE = 60  # a line at least this long that ends without a stop goes on in the next one
PADDING = 8  # tokens behind the last one that a reader may look at


class Gap(IntEnum):
    """What stands between a token and the one before it."""

    NONE = 0
    BLANK = 1
    BREAK = 2


class Kind(IntEnum):
    """What a token is."""

    END = 0
    NUMBER = 1
    WORD = 2
    SIGN = 3


# Bound once: until Python 3.12, looking up a member of an enumeration costs as much as three calls of a function.
GLUED, BLANK, BREAK = Gap
END, NUMBER, WORD, SIGN = Kind


class Token(NamedTuple):
    """A token: ``word`` in lower case and without soft hyphens, ``capital`` whether it begins with a capital."""

    start: int
    end: int
    word: str
    kind: Kind
    gap: Gap
    capital: bool = False


Tokens = list[Token]


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """The tokens of a piece of the text, with `PADDING` empty ones behind."""
    padding = [Token(end, end, "", END, BREAK)] * PADDING
    pieces: list[tuple[str, str]] = _PIECE.findall(text, start, end)
    while pieces and not pieces[-1][1]:
        pieces.pop()
    if not pieces:
        return padding
    shapes = [_shape(surface) for _, surface in pieces]
    if None in shapes:
        pieces = list(_cut(pieces))
        shapes = [_shape(surface) for _, surface in pieces]
    words, kinds, capitals = zip(*shapes, strict=True)
    edges = list(accumulate(map(len, chain.from_iterable(pieces)), initial=start))
    starts, ends = edges[1::2], edges[2::2]
    gaps = _gaps(text, pieces, starts, start)
    return [*map(_new, repeat(Token), zip(starts, ends, words, kinds, gaps, capitals, strict=True)), *padding]


def _cut(pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces, those that hold more than one word or number cut: "2021er", "UhrLesezeit"."""
    for space, surface in pieces:
        if _shape(surface) is not None:
            yield space, surface
        else:
            first, *rest = _TOKEN.findall(surface)
            yield space, first
            yield from zip(repeat(""), rest)


def _gaps(text: str, pieces: Sequence[tuple[str, str]], starts: Sequence[int], start: int) -> list[Gap]:
    """What stands before each piece."""
    gaps = [BLANK if space else GLUED for space, _ in pieces]
    if text.find("\n", start, starts[-1]) < 0:
        return gaps
    line_start = start
    for i, (space, _) in enumerate(pieces):
        if "\n" in space:
            last, at = starts[i] - len(space), starts[i]
            gaps[i] = BLANK if _wrapped(text, line_start, last, at) else BREAK
            line_start = text.rfind("\n", last, at) + 1
    return gaps


def _wrapped(text: str, line_start: int, line_end: int, next_start: int) -> bool:
    return line_end - line_start >= WRAPPED_LINE and text.count("\n", line_end, next_start) == 1


@lru_cache(maxsize=KNOWN_WORDS)
def _shape(surface: str) -> tuple[str, Kind, bool] | None:
    """A token's word, kind and whether it begins with a capital; None where a surface is more than one token."""
    if _TOKEN.sub("", surface, count=1):
        return None
    if surface[0].isalpha():
        return surface.lower().replace("\u00ad", ""), WORD, surface[0].isupper()
    return surface, NUMBER if surface[0].isdecimal() else SIGN, False


_new = tuple.__new__  # half the time of calling the class
