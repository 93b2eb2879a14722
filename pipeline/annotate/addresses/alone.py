"""Streets with a house number and no postcode: "Treffpunkt ist die Poststraße 42"."""

import re
from collections.abc import Iterator

from pipeline.annotate.addresses.streets import FIRST_DIGIT, FURTHER, Street, street_before
from pipeline.annotate.addresses.words import NAME, alternatives
from pipeline.lexicons import words

# Begins with the digit, which is rarer than the space before it; four digits are a year or a postcode.
_NUMBERED = re.compile(rf"(?P<number>{FIRST_DIGIT}(?<=[ \u00a0].)(?!\d{{3}}){FURTHER})(?!\w)")
_LAST_WORD = re.compile(r"(?<![\w.])[^\W\d_][\w'’.\-]{1,44}\Z")
REACH = 45  # characters before a number in which its word begins
# What follows a number that is none of a house: a date, a decimal, a unit, a counted noun.
_COUNTED = re.compile(
    r"\.\d|,\d|\. ?(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
    r"|[ \u00a0](?:[A-ZÄÖÜ][a-zäöüß]|(?:Uhr|km|kg|ha|mal)\b|€|%|(?:von|bis|zu) \d)|:\d|/\d{4}"
)
_OPEN = re.compile(r"(?:^|[\n\t,;(|·]|[:–]) ?\Z")
_CLOSED = re.compile(r"[ \u00a0]?(?:$|[\n,;|\t)–·.])")
# Forms that may also be prose ("Im Kreisverkehr 3", "Kölner Ring 2"): they need a line or cell of their own.
_IN_CELL_ONLY = frozenset({"preposition", "genitive"})
_STRONG_END = tuple(words(NAME, "strong"))
_SINGLE = re.compile(rf"^(?:{alternatives(words(NAME, 'single'))})\Z")


def streets_alone(text: str) -> Iterator[Street]:
    """Streets with a house number, in text order, whether or not a postcode stands beside them."""
    for match in _NUMBERED.finditer(text):
        end = match.start() - 1
        if _is_behind_small_word(text, end) or _COUNTED.match(text, match.end()) is not None:
            continue
        last = _LAST_WORD.search(text, max(0, end - REACH), end)
        if last is None or not last[0][0].isupper():
            continue
        strong = last[0].lower().endswith(_STRONG_END)
        if not strong and not _CLOSED.match(text, match.end()):
            continue
        street = _single(text, match, last) or street_before(text, match.end(), loose=False)
        if street is not None and ((strong and street.form not in _IN_CELL_ONLY) or _is_cell(text, street)):
            yield street


def _is_behind_small_word(text: str, end: int) -> bool:
    """Whether the word that ends at an offset has no capital; cheap, and true before most numbers."""
    space = text.rfind(" ", max(0, end - REACH), end)
    word = text[space + 1 : end]
    return space >= 0 and word.isalpha() and not word[0].isupper()


def _single(text: str, match: re.Match[str], last: re.Match[str]) -> Street | None:
    """A square in a line or cell of its own: "Markt 1"."""
    if _SINGLE.match(last[0]) is None or _OPEN.search(text, max(0, last.start() - 3), last.start()) is None:
        return None
    return Street(last.start(), match.end(), last[0], match["number"], "single")


def _is_cell(text: str, street: Street) -> bool:
    """Whether a street stands alone between separators."""
    opened = _OPEN.search(text, max(0, street.start - 3), street.start) is not None
    return opened and _CLOSED.match(text, street.end) is not None
