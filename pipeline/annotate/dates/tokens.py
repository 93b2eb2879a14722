"""Cut a text into words, numbers and signs: what the date grammar reads."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.lexicons import KNOWN_WORDS

# What stands behind blank characters up to the next ones or to a sign.
_PIECE = re.compile(r"\w+(?:\u00ad\w+)*|[^\s\w]")
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
    tokens: Tokens = []
    at = start
    for chunk in text[start:end].split(" "):
        for first, last, word, kind, gap, capital in _tokens_in(chunk):
            tokens.append(_new(Token, (at + first, at + last, word, kind, gap, capital)))
        at += len(chunk) + 1
    if tokens:
        if tokens[0].start == start:
            tokens[0] = tokens[0]._replace(gap=GLUED)
        if text.find("\n", start, tokens[-1].start) >= 0:
            _mark_breaks(text, tokens, start)
    return tokens + [_new(Token, (end, end, "", END, BREAK, False))] * PADDING


@lru_cache(maxsize=KNOWN_WORDS)
def _tokens_in(chunk: str) -> Tokens:
    """The tokens of what stands between two spaces, with offsets from its start: of most, one word."""
    if chunk.isalpha() and not chunk.startswith("Uhr"):
        return [Token(0, len(chunk), chunk.lower(), WORD, BLANK, chunk[0].isupper())]
    tokens: Tokens = []
    for piece in _PIECE.finditer(chunk):
        at = piece.start()
        gap = GLUED if tokens and at == tokens[-1].end else BLANK
        for surface in _TOKEN.findall(piece[0]):
            word, kind, capital = _shape(surface)
            tokens.append(Token(at, at + len(surface), word, kind, gap, capital))
            at, gap = at + len(surface), GLUED
    return tokens


def _shape(surface: str) -> tuple[str, Kind, bool]:
    """A token's word, kind and whether it begins with a capital."""
    if surface[0].isalpha():
        return surface.lower().replace("\u00ad", ""), WORD, surface[0].isupper()
    return surface, NUMBER if surface[0].isdecimal() else SIGN, False


def _mark_breaks(text: str, tokens: Tokens, start: int) -> None:
    """Say where a line ends before a token, unless the text is only wrapped there."""
    line_start = last = start
    for i, token in enumerate(tokens):
        at = token.start
        if last < at and text.find("\n", last, at) >= 0:
            if not _wrapped(text, line_start, last, at):
                tokens[i] = token._replace(gap=BREAK)
            line_start = text.rfind("\n", last, at) + 1
        last = token.end


def _wrapped(text: str, line_start: int, line_end: int, next_start: int) -> bool:
    return line_end - line_start >= WRAPPED_LINE and text.count("\n", line_end, next_start) == 1


_new = tuple.__new__  # half the time of calling the class
