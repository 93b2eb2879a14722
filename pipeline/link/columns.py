"""Tables that scraping has taken apart: all names, then all functions, then all numbers; or one cell a line."""

from dataclasses import dataclass
from itertools import groupby

from pipeline.documents import Issue
from pipeline.link.headed import headed_partners
from pipeline.link.layout import PLACEHOLDER, Line
from pipeline.link.scene import Item, Kind, Scene

ALIGNED = 0.9  # score of a link between cells of one row
ALIGNED_REASON = ("same row of a table whose cells or columns stand one below the other",)
NEXT_COLUMN = 2  # lines from the end of one column to the beginning of the next, a heading among them
SHORTEST = 3  # rows a column has at least
KINDS = (Kind.PERSON, Kind.ROLE, Kind.PHONE, Kind.EMAIL)


@dataclass(frozen=True, slots=True)
class _Column:
    """A run of lines that hold one item of a kind each, or a placeholder."""

    kind: Kind
    cells: tuple[Item | None, ...]
    first: int  # index of its first line
    last: int  # and of its last one


class Columns:
    """For an item in a column of roles, numbers or addresses: the person in the same row."""

    def __init__(self, scene: Scene) -> None:
        self._partners = headed_partners(scene)
        self.issues: list[Issue] = []
        names: _Column | None = None
        for column in _columns(scene):
            if column.kind is Kind.PERSON:
                names = column
            elif names is not None and len(names.cells) == len(column.cells):
                self._align(names, column)
            elif names is not None and column.first - names.last <= NEXT_COLUMN:
                self.issues.append(_uneven(names, column))

    def partner(self, item: Item) -> Item | None:
        """The mention of the person in the item's row, None where it stands in no column beside one of names."""
        return self._partners.get(item.start)

    def _align(self, names: _Column, column: _Column) -> None:
        for name, item in zip(names.cells, column.cells, strict=True):
            if name is not None and item is not None:
                self._partners[item.start] = name


def _uneven(names: _Column, column: _Column) -> Issue:
    """A column of names beside one of another length: a cell is missing, and nothing tells which."""
    first = next(item for item in column.cells if item is not None)
    message = f"{len(names.cells)} names stand beside a column of {len(column.cells)} entries: rows cannot be told"
    return Issue("columns-uneven", "warning", message, first.start, first.end)


def _columns(scene: Scene) -> list[_Column]:
    rows = [(line, *_row(scene, line)) for line in scene.layout.lines if not line.prose]
    found = []
    for _, run in groupby(rows, key=lambda row: row[0].paragraph):
        found += _columns_of_run(scene.text, list(run))
    return found


def _columns_of_run(text: str, run: list[tuple[Line, Kind | None, Item | None]]) -> list[_Column]:
    """The columns of one paragraph: its rows hold one kind (placeholders aside), a heading above them aside."""
    headed = (
        bool(run) and run[0][1] is None and PLACEHOLDER.match(text[run[0][0].start : run[0][0].end].strip()) is None
    )
    rows = run[1:] if headed else run
    kinds = {kind for _, kind, _ in rows if kind is not None}
    regular = all(kind is not None or len(line.cells) == 1 for line, kind, _ in rows)
    if len(rows) < SHORTEST or len(kinds) != 1 or not regular:
        return []
    filled = sum(item is not None for _, _, item in rows)
    return (
        [_Column(kinds.pop(), tuple(item for *_, item in rows), rows[0][0].index, rows[-1][0].index)]
        if filled * 2 > len(rows)
        else []
    )


def _row(scene: Scene, line: Line) -> tuple[Kind | None, Item | None]:
    """The one item that fills a line, with its kind; fax numbers stand in columns of phones."""
    items = [item for kind in KINDS for item in scene.on_line(kind, line)]
    if len(items) != 1 or scene.words_between(line.start, line.end)[3:]:
        return None, None
    return items[0].kind, items[0]
