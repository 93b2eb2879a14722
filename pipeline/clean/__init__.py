"""RawDocument -> CleanDocument: repairs, block segmentation, junk removal, offset map."""

from pipeline.documents import Block, BlockKind, CleanDocument, Issue, RawDocument
from pipeline.offsets import OffsetMap


def clean(raw: RawDocument) -> tuple[CleanDocument, tuple[Issue, ...]]:
    """The document without junk, traceable to its source."""
    blocks = (Block(0, len(raw.text), BlockKind.PARAGRAPH),)
    return CleanDocument(raw, raw.text, OffsetMap.identity(len(raw.text)), blocks), ()
