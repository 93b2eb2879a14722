"""Read numbers: days, ordinals, years."""

from pipeline.annotate.dates.tokens import BREAK, GLUED, NUMBER, SIGN, Tokens
from pipeline.annotate.dates.words import CARDINALS, MONTHS, MONTHS_BESIDE_A_DAY, ORDINALS

FIRST_YEAR, LAST_YEAR = 1000, 2199
PIVOT = 35  # two-digit years below it are of this century
ORDINAL_SUFFIXES = frozenset({"te", "ter", "ten", "tes", "st", "nd", "rd", "th"})
APOSTROPHES = frozenset("'’‘`´")

Number = tuple[int, int]  # value, index behind


def digits(t: Tokens, i: int, low: int, high: int, length: int = 2) -> int | None:
    """The value of a number token of at most ``length`` digits within bounds."""
    token = t[i]
    if token.kind is not NUMBER or len(token.word) > length:
        return None
    value = int(token.word)
    return value if low <= value <= high else None


def glued(t: Tokens, i: int, sign: str) -> bool:
    """Whether token ``i`` is this sign, directly behind the token before it."""
    return t[i].word == sign and t[i].gap is GLUED


def on_line(t: Tokens, i: int) -> bool:
    """Whether token ``i`` stands on the line of the token before it."""
    return t[i].gap is not BREAK


def ordinal(t: Tokens, i: int, high: int = 31) -> Number | None:
    """Reads "5.", "5ten", "5th" or "fünften"."""
    value = digits(t, i, 1, high)
    if value is not None:
        if glued(t, i + 1, "."):
            return value, i + 2
        if t[i + 1].gap is GLUED and t[i + 1].word in ORDINAL_SUFFIXES:
            return value, i + 2
        return None
    written = ORDINALS.get(t[i].word)
    return (written, i + 1) if written is not None and written <= high else None


def cardinal(t: Tokens, i: int) -> Number | None:
    """Reads "3", "drei" or "sechsundfünfzig"."""
    value = digits(t, i, 1, 999, length=3)
    if value is None:
        value = CARDINALS.get(t[i].word)
    return None if value is None else (value, i + 1)


def month(t: Tokens, i: int) -> Number | None:
    """A month's name, an abbreviation with its full stop."""
    value = MONTHS.get(t[i].word)
    if value is None:
        return None
    abbreviated = t[i].word in MONTHS_BESIDE_A_DAY
    return value, i + 2 if abbreviated and glued(t, i + 1, ".") else i + 1


def full_year(t: Tokens, i: int) -> Number | None:
    """A year of four digits that is no part of a larger number ("2021-4", "2.021")."""
    if len(t[i].word) != 4:
        return None
    value = digits(t, i, FIRST_YEAR, LAST_YEAR, length=4)
    if value is None:
        return None
    sign, after = t[i + 1], t[i + 2]
    if sign.kind is SIGN and sign.gap is GLUED and sign.word in ".,:" and _digit_glued(after):
        return None
    return value, i + 1


def _digit_glued(token: object) -> bool:
    return getattr(token, "kind", None) is NUMBER and getattr(token, "gap", None) is GLUED


def short_year(t: Tokens, i: int) -> Number | None:
    """Reads "22" or "'22" behind a month: 2022."""
    if t[i].word in APOSTROPHES:
        i += 1
    if t[i].kind is not NUMBER or len(t[i].word) != 2:
        return None
    return expand(int(t[i].word)), i + 1


def expand(value: int) -> int:
    """The four-digit year of two digits."""
    return value + (2000 if value < PIVOT else 1900)
