"""Resolve a date expression against the dates it may count from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from pipeline.expressions import (
    Age,
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
    Weekday,
    Year,
)
from pipeline.normalise.dates import extents
from pipeline.normalise.dates.anchors import BEHIND, Anchors, Reference
from pipeline.normalise.dates.days import resolve_count, resolve_day, resolve_shift, resolve_weekday
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.periods import (
    resolve_age,
    resolve_feast,
    resolve_nth,
    resolve_part,
    resolve_semester,
    resolve_year,
)


def resolve(expression: DateExpression, anchors: Anchors) -> Extent | None:
    """The extent of an expression, or None where nothing resolves it."""
    first = resolve_moment(expression.first, anchors)
    if first is None:
        return None
    if expression.open_end:
        return replace(first, edtf=f"{first.edtf}/..", precision="interval")
    if expression.last is None:
        return first
    named = Reference(first.first, "context")  # "bis Montag darauf", "bis 5. Juni desselben Jahres"
    behind = Anchors(Reference(first.first, first.basis), named, BEHIND)
    last = resolve_moment(expression.last, _for_last(expression.last, replace(anchors, text=named), behind))
    if last is None or last.last < first.first:
        return None
    return extents.joined(first, last)


def _for_last(last: Moment, anchors: Anchors, behind: Anchors) -> Anchors:
    """Words like "heute", "Jahresende" and "nächsten Monats" count from the document's date also at a range's end."""
    term = last.term
    counted = (
        isinstance(term, (Shift, Count))
        or (isinstance(term, (Year, Day, Part)) and isinstance(term.year, Shift))
        or (isinstance(term, Day) and isinstance(term.month, Shift))
    )
    return anchors if counted else behind


def resolve_moment(moment: Moment, anchors: Anchors) -> Extent | None:
    """The extent of one moment."""
    try:
        found = _term(moment.term, anchors)
        if found is None or moment.clock is None:
            return found
        return extents.at_clock(found, moment.clock, moment.until)
    except (ValueError, OverflowError):  # no such day: "31. April", "29. Februar 2023", or outside the calendar
        return None


def _term(term: CalendarTerm, anchors: Anchors) -> Extent | None:
    resolver = _RESOLVERS[type(term)]
    return resolver(term, anchors)


def _night(term: Night, anchors: Anchors) -> Extent | None:
    morning = _term(term.onto, anchors)
    if morning is None:
        return None
    return extents.of_days(morning.first - timedelta(days=1), morning.first).based(morning.basis)


_RESOLVERS: dict[type, Callable[..., Extent | None]] = {
    Day: resolve_day,
    Weekday: resolve_weekday,
    Part: resolve_part,
    Nth: resolve_nth,
    Year: resolve_year,
    Age: resolve_age,
    Term: resolve_semester,
    Feast: resolve_feast,
    Night: _night,
    Shift: resolve_shift,
    Count: resolve_count,
}
