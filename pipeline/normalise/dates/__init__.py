"""Date mentions -> EDTF values, each with what it was resolved from."""

from collections.abc import Sequence
from datetime import date

from pipeline.documents import CleanDocument, Issue, Mention
from pipeline.expressions import DateExpression, Day, Moment
from pipeline.normalise.dates.anchors import Anchors, Reference
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.narrative import Narrative
from pipeline.normalise.dates.resolve import resolve
from pipeline.values import DateValue, Published

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
ANY_DAY = Reference(date(2000, 1, 1), "published")


def normalise(
    document: CleanDocument, mentions: Sequence[Mention], published: Published | None
) -> tuple[tuple[DateValue, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each contradiction."""
    narrative = Narrative(document, mentions, published_day(published))
    values: list[DateValue] = []
    issues: list[Issue] = []
    for mention in mentions:
        expression = mention.parse
        if not isinstance(expression, DateExpression):
            continue
        extent = resolve(expression, narrative.anchors(mention, expression))
        narrative.saw(mention, expression, extent)
        values.append(_value(mention, expression, extent))
        issues.extend(_contradictions(mention, expression, extent))
    return tuple(values), tuple(issues)


def published_day(published: Published | None) -> Reference | None:
    """The first day of the publication date, where it is precise enough to count from."""
    if published is None or published.precision not in {"day", "minute", "month"}:
        return None
    value = published.value[:10]
    day = date.fromisoformat(value if len(value) == 10 else f"{value[:7]}-01")
    return Reference(day, "published")


def _value(mention: Mention, expression: DateExpression, extent: Extent | None) -> DateValue:
    if extent is None:
        return DateValue(mention, None, "none", _precision_printed(expression))
    modifier = expression.first.modifier if expression.last is None else None
    precision = f"{extent.precision}/{modifier}" if modifier is not None else extent.precision
    return DateValue(mention, extent.edtf, extent.basis, precision)


def _precision_printed(expression: DateExpression) -> str:
    """How precise an unresolved expression is by its form: as it would be if it counted from any day."""
    extent = resolve(expression, Anchors(ANY_DAY, ANY_DAY))
    if extent is not None:
        return extent.precision
    if expression.last is not None or expression.first.until is not None:
        return "interval"
    return "minute" if expression.first.clock is not None else "day"


def _contradictions(mention: Mention, expression: DateExpression, extent: Extent | None) -> list[Issue]:
    """A weekday that is not the date's, and a day that is in no calendar."""
    if extent is None:
        return [_impossible(mention)] if _is_impossible(expression) else []
    found = []
    for moment, day in ((expression.first, extent.first), (expression.last, extent.last)):
        weekday = printed_weekday(moment)
        if weekday is not None and weekday != day.weekday():
            said, is_one = WEEKDAYS[weekday], WEEKDAYS[day.weekday()]
            message = f"{mention.text!r} says {said}, but {day.isoformat()} is a {is_one}"
            found.append(Issue("weekday-mismatch", "warning", message, mention.start, mention.end))
    return found


def printed_weekday(moment: Moment | None) -> int | None:
    """The weekday that stands beside a date."""
    if moment is None:
        return None
    if isinstance(moment.term, Day):
        return moment.term.weekday
    day = getattr(moment.term, "day", None)
    return getattr(moment.term, "weekday", None) if day is not None and not isinstance(day, int) else None


def _is_impossible(expression: DateExpression) -> bool:
    for moment in (expression.first, expression.last):
        if moment is None or not isinstance(moment.term, Day) or not isinstance(moment.term.month, int):
            continue
        year = moment.term.year if isinstance(moment.term.year, int) else 2000  # a leap year: 29 February may exist
        try:
            date(year, moment.term.month, moment.term.day)
        except ValueError:
            return True
    return False


def _impossible(mention: Mention) -> Issue:
    message = f"{mention.text!r} is in no calendar"
    return Issue("impossible-date", "warning", message, mention.start, mention.end)
