"""Confusion tables: what the gold has by row, what the record made of it by column, and the examples of every cell."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.evaluate.gold import GoldDocument
from pipeline.expressions import edtf_form
from pipeline.records import Record
from pipeline.report.confusion_items import GOLD_KINDS, Item, gold_items, is_placed, record_items
from pipeline.report.confusion_pairs import Pair, is_same_extent, pair

MISSED, SPURIOUS, OTHER_EXTENT = "missed", "spurious", "other extent"
WRONG_NUMBER, WRONG_VALUE = "wrong number", "wrong value"
RIGHT, NOT_RESOLVED, NOT_IN_GOLD = "right", "not resolved", "resolved, gold is not"
AROUND = 40  # characters of the text on each side of an example
KINDS = tuple(dict.fromkeys(GOLD_KINDS.values()))
PHONE_KINDS = ("phone", "mobile", "fax", "service")
GRANULARITIES = ("time", "day", "month", "part of a year", "year", "decade", "interval", "no value")
BASES = ("explicit", "published", "context", "none")
COARSER = {
    "minute": "time",
    "season": "part of a year", "quarter": "part of a year", "half": "part of a year",
    "century": "decade",
}  # fmt: skip
"""Forms of EDTF that are too rare for a row of their own."""

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a cell, with the text around it where its place is known."""

    document: str
    pair: Pair
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Table:
    """A confusion table; ``rows`` and ``columns`` name all that may occur, in order."""

    name: str
    title: str
    note: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cell: Callable[[Pair], Cell | None]
    examples: dict[Cell, list[Example]] = field(default_factory=dict)

    def is_right(self, cell: Cell) -> bool:
        """Whether a cell holds what is as it should be."""
        return cell[0] == cell[1] or cell[1] == RIGHT

    def used_rows(self) -> list[str]:
        """The rows that hold anything."""
        return [row for row in self.rows if any(cell[0] == row for cell in self.examples)]

    def used_columns(self) -> list[str]:
        """The columns that hold anything."""
        return [column for column in self.columns if any(cell[1] == column for cell in self.examples)]

    def count(self, row: str, column: str) -> int:
        """The number of cases in a cell."""
        return len(self.examples.get((row, column), ()))


def confusion(documents: Iterable[tuple[GoldDocument, Record]]) -> list[Table]:
    """The tables of mentions, numbers and dates over all documents."""
    tables = _tables()
    for gold, record in documents:
        for one, example in _cases(gold, record):
            for table in tables:
                cell = table.cell(one)
                if cell is not None:
                    table.examples.setdefault(cell, []).append(example)
    return tables


def granularity(value: str | None) -> str:
    """How exact an EDTF value is."""
    if value is None:
        return "no value"
    form = edtf_form(value)
    return "decade" if form is None else COARSER.get(form, form)


def _tables() -> list[Table]:
    return [
        Table(
            "mentions", "Mentions", "A decoy looks like an entity and is none.",
            (*KINDS, SPURIOUS), (*KINDS, OTHER_EXTENT, MISSED), mention_cell,
        ),
        Table(
            "numbers", "Telephone numbers", "What the page says a number is, and what it was taken for.",
            (*PHONE_KINDS, SPURIOUS), (*PHONE_KINDS, WRONG_NUMBER, MISSED), phone_cell,
        ),
        Table(
            "granularity", "Dates by granularity", "How exact a date is; a wrong value is of the right granularity.",
            (*GRANULARITIES, SPURIOUS), (*GRANULARITIES, WRONG_VALUE, MISSED), granularity_cell,
        ),
        Table(
            "basis", "Dates by basis", "What the record counted a date from, and whether its value is right.",
            BASES, (RIGHT, WRONG_VALUE, NOT_RESOLVED, NOT_IN_GOLD, SPURIOUS), basis_cell,
        ),
    ]  # fmt: skip


def mention_cell(one: Pair) -> Cell | None:
    """A mention by kind."""
    if one.gold is None or one.predicted is None:
        return _alone(one, lambda item: item.kind)
    same = one.gold.kind == one.predicted.kind
    return one.gold.kind, OTHER_EXTENT if same and not is_same_extent(one.gold, one.predicted) else one.predicted.kind


def phone_cell(one: Pair) -> Cell | None:
    """A number by kind."""
    gold, predicted = _only(one, "phone")
    if gold is None or predicted is None:
        return _alone(Pair(gold, predicted), lambda item: item.detail)
    return gold.detail, predicted.detail if gold.value == predicted.value else WRONG_NUMBER


def granularity_cell(one: Pair) -> Cell | None:
    """A date by how exact it is."""
    gold, predicted = _only(one, "date")
    if gold is None or predicted is None:
        return _alone(Pair(gold, predicted), lambda item: granularity(item.value))
    row, column = granularity(gold.value), granularity(predicted.value)
    return row, WRONG_VALUE if row == column and gold.value != predicted.value else column


def basis_cell(one: Pair) -> Cell | None:
    """A date of the record by what it was counted from."""
    gold, predicted = _only(one, "date")
    if predicted is None:
        return None
    if gold is None:
        return predicted.detail, SPURIOUS
    if gold.value == predicted.value:
        return predicted.detail, RIGHT
    if predicted.value is None:
        return predicted.detail, NOT_RESOLVED
    return predicted.detail, NOT_IN_GOLD if gold.value is None else WRONG_VALUE


def _only(one: Pair, kind: str) -> tuple[Item | None, Item | None]:
    """Both sides as far as they are of a kind."""
    gold, predicted = (item if item is not None and item.kind == kind else None for item in (one.gold, one.predicted))
    return gold, predicted


def _alone(one: Pair, row: Callable[[Item], str]) -> Cell | None:
    if one.gold is not None:
        return row(one.gold), MISSED
    return None if one.predicted is None else (SPURIOUS, row(one.predicted))


def _cases(gold: GoldDocument, record: Record) -> Iterator[tuple[Pair, Example]]:
    predicted = record_items(record)
    placed = is_placed(gold, predicted)
    for one in pair(gold_items(gold), predicted, placed=placed):
        yield one, _example(gold, one, placed=placed)


def _example(gold: GoldDocument, one: Pair, *, placed: bool) -> Example:
    item = one.item
    if one.gold is None and not placed:
        return Example(gold.name, one, "", item.text, "")
    before, after = gold.text[max(item.start - AROUND, 0) : item.start], gold.text[item.end : item.end + AROUND]
    return Example(gold.name, one, before, item.text, after)
