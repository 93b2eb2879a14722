"""Resolve parts of years, years, decades, centuries, semesters and feasts."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.expressions import Age, Feast, Nth, Part, Term, Unit, Year
from pipeline.normalise.dates import extents
from pipeline.normalise.dates.anchors import Anchors, Reference
from pipeline.normalise.dates.choice import in_year, year_number
from pipeline.normalise.dates.days import resolve_weekend
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.feasts import feast_days

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 2, 9998
TWO_DAYS = frozenset(
    {"easter", "whit_sunday", "christmas"}
)  # "nach Ostern" is after the Monday, which is a holiday too


def resolve_part(term: Part, anchors: Anchors) -> Extent | None:
    """A month, season, quarter, half or week."""
    if term.unit is Unit.WEEKEND:
        return resolve_weekend(term, anchors)
    if term.amount is not None and anchors.now is not None:
        return _counted_part(term, anchors.now)
    if term.amount is not None:
        return None
    return in_year(term.year, anchors, lambda year: _part_of(term, year))


def _part_of(term: Part, year: int) -> Extent:
    if term.unit is Unit.MONTH:
        return extents.of_month(year, term.number)
    if term.unit is Unit.SEASON:
        return extents.of_season(year, term.number)
    if term.unit is Unit.QUARTER:
        return extents.of_months(year, 3 * term.number - 2, 3, "quarter")
    if term.unit is Unit.HALF:
        return extents.of_months(year, 6 * term.number - 5, 6, "half")
    weeks = (term.through or term.number) - term.number + 1
    return extents.of_week(date.fromisocalendar(year, term.number, 1), max(weeks, 1))


def _counted_part(term: Part, now: Reference) -> Extent | None:
    """Reads "vergangenen April", "diesen Herbst", "kommendes Frühjahr"."""
    amount = term.amount or 0
    candidates = [_part_of(term, now.day.year + offset) for offset in range(-3, 4)]
    if amount < 0:
        before = [extent for extent in candidates if extent.last < now.day]
        return before[amount].based(now.basis)
    ahead = [extent for extent in candidates if extent.first > now.day]
    if amount > 0:
        return ahead[amount - 1].based(now.basis)
    return _part_of(term, now.day.year).based(now.basis)


def resolve_year(term: Year, anchors: Anchors) -> Extent | None:
    """A year, or two that follow each other."""
    year = year_number(term.year, anchors)
    if year is None or not FIRST_YEAR <= year[0] <= LAST_YEAR:
        return None
    found = extents.of_year(year[0]) if term.through is None else extents.of_years(year[0], term.through)
    return found.based(year[1])


def resolve_nth(term: Nth, anchors: Anchors) -> Extent | None:
    """The n-th weekday, day, week or weekend of a month."""
    return in_year(term.year, anchors, lambda year: _nth_of(term, year))


def _nth_of(term: Nth, year: int) -> Extent:
    month = extents.of_month(year, term.month)
    if term.unit is Unit.WEEK:
        return _nth_week(term.number, month)
    if term.unit is Unit.WEEKEND:
        return extents.of_weekend(_nth_of(replace(term, weekday=SATURDAY, unit=Unit.DAY), year).first)
    days = [month.first + timedelta(days=offset) for offset in range((month.last - month.first).days + 1)]
    fitting = days if term.weekday is None else [day for day in days if day.weekday() == term.weekday]
    if term.number > len(fitting):
        raise ValueError(f"{year:04}-{term.month:02} has no such day")
    return extents.of_day(fitting[term.number - 1 if term.number > 0 else -1])


def _nth_week(number: int, month: Extent) -> Extent:
    """A week belongs to the month that holds its Thursday, as in ISO 8601 it does to its year."""
    thursday = month.first + timedelta(days=(3 - month.first.weekday()) % 7)
    if number > 0:
        return extents.of_week(thursday + timedelta(weeks=number - 1))
    return extents.of_week(month.last - timedelta(days=(month.last.weekday() - 3) % 7))


def resolve_age(term: Age, _anchors: Anchors) -> Extent:
    """A decade or a century."""
    if term.unit is Unit.CENTURY:
        return extents.of_century(term.number)
    return extents.of_years(term.number * 10, term.number * 10 + 9, "decade")


def resolve_semester(term: Term, anchors: Anchors) -> Extent | None:
    """A semester or school year."""
    return in_year(term.year, anchors, lambda year: _term_of(term, year))


def _term_of(term: Term, year: int) -> Extent:
    if term.kind == "summer":
        return extents.of_months(year, 4, 6, "half")
    if term.kind == "winter":
        return extents.of_months(year, 10, 6, "half")
    if term.kind == "school":  # 1 August to 31 July in all German states (Hamburger Abkommen of 1964)
        return extents.of_months(year, 8, 12, "interval")
    return extents.of_years(year, year + 1)


def resolve_feast(term: Feast, anchors: Anchors) -> Extent | None:
    """A holiday or feast."""
    return in_year(term.year, anchors, lambda year: _feast_of(term, year))


def _feast_of(term: Feast, year: int) -> Extent:
    first, last = feast_days(term.key, year)
    if term.weekday is None:
        return extents.of_day(first) if first == last else extents.of_days(first, last)
    if term.side < 0:
        return extents.of_day(first - timedelta(days=(first.weekday() - term.weekday - 1) % 7 + 1))
    if term.key in TWO_DAYS:
        last = first + timedelta(days=1)
    return extents.of_day(last + timedelta(days=(term.weekday - last.weekday() - 1) % 7 + 1))
