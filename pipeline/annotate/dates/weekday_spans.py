"""Two weekdays before the days they belong to: "Samstag/Sonntag, 14./15. Mai", "Fr–So, 13.–15. Mai"."""

from dataclasses import replace

from pipeline.annotate.dates.numbers import glued, on_line
from pipeline.annotate.dates.tokens import Tokens
from pipeline.annotate.dates.words import WEEKDAY_ABBREVIATIONS, WEEKDAYS
from pipeline.expressions import DateExpression, Day, Moment

JOINTS = frozenset("/–-—&") | {"und", "bis"}
ARTICLES = frozenset({"dem", "den", "der", "vom"})


def weekday_pair(t: Tokens, i: int) -> tuple[int, int, int] | None:
    """Both weekdays and the index behind them and their comma; None where no two are joined."""
    first = _weekday(t, i)
    if first is None or t[first[1]].word not in JOINTS | {"u"} or not on_line(t, first[1] + 1):
        return None
    second = _weekday(t, first[1] + 2 if t[first[1]].word == "u" else first[1] + 1)
    if second is None:
        return None
    end = second[1] + 1 if t[second[1]].word == "," else second[1]
    return first[0], second[0], end + 1 if t[end].word in ARTICLES else end


def _weekday(t: Tokens, i: int) -> tuple[int, int] | None:
    weekday = WEEKDAYS.get(t[i].word)
    if weekday is not None:
        return weekday, i + 1
    weekday = WEEKDAY_ABBREVIATIONS.get(t[i].word) if t[i].capital else None
    if weekday is None:
        return None
    return weekday, i + 2 if glued(t, i + 1, ".") else i + 1


def with_weekdays(expression: DateExpression, first: int, last: int) -> DateExpression | None:
    """A range of days with the weekdays of its ends; None for anything else."""
    if expression.last is None:
        return None
    begin, end = _with_weekday(expression.first, first), _with_weekday(expression.last, last)
    return None if begin is None or end is None else DateExpression(begin, end)


def _with_weekday(moment: Moment, weekday: int) -> Moment | None:
    return replace(moment, term=replace(moment.term, weekday=weekday)) if isinstance(moment.term, Day) else None
