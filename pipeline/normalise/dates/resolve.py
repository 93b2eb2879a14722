"""Resolve a date expression against the dates it may count from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from pipeline.documents import DateBasis
from pipeline.expressions import (
    Age,
    Anchor,
    CalendarTerm,
    Count,
    DateExpression,
    Day,
    Feast,
    Moment,
    Night,
    Nth,
    Part,
    Shift,
    Term,
    Unit,
    Weekday,
    Year,
    YearTerm,
)
from pipeline.normalise.dates import extents
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.feasts import feast_days

FIRST_YEAR, LAST_YEAR = 2, 9998
AHEAD_BONUS = 14  # days; press releases announce rather than report where the sentence does not tell


class Direction(Enum):
    """Which of several candidates is meant."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"
    SAME_YEAR = "same year"  # narratives: the year that was named last


@dataclass(frozen=True, slots=True)
class Tense:
    """The direction a sentence looks in; a candidate against it seems ``against`` times further away than it is."""

    direction: Direction
    against: int


BEHIND = Tense(Direction.FUTURE, 400)  # the end of a range comes after its beginning


@dataclass(frozen=True, slots=True)
class Reference:
    """A day to count from, and what it is."""

    day: date
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression may be resolved from; None where the document does not say.

    Attributes:
        now: the document's own date, or in narratives the date named last.
        text: the date named last, for "am Tag darauf" and "jenes Jahres".
    """

    now: Reference | None = None
    text: Reference | None = None
    tense: Tense = Tense(Direction.NEAREST, 1)


def resolve(expression: DateExpression, anchors: Anchors) -> Extent | None:
    """The extent of an expression, or None where nothing resolves it."""
    first = resolve_moment(expression.first, anchors)
    if first is None:
        return None
    if expression.open_end:
        return replace(first, edtf=f"{first.edtf}/..", precision="interval")
    if expression.last is None:
        return first
    behind = Anchors(Reference(first.first, first.basis), anchors.text, BEHIND)
    last = resolve_moment(expression.last, _for_last(expression.last, anchors, behind))
    if last is None or last.last < first.first:
        return None
    return extents.joined(first, last)


def _for_last(last: Moment, anchors: Anchors, behind: Anchors) -> Anchors:
    """Words like "heute" and "Jahresende" count from the document's date also at the end of a range."""
    if isinstance(last.term, (Shift, Count)) or (isinstance(last.term, Year) and isinstance(last.term.year, Shift)):
        return anchors
    return behind


def resolve_moment(moment: Moment, anchors: Anchors) -> Extent | None:
    """The extent of one moment."""
    try:
        found = _term(moment.term, anchors)
    except (ValueError, OverflowError):  # no such day: "31. April", "29. Februar 2023", or outside the calendar
        return None
    if found is None or moment.clock is None:
        return found
    return extents.at_clock(found, moment.clock, moment.until)


def _term(term: CalendarTerm, anchors: Anchors) -> Extent | None:
    resolver = _RESOLVERS[type(term)]
    return resolver(term, anchors)


def _counted_from(anchor: Anchor, anchors: Anchors) -> Reference | None:
    return anchors.now if anchor is Anchor.PUBLISHED else anchors.text


def _year_number(term: YearTerm, anchors: Anchors) -> tuple[int, DateBasis] | None:
    if isinstance(term, int):
        return term, "explicit"
    if term is None:
        return None
    reference = _counted_from(term.anchor, anchors)
    return None if reference is None else (reference.day.year + term.amount, reference.basis)


def _in_year(term: YearTerm, anchors: Anchors, build: Callable[[int], Extent]) -> Extent | None:
    """The extent in the year that is said, or in the one the anchors choose."""
    if term is not None:
        year = _year_number(term, anchors)
        return None if year is None else build(year[0]).based(year[1])
    if anchors.now is None:
        return None
    chosen = _choose(_candidates(build, anchors.now.day.year), anchors.now.day, anchors.tense)
    return None if chosen is None else chosen.based(anchors.now.basis)


def _candidates(build: Callable[[int], Extent], year: int) -> list[Extent]:
    found = []
    for candidate in (year - 1, year, year + 1):
        try:
            found.append(build(candidate))
        except ValueError:  # 29 February
            continue
    return found


def _choose(candidates: Iterable[Extent], now: date, tense: Tense) -> Extent | None:
    known = list(candidates)
    if tense.direction is Direction.SAME_YEAR:
        return next((extent for extent in known if extent.first.year == now.year), None)
    return min(known, key=lambda extent: _cost(extent, now, tense), default=None)


