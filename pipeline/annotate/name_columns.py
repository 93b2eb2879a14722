"""Names in two columns of a table, "Müller | Anna" below "Name | Vorname": in rows, or scraped into one cell a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.annotate.lines import Lines, cells
from pipeline.annotate.name_lists import WORD, with_rows
from pipeline.annotate.titles import title_end
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.given_names import given_names
from pipeline.table_heads import table_heads

FAMILY = re.compile(rf"(?:(?:von|van|vom|de|der|den|zu|al|el|di|da|dos|ten|ter) ){{0,2}}{WORD}(?: {WORD}){{0,2}}")
GIVEN = re.compile(rf"{WORD}(?: {WORD}|-{WORD}| [A-ZÄÖÜ]\.){{0,2}}")
AROUND = " \t|*"  # what may stand around a cell's text
RULE, SCORE = "names:columns", 0.95

Cell = tuple[int, int]


class _Heads(NamedTuple):
    """In which cells of a row the family and the given name stand."""

    family: int
    given: int


def joined(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the two cells of each such name as one; its attribute ``name`` has the given name in front."""
    text = document.text
    folded = text.casefold()
    if not any(head in folded for head in table_heads("given")):
        return list(mentions)
    lines = Lines(text)
    rows = {row.start: row for row in (*_in_rows(lines), *_one_a_line(lines))}
    return with_rows(mentions, [rows[start] for start in sorted(rows)]) if rows else list(mentions)


def _in_rows(lines: Lines) -> Iterator[Mention]:
    """The names of rows in tabs or bars, below a row of heads."""
    heads: _Heads | None = None
    for line in lines.lines:
        row = [_bare(lines.text, cell) for cell in cells(lines.text[line.start : line.end], line.start)]
        if len(row) < 2:
            continue
        fresh = _heads([lines.text[start:end] for start, end in row])
        if fresh is not None:
            heads = fresh
        elif heads is not None and max(heads) < len(row):
            name = _name(lines.text, row[heads.family], row[heads.given])
            if name is not None:
                yield name


def _one_a_line(lines: Lines) -> Iterator[Mention]:
    """The names of two lines below two lines of heads; the given name must be a common one."""
    filled = [line for line in lines.lines if line.end > line.start]
    heads: _Heads | None = None
    for first, second in pairwise(filled):
        pair = [_bare(lines.text, (line.start, line.end)) for line in (first, second)]
        contents = [lines.text[start:end] for start, end in pair]
        fresh = _heads(contents)
        if fresh is not None:
            heads = fresh
        elif heads is not None and first.paragraph == second.paragraph and _is_common(contents[heads.given]):
            name = _name(lines.text, pair[heads.family], pair[heads.given])
            if name is not None and not _is_common(contents[heads.family]):
                yield name


def _heads(contents: Sequence[str]) -> _Heads | None:
    """Where a row of heads names a column of family names directly beside one of given names."""
    folded = [content.casefold().rstrip(":") for content in contents]
    for index, (left, right) in enumerate(pairwise(folded)):
        if left in table_heads("family") and right in table_heads("given"):
            return _Heads(index, index + 1)
        if left in table_heads("given") and right in table_heads("family"):
            return _Heads(index + 1, index)
    return None


def _name(text: str, family: Cell, given: Cell) -> Mention | None:
    """The name of two cells, None where one of them holds something else."""
    family, first = _untitled(text, family), _untitled(text, given)
    if FAMILY.fullmatch(text, *family) is None or GIVEN.fullmatch(text, *first) is None:
        return None
    start, end = min(family[0], first[0]), max(family[1], first[1])
    name = f"{text[slice(*given)]} {text[slice(*family)]}"
    return Mention(Label.PER, start, end, text[start:end], SCORE, RULE, attributes={"name": name})


def _untitled(text: str, cell: Cell) -> Cell:
    """A cell without the title in front of its name."""
    start = cell[0]
    behind = title_end(text, start)
    if behind is None or behind >= cell[1]:
        return cell
    return behind + len(text[behind : cell[1]]) - len(text[behind : cell[1]].lstrip()), cell[1]


def _bare(text: str, cell: Cell) -> Cell:
    content = text[slice(*cell)]
    start = cell[0] + len(content) - len(content.lstrip(AROUND))
    return start, max(start, cell[0] + len(content.rstrip(AROUND)))


def _is_common(content: str) -> bool:
    """Whether every word is a common given name, an initial aside."""
    parts = [part for part in re.split(r"[\s-]+", content) if not part.endswith(".")]
    return bool(parts) and all(part in given_names() for part in parts)
