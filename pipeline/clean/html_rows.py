"""Rows of HTML tables: the blocks of their cells made one, with empty cells where one reaches down from above."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.clean.html_block import HtmlBlock, Run, inserted
from pipeline.clean.html_elements import Elements
from pipeline.documents import BlockKind

ROWSPAN = re.compile(r"""\browspan\s*=\s*["']?(\d{1,3})\b""", re.IGNORECASE)
MOST_COLUMNS = 50  # of a table whose cells reach over rows
CELL_LENGTH = 160  # a longer cell is part of a page layout, not of a table


@dataclass(slots=True)
class _Row:
    """A table row that is being read: where its blocks and cells begin."""

    first_block: int
    cells: list[int] = field(default_factory=list)
    nested: bool = False


class TableRows:
    """Follows the tags of the tables of one page, and joins the blocks of their rows where they stand.

    Args:
        blocks: those of the page so far; changed in place.
        elements: the elements that are open.
    """

    def __init__(self, blocks: list[HtmlBlock], elements: Elements) -> None:
        self._blocks = blocks
        self._elements = elements
        self._rows: list[_Row] = []
        self._spans: list[dict[int, int]] = []  # for each open table, how many rows a cell of a column still takes

    def open(self, name: str, attributes: str) -> None:
        """A start tag, before its element is open."""
        if name == "tr":
            self._end_row(name)
            if self._rows:
                self._rows[-1].nested = True
            self._rows.append(_Row(len(self._blocks)))
        elif name in ("td", "th") and self._rows:
            self._open_cell(attributes)
        elif name == "table":
            self._spans.append({})

    def close(self, name: str) -> None:
        """An end tag, before its element is closed."""
        if name in ("tr", "table") and self._rows:
            self._end_row(name)
        if name == "table" and self._spans:
            self._spans.pop()

    def _open_cell(self, attributes: str) -> None:
        """Opens a cell, behind an empty one for each that reaches down from a row above."""
        cells, spans = self._rows[-1].cells, self._spans[-1] if self._spans else {}
        while spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append(len(self._blocks))
        span = ROWSPAN.search(attributes)
        if span is not None and len(cells) < MOST_COLUMNS:
            spans[len(cells)] = int(span[1]) - 1
        cells.append(len(self._blocks))

    def _end_row(self, name: str) -> None:
        """Ends the row being read, unless a table begins inside one of its cells."""
        inside = name == "tr" and self._in_cell_table()
        if self._rows and not inside:
            row, spans = self._rows.pop(), self._spans[-1] if self._spans else {}
            for column in [column for column, rows in spans.items() if rows > 0 and column >= len(row.cells)]:
                spans[column] -= 1
            self._join(row)

    def _in_cell_table(self) -> bool:
        for index in self._elements.stack[:-12:-1]:
            name = self._elements.all[index].name
            if name == "tr":
                return False
            if name == "table":
                return True
        return False

    def _join(self, row: _Row) -> None:
        """Makes one block of a row whose cells hold one line each."""
        found = self._blocks[row.first_block :]
        bounds = [*row.cells, len(self._blocks)]
        counts = [after - before for before, after in pairwise(bounds)]
        simple = all(len(block.text) <= CELL_LENGTH and not block.broken for block in found)
        if row.nested or not simple or len(found) < 2 or max(counts, default=0) > 1 or sum(counts) != len(found):
            return
        runs: list[Run] = []
        cells: list[tuple[int, int]] = []
        remaining = iter(found)
        for number, count in enumerate(counts):
            if number:
                runs.append(inserted("\t", runs[-1].end if runs else found[0].start))
            first = len(runs)
            if count:
                runs.extend(next(remaining).runs)
            cells.append((first, len(runs)))
        joined = HtmlBlock(
            found[0].element,
            runs,
            BlockKind.TABLE_ROW,
            *(sum(getattr(block, name) for block in found) for name in ("linked", "links", "documents")),
        )
        joined.cells, joined.text = tuple(cells), "\t".join(block.text for block in found)
        joined.element = (
            self._elements.all[found[0].element].parent
            if self._elements.all[found[0].element].name in ("td", "th")
            else found[0].element
        )
        self._blocks[row.first_block :] = [joined]