def _cost(extent: Extent, now: date, tense: Tense) -> int:
    """Days between an extent and a day, more for a candidate against the tense."""
    ahead, behind = (extent.first - now).days, (now - extent.last).days
    if ahead > 0:
        if tense.direction is Direction.PAST:
            return ahead * tense.against
        return ahead if tense.direction is Direction.FUTURE else max(ahead - AHEAD_BONUS, 0)
    return max(behind, 0) * (tense.against if tense.direction is Direction.FUTURE else 1)


def _day(term: Day, anchors: Anchors) -> Extent | None:
    if isinstance(term.month, Shift) or term.month is None:
        return _day_of_month(term, anchors)
    month = term.month
    if term.year is None and term.weekday is not None and anchors.now is not None:
        fitting = _fitting_weekday(term, month, anchors.now.day)
        if fitting is not None:
            return extents.of_day(fitting).based(anchors.now.basis)
    return _in_year(term.year, anchors, lambda year: extents.of_day(date(year, month, term.day)))


def _fitting_weekday(term: Day, month: int, now: date) -> date | None:
    """The day within a year around ``now`` that is of the printed weekday; of three successive years one at most is."""
    for year in (now.year, now.year + 1, now.year - 1):
        try:
            day = date(year, month, term.day)
        except ValueError:
            continue
        if day.weekday() == term.weekday and abs((day - now).days) < 330:
            return day
    return None


def _day_of_month(term: Day, anchors: Anchors) -> Extent | None:
    """Reads "am 9. dieses Monats"."""
    if not isinstance(term.month, Shift):
        return _day_around(term, anchors.now)
    reference = _counted_from(term.month.anchor, anchors)
    if reference is None:
        return None
    year, month = extents.add_months(reference.day.year, reference.day.month, term.month.amount)
    return extents.of_day(date(year, month, term.day)).based(reference.basis)


def _day_around(term: Day, now: Reference | None) -> Extent | None:
    """Reads "Dienstag, der 25.": the day of a month around that is of the printed weekday."""
    if now is None or term.weekday is None:
        return None
    for offset in (0, 1, -1, 2):
        year, month = extents.add_months(now.day.year, now.day.month, offset)
        try:
            day = date(year, month, term.day)
        except ValueError:
            continue
        if day.weekday() == term.weekday:
            return extents.of_day(day).based(now.basis)
    return None


def _weekday(term: Weekday, anchors: Anchors) -> Extent | None:
    if term.day is not None and term.day.anchor is Anchor.TEXT:
        return _weekday_from_text(term, anchors.text)
    reference = anchors.now
    if reference is None:
        return None
    if term.day is not None:
        day = extents.shift_day(reference.day, Unit.DAY, term.day.amount)
    elif term.week is not None:
        monday = reference.day - timedelta(days=reference.day.weekday())
        day = monday + timedelta(weeks=term.week.amount, days=term.weekday)
    else:
        day = _near_weekday(term, reference.day, anchors.tense.direction)
    return None if day is None else extents.of_day(day).based(reference.basis)


def _weekday_from_text(term: Weekday, reference: Reference | None) -> Extent | None:
    if reference is None:
        return None
    ahead = (term.weekday - reference.day.weekday() - 1) % 7 + 1
    day = reference.day + timedelta(days=ahead if (term.amount or 0) > 0 else ahead - 7 or -7)
    return extents.of_day(day).based("context" if reference.basis == "explicit" else reference.basis)


def _near_weekday(term: Weekday, now: date, direction: Direction) -> date:
    ahead = (term.weekday - now.weekday()) % 7  # 0 today
    if term.amount is None:
        if direction in {Direction.PAST, Direction.SAME_YEAR}:
            return now - timedelta(days=(7 - ahead) % 7)
        if direction is Direction.FUTURE:
            return now + timedelta(days=ahead or 7)
        return now + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    if term.amount == 0:
        return now + timedelta(days=ahead)
    if term.amount < 0:
        return now + timedelta(days=(ahead - 7 if ahead else -7), weeks=term.amount + 1)
    return now + timedelta(days=ahead or 7, weeks=term.amount - 1)


def _part(term: Part, anchors: Anchors) -> Extent | None:
    if term.unit is Unit.WEEKEND:
        return _weekend(term, anchors)
    if term.amount is not None and anchors.now is not None:
        return _counted_part(term, anchors.now)
    if term.amount is not None:
        return None
    return _in_year(term.year, anchors, lambda year: _part_of(term, year))


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


