"""When a feast falls."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon

NAME = "de/feasts.yml"
Rule = Callable[[int], date]


@cache
def easter(year: int) -> date:
    """Gregorian Easter Sunday, by the anonymous algorithm (Meeus, Astronomical Algorithms, 2nd edition, chapter 8)."""
    golden, century = year % 19, year // 100
    leap_skips, moon = century // 4, (8 * century + 13) // 25
    epact = (19 * golden + century - leap_skips - moon + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + leap_skips) % 7
    days = full_moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def first_advent(year: int) -> date:
    """The fourth Sunday before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.isoweekday(), weeks=3)


def nth_sunday(year: int, month: int, number: int) -> date:
    """The n-th Sunday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday(), weeks=number - 1)


@cache
def feast_days(key: str, year: int) -> tuple[date, date]:
    """First and last day of a feast in a year.

    Raises:
        LexiconError: the lexicon has no such feast, or no rule for it.
    """
    feast = lexicon(NAME)["feasts"].get(key)
    if feast is None:
        raise LexiconError(f"lexicon resources/{NAME} has no feast {key!r}")
    first = _first_day(key, feast, year)
    if "to" in feast:
        return first, _fixed(str(feast["to"]), year)
    return first, first + timedelta(days=int(feast.get("through", 1)) - 1)


def _fixed(value: str, year: int) -> date:
    month, day = value.split("-")
    return date(year, int(month), int(day))


def _first_day(key: str, feast: Mapping[str, Any], year: int) -> date:
    if "fixed" in feast:
        return _fixed(str(feast["fixed"]), year)
    if "easter" in feast:
        return easter(year) + timedelta(days=int(feast["easter"]))
    if "advent" in feast:
        return first_advent(year) + timedelta(days=int(feast["advent"]))
    if "sunday" in feast:
        return nth_sunday(year, *feast["sunday"])
    raise LexiconError(f"lexicon resources/{NAME}: feast {key!r} has no rule")
