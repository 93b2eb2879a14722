"""Table columns headed "Durchwahl", "Telefon" or "Fax": the head is the label of every number below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.annotate.lines import Line, Lines, cells
from pipeline.annotate.phones.labels import is_column_head, is_extension_head, is_room_head, may_head_extensions
from pipeline.table_heads import table_heads

HEAD_LENGTH = 30
FEWEST_HEADS = 3  # lines without figures that head a table scraped into one cell a line
MOST_HEADS = 8  # of such a table
_EXTENSION = re.compile(r"(?!(?:19|20)\d\d)\d{2,4}")
_ROOM = re.compile(r"\w{0,3}\d{0,3}[.,]\d{1,3}|[A-Z]{1,2} ?\d{1,4}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell below a head; ``end`` is where its text ends."""

    head: str
    end: int


def column_cells(lines: Lines) -> dict[int, Cell]:
    """The cells below such heads, by the offset at which their text begins: in rows, or one a line."""
    found = dict(_one_a_line(lines))
    if "\t" not in lines.text and " | " not in lines.text:
        return found
    heads: dict[int, str] = {}
    paragraph, width = -1, 0
    for line in _rows(lines):
        row = _row(lines.text, line)
        if line.paragraph != paragraph:
            heads, paragraph = _still_heading(heads, row, width), line.paragraph
        fresh = {index: text for index, (_, text) in enumerate(row) if len(text) < HEAD_LENGTH and is_column_head(text)}
        heads, width = (fresh, len(row)) if fresh else (heads, width)
        found.update(
            (row[index][0], Cell(head, row[index][0] + len(row[index][1])))
            for index, head in heads.items()
            if index < len(row) and index not in fresh
        )
    return found


def _still_heading(heads: Mapping[int, str], row: Sequence[tuple[int, str]], width: int) -> dict[int, str]:
    """The heads of extensions that hold for the rows of the next paragraph too: one as wide with such a cell below."""
    if len(row) < width:
        return {}
    return {
        index: head
        for index, head in heads.items()
        if is_extension_head(head) and index < len(row) and _EXTENSION.fullmatch(row[index][1])
    }


def _one_a_line(lines: Lines) -> Iterator[tuple[int, Cell]]:
    """The bare figures below a paragraph of heads with "Durchwahl", each row a paragraph of lines.

    Where rooms have a column too, a row must show one that cannot be taken for an extension: "0.04".
    """
    if not may_head_extensions(lines.text):
        return
    head, has_rooms = None, False
    for _, group in groupby(lines.lines, key=lambda line: line.paragraph):
        row = [(line.start, lines.text[line.start : line.end].strip()) for line in group]
        contents = [content for _, content in row if content]
        if (behind := _heads_above(contents)) and not has_rooms:
            head, row, contents = contents[behind - 1], row[behind:], contents[behind:]
        fresh = next(filter(is_extension_head, contents), None) if _are_heads(contents) else None
        if fresh is not None:
            head, has_rooms = fresh, any(map(is_room_head, contents))
        elif head is not None and (not has_rooms or any(map(_ROOM.fullmatch, contents))):
            for line_start, content in row:
                if _EXTENSION.fullmatch(content):
                    start = lines.text.index(content, line_start)
                    yield start, Cell(head, start + len(content))


def _heads_above(contents: Sequence[str]) -> int:
    """How many heads stand above the first row in one paragraph with it, "Name" among them and "Nebenst." the last."""
    last = next((i for i, content in enumerate(contents[:MOST_HEADS]) if is_extension_head(content)), 0)
    heads, behind = contents[: last + 1], contents[last + 1 : last + 2]
    named = any(content.casefold() in table_heads("family") for content in heads)
    ends = all(content.casefold() not in table_heads("others") for content in behind)
    return last + 1 if behind and named and ends and _are_heads(heads) else 0


def _are_heads(contents: Sequence[str]) -> bool:
    """Whether the lines of a paragraph may be the heads of a table: short, several, without figures."""
    short = all(len(content) < HEAD_LENGTH for content in contents)
    return short and len(contents) >= FEWEST_HEADS and not any(map(str.isdigit, "".join(contents)))


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
