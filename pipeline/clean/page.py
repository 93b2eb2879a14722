"""The cleaned text of one source before its metadata are known."""

from dataclasses import dataclass

from pipeline.documents import Block, RemovedBlock
from pipeline.offsets import OffsetMap


@dataclass(frozen=True, slots=True)
class Page:
    """Cleaned text with the way back to the source.

    Attributes:
        scrambled: (start, end, kind) of every repaired mojibake sequence, in source offsets.
        title: what the page's own headline says, None where it has none.
    """

    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...]
    scrambled: tuple[tuple[int, int, str], ...] = ()
    title: str | None = None
