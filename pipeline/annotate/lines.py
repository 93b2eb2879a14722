"""Lines and paragraphs of the cleaned text: contact details are read by their neighbourhood on the page."""

from bisect import bisect_right
from itertools import accumulate, islice, repeat
from typing import NamedTuple


class Line(NamedTuple):
    """One line of the text; ``paragraph`` counts the blank lines above it."""

    start: int
    end: int
    paragraph: int


class Lines:
    """Random access to the line that holds an offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        contents = text.split("\n")
        self._starts = list(accumulate([len(content) + 1 for content in contents], initial=0))
        ends = [start - 1 for start in islice(self._starts, 1, None)]
        self._starts.pop()
        blank = [int(not content or content.isspace()) for content in contents]
        fields = zip(self._starts, ends, accumulate(blank), strict=True)
        self.lines: list[Line] = list(map(tuple.__new__, repeat(Line), fields))

    def index(self, offset: int) -> int:
        """Number of the line that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def at(self, offset: int) -> Line:
        """The line that holds an offset."""
        return self.lines[self.index(offset)]

    def above(self, line: Line) -> str | None:
        """The text of the line above, or above one blank line; None at the top of the page."""
        index = self.index(line.start) - 1
        if index >= 0 and self.lines[index].start == self.lines[index].end:
            index -= 1
        return self.text[self.lines[index].start : self.lines[index].end] if index >= 0 else None

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph that holds an offset."""
        return self.at(offset).paragraph

    def before(self, offset: int, limit: int = 80) -> str:
        """The line's text before an offset, its last ``limit`` characters."""
        start = max(0, offset - limit)
        return self.text[max(start, self.text.rfind("\n", start, offset) + 1) : offset]

    def after(self, offset: int, limit: int = 40) -> str:
        """The line's text from an offset on, its first ``limit`` characters."""
        return self.text[offset : offset + limit].partition("\n")[0]


def cells(line: str, offset: int = 0) -> list[tuple[int, int]]:
    """The (start, end) of each cell of a line drawn as a table row with tabs or bars; one cell where it is none.

    Args:
        line: the row's text.
        offset: added to every position.
    """
    separator = "\t" if "\t" in line else " | "
    found, start = [], 0
    for content in line.split(separator):
        found.append((offset + start, offset + start + len(content)))
        start += len(content) + len(separator)
    return found
