"""Resolve days, weekdays, weekends, and what is counted from another day."""

from datetime import date, timedelta

from pipeline.expressions import Anchor, Count, Day, Part, Shift, Unit, Weekday
from pipeline.normalise.dates import extents
from pipeline.normalise.dates.anchors import Anchors, Direction, Reference
from pipeline.normalise.dates.choice import counted_from, in_year
from pipeline.normalise.dates.extents import Extent

_STEP = {Unit.WEEKEND: Unit.WEEK}


def resolve_day(term: Day, anchors: Anchors) -> Extent | None:
    """A day of a month: "5. April 2022", "Dienstag, 5. April", "am 9. dieses Monats"."""
    if isinstance(term.month, Shift) or term.month is None:
        return _day_of_month(term, anchors)
    month = term.month
    if term.year is None and term.weekday is not None and anchors.now is not None:
        fitting = _fitting_weekday(term, month, anchors.now.day)
        if fitting is not None:
            return extents.of_day(fitting).based(anchors.now.basis)
    return in_year(term.year, anchors, lambda year: extents.of_day(date(year, month, term.day)))


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
    reference = counted_from(term.month.anchor, anchors)
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


def resolve_weekday(term: Weekday, anchors: Anchors) -> Extent | None:
    """A weekday: "Dienstag", "kommenden Dienstag", "Mittwoch vergangener Woche", "Montag darauf"."""
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
    return extents.of_day(day).based(reference.basis)


def _near_weekday(term: Weekday, now: date, direction: Direction) -> date:
    ahead = (term.weekday - now.weekday()) % 7  # 0 today
    if term.amount is None:
        if direction in {Direction.PAST, Direction.SAME_YEAR}:
            return now - timedelta(days=(7 - ahead) % 7)
        if direction is Direction.FUTURE:
            return now + timedelta(days=ahead or 7)
        return now + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    if term.amount < 0:
        return now + timedelta(days=(ahead - 7 if ahead else -7), weeks=term.amount + 1)
    return now + timedelta(days=ahead or 7, weeks=term.amount - 1)


def resolve_weekend(term: Part, anchors: Anchors) -> Extent | None:
    """A weekend: the one just past in a report, the coming one in an announcement."""
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
    return extents.of_weekend(saturday + timedelta(weeks=amount)).based(anchors.now.basis)


def resolve_shift(term: Shift, anchors: Anchors) -> Extent | None:
    """A period so many units away: "gestern", "vergangene Woche", "nächsten Monat"."""
    reference = counted_from(term.anchor, anchors)
    day = None if reference is None else extents.shift_day(reference.day, _STEP.get(term.unit, term.unit), term.amount)
    if reference is None or day is None:
        return None
    return _around(day, term.unit).based(reference.basis)


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


def resolve_count(term: Count, anchors: Anchors) -> Extent | None:
    """A day so many units away: "vor zwei Wochen", "vier Tage später"."""
    reference = counted_from(term.anchor, anchors)
    day = None if reference is None else extents.shift_day(reference.day, term.unit, term.amount)
    if reference is None or day is None:
        return None
    return extents.of_day(day).based(reference.basis)
