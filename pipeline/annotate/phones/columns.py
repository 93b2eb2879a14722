"""Table columns headed "Durchwahl" or "Telefon": bare digits below them are extensions."""

import re

from pipeline.annotate.lines import Lines, cells
from pipeline.annotate.phones.labels import is_column_head

_BARE = re.compile(r"\d{2,6}(?: \d{2,4})?")
HEAD_LENGTH = 30


def column_cells(lines: Lines) -> frozenset[int]:
    """Offsets of bare digits in cells below such a head, in rows drawn with tabs or bars."""
    found: set[int] = set()
    if "\t" not in lines.text and " | " not in lines.text:
        return frozenset()
    heads: set[int] = set()
    paragraph = -1
    for line in lines.lines:
        if line.paragraph != paragraph:
            heads, paragraph = set(), line.paragraph
        row = cells(lines.text[line.start : line.end], line.start)
        if len(row) < 2:
            continue
        fresh = {i for i, (a, b) in enumerate(row) if b - a < HEAD_LENGTH and is_column_head(lines.text[a:b])}
        heads = fresh or heads
        for index in heads - fresh:
            if index < len(row) and (start := _bare(lines.text, *row[index])) is not None:
                found.add(start)
    return frozenset(found)


def _bare(text: str, start: int, end: int) -> int | None:
    """Where the digits of a cell begin that holds nothing else."""
    cell = text[start:end]
    digits = cell.strip()
    return start + cell.index(digits) if _BARE.fullmatch(digits) is not None else None