def _weekend(term: Part, anchors: Anchors) -> Extent | None:
    if anchors.now is None:
        return None
    now, amount = anchors.now.day, term.amount
    saturday = now - timedelta(days=now.weekday()) + timedelta(days=5)
    if amount is None:
        past = anchors.tense.direction is Direction.PAST or (
            anchors.tense.direction is Direction.NEAREST and now.weekday() < 2
        )
        amount = -1 if past and now < saturday else 0
    elif amount > 0:
        amount -= 1 if now < saturday else 0
    elif amount < 0:
        amount += 1 if now > saturday + timedelta(days=1) else 0
    return extents.of_weekend(saturday + timedelta(weeks=amount)).based(anchors.now.basis)


def _year(term: Year, anchors: Anchors) -> Extent | None:
    year = _year_number(term.year, anchors)
    if year is None or not FIRST_YEAR <= year[0] <= LAST_YEAR:
        return None
    found = extents.of_year(year[0]) if term.through is None else extents.of_years(year[0], term.through)
    return found.based(year[1])


def _nth(term: Nth, anchors: Anchors) -> Extent | None:
    return _in_year(term.year, anchors, lambda year: _nth_of(term, year))


def _nth_of(term: Nth, year: int) -> Extent:
    month = extents.of_month(year, term.month)
    if term.unit is Unit.WEEK:
        return _nth_week(term.number, month)
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


def _age(term: Age, _anchors: Anchors) -> Extent:
    if term.unit is Unit.CENTURY:
        return extents.of_century(term.number)
    return extents.of_years(term.number * 10, term.number * 10 + 9, "decade")


def _semester(term: Term, anchors: Anchors) -> Extent | None:
    return _in_year(term.year, anchors, lambda year: _term_of(term, year))


def _term_of(term: Term, year: int) -> Extent:
    if term.kind == "summer":
        return extents.of_months(year, 4, 6, "half")
    if term.kind == "winter":
        return extents.of_months(year, 10, 6, "half")
    return extents.of_years(year, year + 1)


def _feast(term: Feast, anchors: Anchors) -> Extent | None:
    return _in_year(term.year, anchors, lambda year: _feast_of(term.key, year))


def _feast_of(key: str, year: int) -> Extent:
    first, last = feast_days(key, year)
    return extents.of_day(first) if first == last else extents.of_days(first, last)


def _night(term: Night, anchors: Anchors) -> Extent | None:
    morning = _term(term.onto, anchors)
    if morning is None:
        return None
    return extents.of_days(morning.first - timedelta(days=1), morning.first).based(morning.basis)


def _shift(term: Shift, anchors: Anchors) -> Extent | None:
    reference = _counted_from(term.anchor, anchors)
    day = None if reference is None else extents.shift_day(reference.day, _STEP.get(term.unit, term.unit), term.amount)
    if reference is None or day is None:
        return None
    basis: DateBasis = "context" if reference.basis == "explicit" else reference.basis
    return _around(day, term.unit).based(basis)


_STEP = {Unit.WEEKEND: Unit.WEEK}


def _around(day: date, unit: Unit) -> Extent:
    """The period of a unit that holds a day."""
    if unit is Unit.DAY:
        return extents.of_day(day)
    if unit is Unit.WEEK:
        return extents.of_week(day)
    if unit is Unit.MONTH:
        return extents.of_month(day.year, day.month)
    if unit is Unit.QUARTER:
        return extents.of_months(day.year, (day.month - 1) // 3 * 3 + 1, 3, "quarter")
    if unit is Unit.HALF:
        return extents.of_months(day.year, (day.month - 1) // 6 * 6 + 1, 6, "half")
    if unit is Unit.DECADE:
        return extents.of_years(day.year // 10 * 10, day.year // 10 * 10 + 9, "decade")
    if unit is Unit.CENTURY:
        return extents.of_century(day.year // 100)
    return extents.of_year(day.year)


def _count(term: Count, anchors: Anchors) -> Extent | None:
    reference = _counted_from(term.anchor, anchors)
    day = None if reference is None else extents.shift_day(reference.day, term.unit, term.amount)
    if reference is None or day is None:
        return None
    return extents.of_day(day).based("context" if reference.basis == "explicit" else reference.basis)


_RESOLVERS: dict[type, Callable[..., Extent | None]] = {
    Day: _day,
    Weekday: _weekday,
    Part: _part,
    Nth: _nth,
    Year: _year,
    Age: _age,
    Term: _semester,
    Feast: _feast,
    Night: _night,
    Shift: _shift,
    Count: _count,
}
