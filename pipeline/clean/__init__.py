"""RawDocument -> CleanDocument: repairs, block segmentation, junk removal, offset map."""

from pipeline.clean.plain_text import clean_text
from pipeline.documents import CleanDocument, Issue, RawDocument


def clean(raw: RawDocument) -> tuple[CleanDocument, tuple[Issue, ...]]:
    """The document without junk, traceable to its source."""
    page = clean_text(raw.text)
    return CleanDocument(raw, page.text, page.offsets, page.blocks, page.removed), ()
