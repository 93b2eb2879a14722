"""Read days: "02.02.2021", "2021-02-02", "5. April", "Dienstag, dem 5. April 2022", "April 5th, 2022"."""

from dataclasses import replace

from pipeline.annotate.dates.iso_days import DayRead, iso_day, iso_time
from pipeline.annotate.dates.numbers import (
    Number,
    digits,
    expand,
    full_year,
    glued,
    month,
    on_line,
    ordinal,
    short_year,
)
from pipeline.annotate.dates.relative import month_behind, year_behind
from pipeline.annotate.dates.short_years import goes_on, looks_like_short_year
from pipeline.annotate.dates.tokens import BLANK, END, GLUED, NUMBER, SIGN, WORD, Tokens
from pipeline.annotate.dates.words import GERMAN_MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from pipeline.expressions import Day, Moment, YearTerm

SLIPS = frozenset({"am", "zum", "bis", "dem", "den"})
ARTICLES = frozenset({"dem", "den", "der", "the"})


def day(t: Tokens, i: int) -> DayRead | None:
    """Any form of a day of a month, without its weekday."""
    if t[i].kind is NUMBER:
        return iso_day(t, i) if len(t[i].word) > 2 else numeric(t, i) or written(t, i)
    return written(t, i) or english(t, i)


def numeric(t: Tokens, i: int) -> DayRead | None:
    """Reads "2.2.2021", "02.02.21", "02.02.", "2/2/2021", "02-02-2021"."""
    number, sign = digits(t, i, 1, 31), t[i + 1]
    if number is None or sign.gap is not GLUED or sign.word not in {".", "/", "-"}:
        return None
    of_month = digits(t, i + 2, 1, 12)
    if of_month is None or not on_line(t, i + 2) or (sign.word != "." and t[i + 2].gap is not GLUED):
        return None
    if not (t[i + 3].word == sign.word and t[i + 3].gap is GLUED):
        return _short(t, i, Day(number, of_month)) if sign.word in {".", "/"} else None
    spaced = t[i + 2].gap is BLANK
    year = _numeric_year(t, i + 4, spaced=spaced or sign.word == ".")
    if year is not None:
        return Day(number, of_month, year[0]), year[1]
    if sign.word != "." or (t[i + 4].kind is NUMBER and t[i + 4].gap is GLUED):
        return None
    return Day(number, of_month), i + 4


def _numeric_year(t: Tokens, i: int, *, spaced: bool) -> tuple[int, int] | None:
    if not on_line(t, i) or (t[i].gap is BLANK and not spaced):
        return None
    year = full_year(t, i)
    if year is not None or t[i].gap is BLANK:
        return year
    clock = t[i + 1].word == "/" and t[i + 3].word == ":"
    if t[i].kind is not NUMBER or len(t[i].word) != 2 or (_continues(t, i + 1) and not clock):
        return None
    return expand(int(t[i].word)), i + 1


def _continues(t: Tokens, i: int) -> bool:
    """Whether a number goes on behind a sign: "1.2.3.4", "01-02-03-04"."""
    sign, following = t[i], t[i + 1]
    return (
        sign.gap is GLUED
        and sign.kind is SIGN
        and sign.word in ".-/,:"
        and following.kind is NUMBER
        and following.gap is GLUED
    )


def _short(t: Tokens, i: int, value: Day) -> DayRead | None:
    """Reads "22.04", "22/4" without a full stop behind; the guards ask whether it is a time, a price or a section."""
    if t[i + 2].gap is not GLUED or t[i + 3].word in {"uhr", "h", "%", "€", "euro"}:
        return None
    following = t[i + 3]
    if following.gap is GLUED and following.kind is SIGN and following.word in ".,:/" and _continues(t, i + 3):
        return None
    return value, i + 3


def written(t: Tokens, i: int) -> DayRead | None:
    """Reads "5. April", "5 April", "fünften April", with its year where one follows; "5. dieses Monats"."""
    number = ordinal(t, i) or _day_too_many(t, i)
    named = month_behind(t, number[1]) if number is not None and on_line(t, number[1]) else None
    if number is not None and named is not None:
        return Day(number[0], named[0]), named[1]
    if number is None:
        bare = digits(t, i, 1, 31)
        number = None if bare is None else (bare, i + 1)
    if number is None:
        return None
    at = number[1]
    glue = t[at].word in {"-", "/"} and t[at].gap is GLUED and t[at + 1].gap is GLUED
    if glue or (t[at].word == "of" and on_line(t, at + 1)):
        at += 1
    of_month = month(t, at) if on_line(t, at) else None
    if of_month is None:
        return None if glue else _ordinal_month(t, number[0], at)
    if glue:
        return _glued_year(t, number[0], of_month)
    year, end = year_of_month(t, of_month[1])
    return Day(number[0], of_month[0], year), end


def _day_too_many(t: Tokens, i: int) -> Number | None:
    """Reads "am 32. Mai", a slip that is to be reported, not "Heft 32. Mai 2024"."""
    value = digits(t, i, 32, 39)
    return (value, i + 2) if value is not None and glued(t, i + 1, ".") and t[i - 1].word in SLIPS else None


