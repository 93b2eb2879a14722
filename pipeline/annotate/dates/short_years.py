"""Tell the two figures of a year behind a month ("Mai 24") from a time and an amount in the same place."""

from pipeline.annotate.dates.numbers import digits, on_line
from pipeline.annotate.dates.tokens import GLUED, NUMBER, WORD, Tokens
from pipeline.annotate.dates.words import AMOUNTS, DATE_PREPOSITIONS, TODAY_AUXILIARIES, TODAY_OPENERS, UNITS

TIME_LINKS = frozenset({"bis", "und", "oder", "/", "-", "–", "—"})
HOUR_SIGNS = frozenset({"uhr", "h"})
VERBS = (TODAY_AUXILIARIES | TODAY_OPENERS) - {"stehen"}  # "Am 3. Mai 24 wird gefeiert"
SMALL_HOURS = 6  # "22 bis 2 Uhr" passes midnight, "22 - 18 Uhr" is no range of times


def looks_like_short_year(t: Tokens, i: int) -> bool:
    """Whether the two figures at token ``i``, behind a month and without an apostrophe, are a year."""
    token, following = t[i], t[i + 1]
    if token.kind is not NUMBER or len(token.word) != 2 or _begins_times(t, i) or _begins_amounts(t, i):
        return False
    if following.gap is GLUED and (following.word in ".:–-" or goes_on(t, i + 1)):
        return False
    if on_line(t, i + 1) and (following.word in AMOUNTS or following.word in UNITS):  # "1. Mai 30 Jahre Verein"
        return False
    return following.kind is not WORD or following.word in DATE_PREPOSITIONS or following.word in VERBS


def _begins_amounts(t: Tokens, i: int) -> bool:
    """Whether amounts begin that share their unit: "am 1. Mai 12 bis 14 Personen"."""
    joined = t[i + 1].word in TIME_LINKS and t[i + 2].kind is NUMBER and on_line(t, i + 2)
    return joined and t[i + 3].word in AMOUNTS and t[i + 3].word not in HOUR_SIGNS and on_line(t, i + 3)


def goes_on(t: Tokens, i: int) -> bool:
    """Whether a number goes on behind a stop or comma: "Oktober 1.934 Menschen", "Mai 12,5 Prozent"."""
    return t[i].word in {".", ","} and t[i + 1].kind is NUMBER and t[i + 1].gap is GLUED


def _begins_times(t: Tokens, i: int) -> bool:
    """Whether times of day begin that share their unit: "5. Mai 11 bis 17 Uhr", "20. April 10 und 14.30 Uhr"."""
    first = digits(t, i, 0, 23)
    if first is None or t[i + 1].word not in TIME_LINKS or not on_line(t, i + 2):
        return False
    second = digits(t, i + 2, 0, 24)
    if second is None or not (second > first or second <= SMALL_HOURS):
        return False
    minutes = t[i + 3].word in {".", ":"} and t[i + 4].kind is NUMBER and t[i + 4].gap is GLUED
    return t[i + 5 if minutes else i + 3].word in HOUR_SIGNS
