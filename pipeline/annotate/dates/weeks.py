"""Read calendar weeks: "KW 17/2023", "47. Kalenderwoche", "Kalenderwochen 16 bis 18"."""

from pipeline.annotate.dates.counts import MomentRead
from pipeline.annotate.dates.numbers import digits, on_line, ordinal
from pipeline.annotate.dates.periods import year_or_span
from pipeline.annotate.dates.tokens import GLUED, NUMBER, Tokens
from pipeline.annotate.dates.words import MONTHS
from pipeline.expressions import Moment, Part, Unit

WEEK_WORDS = frozenset({"kw", "kalenderwoche", "kalenderwochen"})


def week(t: Tokens, i: int) -> MomentRead | None:
    """Reads "KW 17/2023", "47. Kalenderwoche", "9. und 10. Kalenderwoche"."""
    if t[i].word in WEEK_WORDS:
        number = digits(t, i + 1, 1, 53)
        return None if number is None else _weeks_from(t, number, i + 2)
    first = ordinal(t, i, high=53)
    if first is None:
        return None
    if _week_word(t, first[1]):
        return _week(t, first[0], None, first[1] + 1)
    second = ordinal(t, first[1] + 1, high=53) if t[first[1]].word in {"und", "bis", "–", "-", "/"} else None
    if second is None or not _week_word(t, second[1]):
        return None
    return _week(t, first[0], second[0], second[1] + 1)


def _weeks_from(t: Tokens, number: int, i: int) -> MomentRead:
    """Reads on behind "KW 23": "und 24", "–25", "/24"; four figures behind the slash are the year."""
    last = digits(t, i + 1, number + 1, 53) if t[i].word in {"und", "bis", "–", "-", "/"} else None
    following = t[i + 2]
    stop = following.word in {".", ":"} and following.gap is GLUED
    is_day = stop and (t[i + 3].kind is NUMBER or t[i + 3].word in MONTHS)
    return _week(t, number, None, i) if last is None or is_day else _week(t, number, last, i + 2)


def _week_word(t: Tokens, i: int) -> bool:
    return t[i].word in WEEK_WORDS and on_line(t, i)


def _week(t: Tokens, number: int, through: int | None, i: int) -> MomentRead:
    year, end = year_or_span(t, i + 1 if t[i].word in {"/", ","} else i)
    return Moment(Part(Unit.WEEK, number, year, through=through)), end if year is not None else i