def _ordinal_month(t: Tokens, number: int, i: int) -> DayRead | None:
    """Reads "am siebten vierten", "7. vierter 2016": the month as an ordinal, one of the two in letters."""
    of_month = ordinal(t, i, high=12)
    if of_month is None or not on_line(t, i) or (t[i].kind is NUMBER and t[i - 1].kind is not WORD):
        return None
    year = full_year(t, of_month[1]) if on_line(t, of_month[1]) else None
    return (Day(number, of_month[0]), of_month[1]) if year is None else (Day(number, of_month[0], year[0]), year[1])


def _glued_year(t: Tokens, number: int, of_month: tuple[int, int]) -> DayRead | None:
    """Reads "12-Mär-2014", "23/Sep/2020"."""
    end = of_month[1]
    year = full_year(t, end + 1) if t[end].word == t[end - 2].word and t[end].gap is GLUED else None
    return None if year is None else (Day(number, of_month[0], year[0]), year[1])


def english(t: Tokens, i: int) -> DayRead | None:
    """Reads "October 4, 2022", "June 9th, 2022", "May 31"."""
    of_month = month(t, i)
    if of_month is None or not on_line(t, of_month[1]):
        return None
    number = ordinal(t, of_month[1]) if not glued(t, of_month[1] + 1, ".") else None
    bare = digits(t, of_month[1], 1, 31)
    if number is None and bare is None:
        return None
    value, end = number or (bare or 0, of_month[1] + 1)
    year = full_year(t, end + 1) if t[end].word == "," and on_line(t, end + 1) else full_year(t, end)
    if year is not None and on_line(t, year[1] - 1):
        return Day(value, of_month[0], year[0]), year[1]
    is_day = number is not None or not _asks_for_month(t, i)
    return (Day(value, of_month[0]), end) if is_day and _ends_there(t, end) else None


def _asks_for_month(t: Tokens, i: int) -> bool:
    """Whether a year rather than a day is due behind a month: "im Juli 25", "Stand: Mai 24", but not "on May 24"."""
    before = t[i - 1] if i and on_line(t, i) else t[-1]
    if t[i].word not in GERMAN_MONTHS:
        return before.word in {"im", "des", "vom"}
    return before.word in {":", "/"} or (
        before.kind is WORD and before.word not in WEEKDAYS and before.word not in SLIPS
    )


def _ends_there(t: Tokens, i: int) -> bool:
    """Guard for "Mai 12 Uhr", "Mai 30 Menschen": a day behind its month ends at a stop or an English word."""
    if goes_on(t, i):
        return False
    clock = t[i].kind is NUMBER and t[i + 1].word == ":"
    return clock or t[i].kind is END or t[i].word in {".", ",", ")", ";", "–", "-", "at", "and", "to", "from"}


def year_of_month(t: Tokens, i: int) -> tuple[YearTerm, int]:
    """The year behind a month's name, as a number or as "nächsten Jahres"; (None, i) where there is none."""
    if not on_line(t, i):
        return None, i
    if t[i].word in {"im", "des", "in"} and t[i + 1].word in {"jahr", "jahre", "jahres"}:
        named = full_year(t, i + 2)
        return named if named is not None else (None, i)
    at = i + 1 if t[i].word == "," and t[i + 1].gap is BLANK else i
    year = full_year(t, at) if on_line(t, at) else None
    if year is not None and (at == i or t[year[1]].word in {".", ")", ";", ",", ""}):
        return year
    apostrophe = t[i].word in "'’‘" and t[i].kind is SIGN
    short = short_year(t, i) if apostrophe or looks_like_short_year(t, i) else None
    if short is not None:
        return short
    phrase = year_behind(t, i)
    return phrase if phrase is not None else (None, i)


def with_weekday(t: Tokens, i: int) -> DayRead | None:
    """A day with its weekday before it: "Di., 5.4.", "Dienstag, dem 5. April", "Dienstag den 5."."""
    token = t[i]
    weekday = WEEKDAYS.get(token.word)
    at = i + 1
    if weekday is None:
        weekday = WEEKDAY_ABBREVIATIONS.get(token.word) if token.capital else None
        if weekday is None:
            return None
        at = at + 1 if glued(t, at, ".") else at
    at = _behind_comma(t, at) if on_line(t, at) else i
    found = day(t, at) or _bare_day(t, at) if at > i and on_line(t, at) else None
    if found is None:
        return None
    return replace(found[0], weekday=weekday), found[1]


def _bare_day(t: Tokens, i: int) -> DayRead | None:
    """Reads "25." in "Dienstag, der 25.": the month is the one around."""
    number = ordinal(t, i) if t[i].kind is NUMBER else None
    if number is None or t[number[1]].kind is NUMBER or (t[number[1]].capital and on_line(t, number[1])):
        return None
    return Day(number[0]), number[1] - 1 if t[number[1] - 1].word == "." else number[1]


def _behind_comma(t: Tokens, i: int) -> int:
    """Past the comma and article between a weekday and its date."""
    if t[i].word == "," and on_line(t, i + 1):
        i += 1
    if t[i].word in ARTICLES or t[i].word == "am":
        i += 1
    return i


def day_moment(t: Tokens, i: int) -> tuple[Moment, int] | None:
    """A day with its weekday and ISO time, as a moment."""
    found = (with_weekday(t, i) if t[i].kind is WORD else None) or day(t, i)
    if found is None:
        return None
    time = iso_time(t, found[1])
    return (Moment(found[0]), found[1]) if time is None else (Moment(found[0], time[0]), time[1])
