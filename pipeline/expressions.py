"""What the date recogniser understood of an expression, before any anchor is applied.

An expression is one or two *moments*; a moment is a *term* of the calendar with, perhaps, a time of day. Terms say only
what is printed: what a missing year or "am Freitag" means is for the resolver, which knows the document's own date.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Unit(StrEnum):
    """Units of the calendar that expressions count or name."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Anchor(StrEnum):
    """What a relative expression counts from."""

    PUBLISHED = "published"  # "gestern", "nächste Woche", "vor zwei Jahren"
    TEXT = "text"  # "am Tag darauf", "jenes Jahres", "vier Tage später"


class Modifier(StrEnum):
    """Which part of a period is meant."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before (negative) or after the anchor's unit: "heute" is day 0, "vergangene Woche" week -1."""

    unit: Unit
    amount: int
    anchor: Anchor = Anchor.PUBLISHED


@dataclass(frozen=True, slots=True)
class Count:
    """A day counted from the anchor's day: "vor zwei Wochen", "vier Tage später", "heute in einem Monat"."""

    unit: Unit
    amount: int
    anchor: Anchor = Anchor.PUBLISHED


YearTerm = int | Shift | None
MonthTerm = int | Shift | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; ``weekday`` (Monday 0) where it is printed beside the date."""

    day: int
    month: MonthTerm = None
    year: YearTerm = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A bare weekday (Monday 0).

    Attributes:
        amount: None for "am Dienstag", -1 for the last, 0 for "diesen", 1 for the next, 2 for the one after.
        week: the week it is in, for "Mittwoch kommender Woche".
        day: the day it is said to be, for "gestrigen Dienstag".
    """

    weekday: int
    amount: int | None = None
    week: Shift | None = None
    day: Shift | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of a year: month 1 to 12, quarter 1 to 4, half 1 or 2, week 1 to 53, season 21 to 24 as in EDTF.

    Attributes:
        amount: -1 for "vergangenen April", 0 for "diesen", 1 for "nächsten"; None where nothing is said.
        through: last number, for "9. und 10. Kalenderwoche".
    """

    unit: Unit
    number: int
    year: YearTerm = None
    amount: int | None = None
    through: int | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th weekday, day, week or weekend of a month; the last one for -1. A weekend is of its Saturday's month."""

    number: int
    month: int
    year: YearTerm = None
    weekday: int | None = None
    unit: Unit = Unit.DAY


@dataclass(frozen=True, slots=True)
class Year:
    """A year; ``through`` the second one of "2007/08"."""

    year: int | Shift
    through: int | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """A decade (199 for the 1990s) or a century (19 for the twentieth)."""

    unit: Literal[Unit.DECADE, Unit.CENTURY]
    number: int


@dataclass(frozen=True, slots=True)
class Term:
    """A semester, school year or year of training; ``year`` is the one it begins in."""

    kind: Literal["summer", "winter", "school", "course"]
    year: YearTerm = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday or feast by its key in the lexicon.

    Attributes:
        weekday: the weekday (Monday 0) beside it, for "Mittwoch vor Ostern".
        side: -1 where that is before the feast, 1 where it is after it.
    """

    key: str
    year: YearTerm = None
    weekday: int | None = None
    side: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """The night that ends on the morning of ``onto``."""

    onto: "Day | Weekday | Shift"


CalendarTerm = Day | Weekday | Part | Nth | Year | Age | Term | Feast | Night | Shift | Count


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, hours 0 to 24."""

    hour: int
    minute: int = 0
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A term of the calendar with, perhaps, a time of day or a range of them."""

    term: CalendarTerm
    clock: Clock | None = None
    until: Clock | None = None
    modifier: Modifier | None = None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One mention: a moment, or a range from ``first`` to ``last``; ``open_end`` for "ab sofort"."""

    first: Moment
    last: Moment | None = None
    open_end: bool = False


_EDTF_FORMS = (
    ("interval", re.compile(r".{0,40}/.{0,40}")),
    ("minute", re.compile(r"\d{4}-\d\d-\d\dT.{1,12}")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d[~?]?")),
    ("season", re.compile(r"\d{4}-2[1-4][~?]?")),
    ("quarter", re.compile(r"\d{4}-3[3-6][~?]?")),
    ("half", re.compile(r"\d{4}-4[01][~?]?")),
    ("month", re.compile(r"\d{4}-\d\d[~?]?")),
    ("year", re.compile(r"\d{4}[~?]?")),
    ("decade", re.compile(r"\d{3}X")),
    ("century", re.compile(r"\d{2}XX")),
)
"""Levels of ISO 8601-2, the first that fits."""


def edtf_form(value: str) -> str | None:
    """How exact an EDTF value is by its form, as in the ``precision`` of a date; None for what is none.

    >>> edtf_form("2015-21")
    'season'
    """
    return next((name for name, form in _EDTF_FORMS if form.fullmatch(value)), None)
