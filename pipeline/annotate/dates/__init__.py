"""Find dates: a grammar over tokens, one reader a form, then the guards against lookalikes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.annotate.dates.day_lists import Found
from pipeline.annotate.dates.guards import is_date
from pipeline.annotate.dates.ranges import expressions
from pipeline.annotate.dates.starters import continues, may_hold_dates, may_start, openers
from pipeline.annotate.dates.tokens import Tokens
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.expressions import DateExpression, Day, Feast, Part, Unit

ENUMERATING = frozenset({",", "und", "sowie", "oder", "/"})
FALLS = frozenset({"fällt", "fallen", "fiel", "ist", "war"})
MOST_WORDS_OF_FALLING = 5  # "fällt diesmal schon auf den"
LISTED = frozenset({Unit.MONTH, Unit.SEASON, Unit.QUARTER})
MOST_SIGNS_BETWEEN = 2  # tokens between the days of an enumeration: ", und"


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``, none crosses a block's end."""
    beside, ahead, free = _Free(taken), _Free(taken), _Free(taken)
    found: list[Mention] = []
    for block in document.blocks:
        if not may_hold_dates(beside.rest(document.text, block.start, block.end)):
            continue
        tokens = Tokens(document.text, block.start, block.end)
        for item in _with_years(tokens, list(_scan(tokens, ahead))):
            start, end = tokens.span(item.start, item.end - 1)
            if free.covers(start, end):
                rule = f"dates:{type(item.expression.first.term).__name__.lower()}"
                found.append(Mention(Label.DATE, start, end, document.text[start:end], 1.0, rule, item.expression))
    return found


def read_expressions(text: str) -> list[Found]:
    """What a text that is known to be a date says: the grammar without the guards against lookalikes."""
    tokens = Tokens(text, 0, len(text))
    found: list[Found] = []
    i = 0
    while tokens[i].kind:
        read = expressions(tokens, i) if may_start(tokens, i) else []
        found.extend(read)
        i = read[-1].end if read else i + 1
    return found


class _Free:
    """What the mentions found before leave free, asked in text order."""

    def __init__(self, taken: Sequence[Mention]) -> None:
        self._taken = sorted((mention.start, mention.end) for mention in taken)
        self._next = 0

    def covers(self, start: int, end: int) -> bool:
        while self._next < len(self._taken) and self._taken[self._next][1] <= start:
            self._next += 1
        return self._next == len(self._taken) or self._taken[self._next][0] >= end

    def rest(self, text: str, start: int, end: int) -> str:
        """What the mentions leave of a block: most contact blocks hold no other figures."""
        if self.covers(start, end):
            return text[start:end]
        pieces, at, i = [], start, self._next
        while i < len(self._taken) and self._taken[i][0] < end:
            pieces.append(text[at : self._taken[i][0]])
            at, i = self._taken[i][1], i + 1
        pieces.append(text[at:end])
        return " ".join(pieces)


def _scan(tokens: Tokens, free: _Free) -> Iterator[Found]:
    done = 0
    for i in openers(tokens):
        if i < done or not may_start(tokens, i) or continues(tokens, i):
            continue
        if not free.covers(*tokens.span(i, i)):
            continue
        found = expressions(tokens, i)
        if found:
            yield from (item for item in found if is_date(tokens, item))
            done = found[-1].end


def _with_years(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Give an enumeration the year that stands behind its last member: "28. Februar, 5. und 7. März 2019"."""
    if len(found) < 2:
        return found
    completed: list[Found] = []
    following: Found | None = None
    for item in reversed(found):
        if following is not None and _enumerated(tokens, item, following):
            item = _with_year_of(item, following.expression)
        completed.append(item)
        following = item
    completed.reverse()
    return [_in_year_of_feast(tokens, *pair) for pair in zip(completed, [None, *completed], strict=False)]


def _in_year_of_feast(tokens: Tokens, item: Found, before: Found | None) -> Found:
    """Give a day the year of the feast that falls on it: "Ostern 2025 fällt auf den 20. April"."""
    feast = None if before is None else before.expression.first.term
    term = item.expression.first.term
    if before is None or not isinstance(feast, Feast) or not isinstance(feast.year, int) or not isinstance(term, Day):
        return item
    between = tokens[before.end : item.start]
    falls = len(between) <= MOST_WORDS_OF_FALLING and any(token.word in FALLS for token in between)
    if term.year is not None or not falls or item.expression.last is not None:
        return item
    return item._replace(expression=DateExpression(replace(item.expression.first, term=replace(term, year=feast.year))))


def _enumerated(tokens: Tokens, item: Found, following: Found) -> bool:
    between = tokens[item.end : following.start]
    return len(between) <= MOST_SIGNS_BETWEEN and all(token.word in ENUMERATING for token in between)


def _with_year_of(item: Found, following: DateExpression) -> Found:
    term, other = item.expression.first.term, following.first.term
    both_days = isinstance(term, Day) and isinstance(other, Day)
    both_parts = isinstance(term, Part) and isinstance(other, Part) and term.unit is other.unit and term.unit in LISTED
    if not (both_days or both_parts) or item.expression.last is not None or item.expression.first.modifier is not None:
        return item
    if not isinstance(term, (Day, Part)) or not isinstance(other, (Day, Part)):
        return item
    if term.year is not None or not isinstance(other.year, int):
        return item
    year = other.year - 1 if _comes_after(term, other) else other.year
    first = replace(item.expression.first, term=replace(term, year=year))
    return item._replace(expression=DateExpression(first))


def _comes_after(term: Day | Part, other: Day | Part) -> bool:
    """Whether an enumeration passes the turn of the year: "im Herbst und Frühjahr 2025"."""
    if isinstance(term, Part) and isinstance(other, Part):
        return term.number > other.number
    months = getattr(term, "month", None), getattr(other, "month", None)
    return isinstance(months[0], int) and isinstance(months[1], int) and months[0] > months[1]
