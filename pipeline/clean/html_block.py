"""What a block of an HTML page is: its runs of text with their places in the source, its element, its links."""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.documents import BlockKind


class Run(NamedTuple):
    """A run of a block's text: copied from the source, put in place of a piece of it, or (empty source) inserted."""

    text: str
    start: int
    end: int
    verbatim: bool


def inserted(text: str, position: int) -> Run:
    """A run that stands for nothing in the source, behind a place in it."""
    return Run(text, position, position, verbatim=False)


@dataclass(slots=True)
class HtmlBlock:
    """One block of a page, whether it stays or not.

    Attributes:
        element: index of the innermost block-level element around it.
        linked: characters inside links.
        documents: links to files such as PDF.
        cells: for a table row the (first, last + 1) run of each cell.
        broken: it has line breaks inside.
    """

    element: int
    runs: list[Run]
    kind: BlockKind
    linked: int = 0
    links: int = 0
    documents: int = 0
    broken: bool = False
    cells: tuple[tuple[int, int], ...] = ()
    text: str = ""

    @property
    def start(self) -> int:
        """Where the block begins in the source."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Where the block ends in the source."""
        return self.runs[-1].end
