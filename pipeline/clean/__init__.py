"""RawDocument -> CleanDocument: repairs, block segmentation, junk removal, offset map."""

from pipeline.clean.html_text import clean_html
from pipeline.clean.page import Page
from pipeline.clean.plain_text import clean_text
from pipeline.documents import CleanDocument, Issue, RawDocument
from pipeline.errors import DocumentError


def clean(raw: RawDocument) -> tuple[CleanDocument, tuple[Issue, ...]]:
    """The document without junk, traceable to its source.

    Raises:
        DocumentError: nothing but junk is left (code ``no-content``).
    """
    page = clean_html(raw.text) if raw.media_type == "text/html" else clean_text(raw.text)
    if not page.text.strip():
        raise DocumentError("no-content", _nothing_left(page))
    return CleanDocument(raw, page.text, page.offsets, page.blocks, page.removed, page.title), ()


def _nothing_left(page: Page) -> str:
    if not page.removed:
        return "the document holds no text; if it is a page that needs scripts, save it after it was rendered"
    kinds = ", ".join(sorted({block.kind for block in page.removed}))
    return f"the document holds page furniture only ({kinds}); fetch the page behind it"
