"""Which tokens may begin an expression: the cheap test before the grammar is tried."""

from pipeline.annotate.dates import words
from pipeline.annotate.dates.feasts import names
from pipeline.annotate.dates.tokens import Kind, Token

LONGEST_NUMBER = 4

_WORDS = frozenset().union(
    words.MONTHS,
    words.WEEKDAYS,
    words.WEEKDAY_ABBREVIATIONS,
    words.WEEKDAY_PARTS,
    words.RELATIVE_DAYS,
    words.RELATIVE_DAY_ADJECTIVES,
    words.RELATIVE_ADJECTIVES,
    words.TEXT_ADJECTIVES,
    words.YEAR_WORDS,
    words.YEAR_EDGES,
    words.SEASONS,
    words.TERMS,
    words.MODIFIERS,
    words.CARDINALS,
    words.ORDINALS,
    words.TENS,
    words.UNITS,
    words.PARTS_OF_DAY,
    (ten + ending for ten in words.TENS for ending in ("jahre", "jahren")),
    names(),
    (name + "s" for name in names()),
    {"vor", "ab", "nacht", "q", "kw", "morgen"},
)


def may_start(token: Token) -> bool:
    """Whether an expression may begin with this token."""
    if token.kind is Kind.NUMBER:
        return len(token.word) <= LONGEST_NUMBER
    return token.word in _WORDS
