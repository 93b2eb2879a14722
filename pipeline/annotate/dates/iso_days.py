"""Read days and times of ISO 8601: "2021-02-02", "T15:30+02:00"."""

from pipeline.annotate.dates.numbers import digits, full_year, glued
from pipeline.annotate.dates.tokens import GLUED, NUMBER, Tokens
from pipeline.expressions import Clock, Day

DayRead = tuple[Day, int]


def iso_day(t: Tokens, i: int) -> DayRead | None:
    """Reads "2021-02-02", also "2021/02/02"."""
    year = full_year(t, i)
    if year is None or t[i + 1].word not in {"-", "/"} or len(t[i + 2].word) != 2:
        return None
    if not _glued_run(t, i + 1, 4) or t[i + 3].word != t[i + 1].word or len(t[i + 4].word) != 2:
        return None
    number, of_month = digits(t, i + 4, 1, 31), digits(t, i + 2, 1, 12)
    return None if number is None or of_month is None else (Day(number, of_month, year[0]), i + 5)


def iso_time(t: Tokens, i: int) -> tuple[Clock, int] | None:
    """Reads "T15:30+02:00" behind a day; the local time as printed."""
    if t[i].word != "t" or not _glued_run(t, i, 4) or t[i + 2].word != ":":
        return None
    hour, minute = digits(t, i + 1, 0, 24), digits(t, i + 3, 0, 59)
    if hour is None or minute is None:
        return None
    return Clock(hour, minute), _zone(t, _seconds(t, i + 4))


def _seconds(t: Tokens, i: int) -> int:
    if not (glued(t, i, ":") and digits(t, i + 1, 0, 59) is not None):
        return i
    fraction = glued(t, i + 2, ".") and t[i + 3].kind is NUMBER and t[i + 3].gap is GLUED
    return i + 4 if fraction else i + 2


def _zone(t: Tokens, i: int) -> int:
    if t[i].word == "z" and t[i].gap is GLUED:
        return i + 1
    signed = t[i].word in {"+", "-"} and t[i].gap is GLUED and digits(t, i + 1, 0, 14) is not None
    if not signed:
        return i
    return i + 4 if glued(t, i + 2, ":") and digits(t, i + 3, 0, 59) is not None else i + 2


def _glued_run(t: Tokens, i: int, count: int) -> bool:
    return all(token.gap is GLUED for token in t[i : i + count])
