"""Read ordinals that share the noun behind the last one: "1. und 2. Weihnachtstag", "16. und 17. Jahrhundert"."""

from pipeline.annotate.dates.day_lists import Found, joint_at
from pipeline.annotate.dates.decades import century
from pipeline.annotate.dates.feasts import feast, names
from pipeline.annotate.dates.numbers import Number, on_line, ordinal
from pipeline.annotate.dates.periods import quarter_or_half
from pipeline.annotate.dates.tokens import NUMBER, Tokens
from pipeline.annotate.dates.words import ORDINALS
from pipeline.expressions import Age, CalendarTerm, DateExpression, Feast, Moment, Part, Unit

HIGHEST = 21  # the 21st century
DAYS_IN_A_ROW = {("christmas", "boxing")}  # feasts that follow each other; a Sunday of Advent comes a week later


def shared_noun(t: Tokens, i: int) -> list[Found]:
    """Two terms that share their noun and year: one interval of those that follow each other, else two mentions."""
    first = ordinal(t, i, high=HIGHEST) if t[i].kind is NUMBER or t[i].word in ORDINALS else None
    if first is None or not on_line(t, first[1]):
        return []
    at, joint = joint_at(t, first[1])
    second = ordinal(t, at, high=HIGHEST) if joint is not None and on_line(t, at) else None
    if second is None or second[0] <= first[0]:
        return []
    last = feast(t, at) or century(t, at) or quarter_or_half(t, at)
    term = None if last is None else _sibling(t, i, first, last[0].term)
    if last is None or term is None:
        return []
    if joint in {"bis", "–"} or _in_a_row(term, last[0].term):
        return [Found(i, last[1], DateExpression(Moment(term), last[0]))]
    return [Found(i, first[1], DateExpression(Moment(term))), Found(at, last[1], DateExpression(last[0]))]


def _in_a_row(first: CalendarTerm, last: CalendarTerm) -> bool:
    if isinstance(first, Feast) and isinstance(last, Feast):
        return (first.key, last.key) in DAYS_IN_A_ROW
    return isinstance(first, Part) and isinstance(last, Part) and last.number == first.number + 1


def _sibling(t: Tokens, i: int, number: Number, last: CalendarTerm) -> CalendarTerm | None:
    """The term that the first ordinal means, of the kind of the last one."""
    if isinstance(last, Age) and last.unit is Unit.CENTURY:
        return Age(Unit.CENTURY, number[0] - 1)
    if isinstance(last, Part):
        return Part(last.unit, number[0], last.year)
    key = _feast_beside(t, i, number[1] - i, last.key) if isinstance(last, Feast) else None
    return Feast(key, last.year) if key is not None and isinstance(last, Feast) else None


def _feast_beside(t: Tokens, i: int, length: int, key: str) -> str | None:
    """The feast whose name is that of another one with the ordinal at token ``i``: "1. Weihnachtstag"."""
    head = tuple(token.word for token in t[i : i + length])
    tails = {name[length:] for known in names().values() for name, named in known if named == key}
    known = names().get(head[0], ())
    return next((named for name, named in known if name[:length] == head and name[length:] in tails), None)
