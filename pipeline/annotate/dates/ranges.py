"""Read whole expressions: one moment, a range, or a list of days."""

from dataclasses import replace

from pipeline.annotate.dates.day_lists import Found, day_list, joint_at, may_open_list, stands_between
from pipeline.annotate.dates.moments import moment
from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.shared_nouns import shared_noun
from pipeline.annotate.dates.tokens import NUMBER, Tokens
from pipeline.annotate.dates.weekday_spans import weekday_pair, with_weekdays
from pipeline.annotate.dates.words import WEEKLY
from pipeline.annotate.dates.year_ranges import year_range
from pipeline.expressions import CalendarTerm, DateExpression, Day, Moment, Part, Shift, Unit, Weekday, Year

THURSDAY, SATURDAY = 3, 5
HABIT_REACH = 12  # tokens on either side in which a word may say that something is so every week


def expressions(t: Tokens, i: int) -> list[Found]:
    """The expressions that begin at token ``i``: none, one, or the days of a list."""
    listed = (_under_weekdays(t, i) or day_list(t, i)) if may_open_list(t, i) else []
    if listed:
        return listed
    shared = shared_noun(t, i)
    if shared:
        return shared
    opened = year_range(t, i) if t[i].kind is NUMBER else at_once(t, i)
    if opened is not None:
        return [opened]
    first = moment(t, i)
    if first is None:
        return []
    if isinstance(first[0].term, Part) and first[0].term.unit is Unit.WEEKEND:
        return [_dated_weekend(t, i, *first)]
    return [_range(t, i, *first) or Found(i, first[1], DateExpression(first[0]))]


def _under_weekdays(t: Tokens, i: int) -> list[Found]:
    """Reads "Samstag und Sonntag, 14. und 15. Mai": the days say which ones."""
    pair = weekday_pair(t, i)
    days = day_list(t, pair[2]) if pair is not None and on_line(t, pair[2]) else []
    if pair is None or len(days) != 1:
        return []
    expression = with_weekdays(days[0].expression, pair[0], pair[1])
    return [] if expression is None else [Found(i, days[0].end, expression)]


def _dated_weekend(t: Tokens, i: int, weekend: Moment, end: int) -> Found:
    """Reads "Wochenende 16./17. Juli": the days say which one."""
    at = end + 1 if t[end].word in {",", "(", "am", "vom"} else end
    days = day_list(t, at) if on_line(t, at) and t[end].word != "(" else []
    if len(days) == 1 and days[0].expression.last is not None:
        return days[0]._replace(start=i)
    return Found(i, end, DateExpression(weekend))


def at_once(t: Tokens, i: int) -> Found | None:
    """Reads "ab sofort", "ab sofort bis Ende August"."""
    if t[i].word != "ab" or t[i + 1].word != "sofort":
        return None
    first = Moment(Shift(Unit.DAY, 0))
    last = moment(t, i + 3) if t[i + 2].word == "bis" else None
    if last is not None:
        return Found(i, last[1], DateExpression(first, last[0]))
    return Found(i, i + 2, DateExpression(first, open_end=True))


def _range(t: Tokens, i: int, first: Moment, end: int) -> Found | None:
    """Reads "A bis B", "A – B", "zwischen A und B", and two days or months that follow each other."""
    at, joint = joint_at(t, end)
    if joint is None or not on_line(t, at):
        return None
    last = moment(t, at)
    if last is None or not _joins(t, i, at, first, last[0], joint):
        return None
    return Found(i, last[1], _completed(first, last[0]))


def _joins(t: Tokens, i: int, at: int, first: Moment, last: Moment, joint: str) -> bool:
    if isinstance(first.term, Weekday) and isinstance(last.term, Weekday) and not _said_which(first.term):
        if joint == "bis":
            return (first.clock is not None and last.clock is not None) or _is_weekend_event(t, i, at, first, last)
        return joint == "und" and _next_to(first.term, last.term) and first.clock is None and last.clock is None
    if isinstance(first.term, Part) and isinstance(last.term, Part) and joint == "und" and not stands_between(t, i):
        return t[at - 1].word == "/" and _follows(first.term, last.term)
    if joint == "auf":
        return isinstance(first.term, Day) and isinstance(last.term, Day) and _next_day(first.term, last.term)
    if joint == "bis":
        return _comparable(first.term, last.term)
    if joint == "–":
        return type(first.term) is type(last.term) and (t[i].kind is NUMBER or isinstance(first.term, (Part, Day)))
    if stands_between(t, i):
        return True
    if isinstance(first.term, Weekday) and isinstance(last.term, Weekday) and _said_which(last.term):
        return False
    return isinstance(first.term, (Day, Weekday)) and first.clock is None and _next_to(first.term, last.term)


def _is_weekend_event(t: Tokens, i: int, at: int, first: Moment, last: Moment) -> bool:
    """Reads "von Freitag bis Sonntag" where nothing says every week; "Dienstag bis Sonntag" are opening hours."""
    if t[i - 1].word not in {"von", "vom"} or first.clock is not None or last.clock is not None:
        return False
    days = getattr(first.term, "weekday", 0), getattr(last.term, "weekday", 0)
    around = {token.word for token in t[max(0, i - HABIT_REACH) : at + 1 + HABIT_REACH]}
    return THURSDAY <= days[0] < days[1] and days[1] >= SATURDAY and WEEKLY.isdisjoint(around)


def _follows(first: Part, last: Part) -> bool:
    """Whether "April/Mai 2022" or "Dezember/Januar" are months in a row, with one year behind the last."""
    if first.unit is not Unit.MONTH or last.unit is not Unit.MONTH or first.year is not None:
        return False
    return last.number == first.number % 12 + 1


def _said_which(term: Weekday) -> bool:
    return term.amount is not None or term.week is not None or term.day is not None


def _comparable(first: CalendarTerm, last: CalendarTerm) -> bool:
    return not (isinstance(first, Weekday) and isinstance(last, Year))


def _next_to(first: CalendarTerm, last: CalendarTerm) -> bool:
    """Whether a term follows directly on another of its kind."""
    if isinstance(first, Weekday) and isinstance(last, Weekday):
        return last.weekday == first.weekday + 1
    if isinstance(first, Day) and isinstance(last, Day):
        return first.month == last.month and last.day == first.day + 1 and first.year is None
    return False


def _next_day(first: Day, last: Day) -> bool:
    """Whether "vom 14.10. auf den 15.10." may be a night: the next day, also across a month's end."""
    return last.day == first.day + 1 or (last.day == 1 and first.day >= 28)


def _completed(first: Moment, last: Moment) -> DateExpression:
    """The range, its first moment with the year that stands only behind its last."""
    a, b = first.term, last.term
    if isinstance(a, (Day, Part)) and isinstance(b, (Day, Part)) and a.year is None and b.year is not None:
        wraps = isinstance(b.year, int) and _in_year(a) > _in_year(b)
        year = b.year - 1 if wraps and isinstance(b.year, int) else b.year
        first = replace(first, term=replace(a, year=year))
    return DateExpression(first, last)


def _in_year(term: Day | Part) -> int:
    month = term.month if isinstance(term, Day) else term.number
    return month if isinstance(month, int) else 0
