"""Table columns headed "Durchwahl", "Telefon" or "Fax": the head is the label of every number below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.annotate.lines import Line, Lines, cells
from pipeline.annotate.phones.labels import is_column_head

HEAD_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell below a head; ``end`` is where its text ends."""

    head: str
    end: int


def column_cells(lines: Lines) -> dict[int, Cell]:
    """The cells below such heads, in rows drawn with tabs or bars, by the offset at which their text begins."""
    found: dict[int, Cell] = {}
    if "\t" not in lines.text and " | " not in lines.text:
        return found
    heads: dict[int, str] = {}
    paragraph = -1
    for line in _rows(lines):
        if line.paragraph != paragraph:
            heads, paragraph = {}, line.paragraph
        row = _row(lines.text, line)
        fresh = {index: text for index, (_, text) in enumerate(row) if len(text) < HEAD_LENGTH and is_column_head(text)}
        heads = fresh or heads
        found.update(
            (row[index][0], Cell(head, row[index][0] + len(row[index][1])))
            for index, head in heads.items()
            if index < len(row) and index not in fresh
        )
    return found


def _rows(lines: Lines) -> Iterator[Line]:
    """The lines that hold a tab or a bar."""
    for line in lines.lines:
        if lines.text.find("\t", line.start, line.end) >= 0 or lines.text.find(" | ", line.start, line.end) >= 0:
            yield line


def _row(text: str, line: Line) -> list[tuple[int, str]]:
    """Start and text of each cell without the space around it; empty where the line is no row."""
    row = cells(text[line.start : line.end], line.start)
    if len(row) < 2:
        return []
    contents = [(start, text[start:end]) for start, end in row]
    return [(start + len(content) - len(content.lstrip()), content.strip()) for start, content in contents]
