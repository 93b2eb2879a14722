"""The cleaned text of one source, the same for plain text and HTML."""

from dataclasses import dataclass

from pipeline.clean.metadata import Metadata
from pipeline.documents import Block, RemovedBlock
from pipeline.offsets import OffsetMap


@dataclass(frozen=True, slots=True)
class Page:
    """Cleaned text with the way back to the source.

    Attributes:
        scrambled: (start, end, kind) of every repaired mojibake sequence, in source offsets.
    """

    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...]
    metadata: Metadata
    scrambled: tuple[tuple[int, int, str], ...] = ()
