"""Cut a text into words, numbers and signs: what the date grammar reads."""

import re
from bisect import bisect_right
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from pipeline.lexicons import KNOWN_WORDS

# What stands behind blank characters up to the next ones or to a sign.
_PIECE = re.compile(r"\w+(?:\u00ad\w+)*|[^\s\w]")
# "UhrLesezeit": scraped pages glue the next word to a time.
_TOKEN = re.compile(r"\d+|Uhr(?=[A-ZÄÖÜ])|[^\W\d_]+(?:\u00ad[^\W\d_]+){0,8}|[^\s\w]|_")
WRAPPED_LINE = 60  # a line at least this long that ends without a stop goes on in the next one
LONGEST_KNOWN = 60  # characters of what is remembered: memory must not grow with hostile pages
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
    """A token: ``word`` in lower case and without soft hyphens, ``capital`` whether it begins with a capital.

    ``start`` and ``end`` count from the last space before it: so the tokens of a word are made once a process.
    """

    start: int
    end: int
    word: str
    kind: Kind
    gap: Gap
    capital: bool = False


_PADDING = (Token(0, 0, "", END, BREAK),) * PADDING


class Tokens(list[Token]):
    """The tokens of a piece of a text, with `PADDING` empty ones behind.

    Attributes:
        chunks: what stands between the piece's spaces.
        counts: for each chunk, how many tokens stand before its end.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.chunks = text[start:end].split(" ")
        parts = [*map(tokens_in, self.chunks)]
        super().__init__(chain.from_iterable(parts))
        self.counts = [*accumulate(map(len, parts))]
        self._offsets = [*accumulate([len(chunk) + 1 for chunk in self.chunks], initial=start)]
        if self:
            first = self.counts.index(next(filter(None, self.counts)))
            if self._offsets[first] + self[0].start == start:
                self[0] = self[0]._replace(gap=GLUED)
            if text.find("\n", start, end) >= 0:
                self._mark_breaks(text, start)
        self.extend(_PADDING)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where a token begins in the text and where another one ends."""
        offset = self._offset(first)
        behind = offset if last == first else self._offset(last)
        return offset + self[first].start, behind + self[last].end

    def _offset(self, i: int) -> int:
        return self._offsets[bisect_right(self.counts, i)]

    def _mark_breaks(self, text: str, start: int) -> None:
        """Say where a line ends before a token, unless the text is only wrapped there."""
        line_start = last = start
        for i, token in enumerate(self):
            at = self._offset(i) + token.start
            if last < at and text.find("\n", last, at) >= 0:
                if not _wrapped(text, line_start, last, at):
                    self[i] = token._replace(gap=BREAK)
                line_start = text.rfind("\n", last, at) + 1
            last = at + token.end - token.start


def tokens_in(chunk: str) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces, remembered unless it is too long to be words."""
    return _known(chunk) if len(chunk) <= LONGEST_KNOWN else _tokens_in(chunk)


def _tokens_in(chunk: str) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces, of most, one word."""
    if chunk.isalpha() and not chunk.startswith("Uhr"):
        return (Token(0, len(chunk), chunk.lower(), WORD, BLANK, chunk[0].isupper()),)
    tokens: list[Token] = []
    for piece in _PIECE.finditer(chunk):
        at = piece.start()
        gap = GLUED if tokens and at == tokens[-1].end else BLANK
        for surface in _TOKEN.findall(piece[0]):
            word, kind, capital = _shape(surface)
            tokens.append(Token(at, at + len(surface), word, kind, gap, capital))
            at, gap = at + len(surface), GLUED
    return tuple(tokens)


_known = lru_cache(maxsize=KNOWN_WORDS)(_tokens_in)


def _shape(surface: str) -> tuple[str, Kind, bool]:
    """A token's word, kind and whether it begins with a capital."""
    if surface[0].isalpha():
        return surface.lower().replace("\u00ad", ""), WORD, surface[0].isupper()
    return surface, NUMBER if surface[0].isdecimal() else SIGN, False


def _wrapped(text: str, line_start: int, line_end: int, next_start: int) -> bool:
    return line_end - line_start >= WRAPPED_LINE and text.count("\n", line_end, next_start) == 1
