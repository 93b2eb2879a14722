"""Cut a text into words, numbers and signs: what the date grammar reads."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

# "UhrLesezeit": scraped pages glue the next word to a time.
_TOKEN = re.compile(r"\d+|Uhr(?=[A-ZÄÖÜ])|[^\W\d_]+(?:\u00ad[^\W\d_]+){0,8}|[^\s\w]|_")
WRAPPED_LINE = 60  # a line at least this long that ends without a stop goes on in the next one
KNOWN_WORDS = 8192  # surfaces whose shape is remembered: most tokens of a page are common words
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
    found: Tokens = []
    last = line_start = start
    for match in _TOKEN.finditer(text, start, end):
        at, behind = match.span()
        gap = _NONE
        if at != last:
            gap = _BLANK
            newline = text.rfind("\n", last, at) if at - last > 1 or text[last] == "\n" else -1
            if newline >= 0:
                gap = _BLANK if _wrapped(text, line_start, last, at) else _BREAK
                line_start = newline + 1
        word, kind, capital = _shape(match[0])
        found.append(_new(Token, (at, behind, word, kind, gap, capital)))
        last = behind
    found.extend([Token(end, end, "", Kind.END, _BREAK)] * PADDING)
    return found


def _wrapped(text: str, line_start: int, line_end: int, next_start: int) -> bool:
    return line_end - line_start >= WRAPPED_LINE and text.count("\n", line_end, next_start) == 1


@lru_cache(maxsize=KNOWN_WORDS)
def _shape(surface: str) -> tuple[str, Kind, bool]:
    """A token's word, kind and whether it begins with a capital."""
    if surface[0].isalpha():
        return surface.lower().replace("\u00ad", ""), _WORD, surface[0].isupper()
    return surface, _NUMBER if surface[0].isdecimal() else _SIGN, False


# Bound once: looking up a member of an enumeration costs as much as making a token.
_NONE, _BLANK, _BREAK = Gap
_WORD, _NUMBER, _SIGN = Kind.WORD, Kind.NUMBER, Kind.SIGN
_new = tuple.__new__  # half the time of calling the class
