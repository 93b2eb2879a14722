"""Which tokens may begin an expression: the cheap test before the grammar is tried."""

from pipeline.annotate.dates import words
from pipeline.annotate.dates.feasts import names
from pipeline.annotate.dates.tokens import Gap, Kind, Token, Tokens

LONGEST_NUMBER = 4
JOINING_SIGNS = frozenset(".,:-/_#+=")

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
    {"vor", "in", "ab", "nacht", "q", "kw", "morgen", "ganze", "ganzen", "ganzes"},
)


def continues(tokens: Tokens, i: int) -> bool:
    """Whether a number is the rest of a larger one or of a file number: "3.8.2.", "41187-HA10.3."."""
    token = tokens[i]
    if i == 0 or token.kind is not Kind.NUMBER or token.gap is not Gap.NONE:
        return False
    before = tokens[i - 1]
    if before.kind is Kind.WORD:
        return i > 1 and before.gap is Gap.NONE and tokens[i - 2].kind is not Kind.END
    glued = before.word in JOINING_SIGNS and before.gap is Gap.NONE
    return glued and i > 1 and tokens[i - 2].kind in {Kind.NUMBER, Kind.WORD}


def may_start(token: Token) -> bool:
    """Whether an expression may begin with this token."""
    if token.kind is Kind.NUMBER:
        return len(token.word) <= LONGEST_NUMBER
    return token.word in _WORDS
