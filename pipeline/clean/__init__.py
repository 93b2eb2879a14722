"""RawDocument -> CleanDocument: repairs, block segmentation, junk removal, offset map."""

import re
from collections.abc import Iterator

from pipeline.clean.html_text import clean_html, html_block_texts
from pipeline.clean.language import UNKNOWN, language_of
from pipeline.clean.page import Page
from pipeline.clean.plain_text import clean_text, text_block_texts
from pipeline.documents import CleanDocument, Issue, RawDocument, RemovedBlock
from pipeline.errors import DocumentError
from pipeline.site_profile import SiteProfile

GERMAN = "de"
FRAME = re.compile(r"<i?frame\b", re.IGNORECASE)


def clean(raw: RawDocument, profile: SiteProfile | None = None) -> tuple[CleanDocument, tuple[Issue, ...]]:
    """The document without junk, traceable to its source.

    Args:
        raw: the document as read.
        profile: what the pages of its site have in common, where the run was given that.

    Raises:
        DocumentError: nothing but junk is left (code ``no-content``).
    """
    page = _page(raw, profile)
    if not page.text.strip():
        raise DocumentError("no-content", _nothing_left(page, raw))
    metadata, language = page.metadata, language_of(page.text)
    document = CleanDocument(
        raw,
        page.text,
        page.offsets,
        page.blocks,
        page.removed,
        title=raw.title or metadata.title,
        publisher=metadata.publisher,
        url=metadata.url or raw.url,
        language=language,
        published_hints=metadata.hints,
    )
    return document, tuple(_issues(page, language))


def removed_blocks(raw: RawDocument, profile: SiteProfile | None = None) -> tuple[RemovedBlock, ...]:
    """What cleaning takes out of a document, also of one that holds nothing else; offsets into its source."""
    return _page(raw, profile).removed


def block_texts(raw: RawDocument) -> tuple[str, ...]:
    """The texts of all blocks of a document, those that cleaning removes included; what a site profile is made of."""
    return html_block_texts(raw.text) if raw.media_type == "text/html" else text_block_texts(raw.text)


def _page(raw: RawDocument, profile: SiteProfile | None) -> Page:
    cleaner = clean_html if raw.media_type == "text/html" else clean_text
    return cleaner(raw.text, raw.url, profile)


def _issues(page: Page, language: str) -> Iterator[Issue]:
    if page.scrambled:
        start, end, _ = page.scrambled[0]
        count = len(page.scrambled)
        yield Issue(
            "mojibake-repaired", "info", f"{count} wrongly decoded characters were repaired", start, end, in_source=True
        )
    if language not in (GERMAN, UNKNOWN):
        yield Issue(
            "not-german", "warning", f"the text seems to be in {language!r}; the rules and lexicons know German only"
        )


def _nothing_left(page: Page, raw: RawDocument) -> str:
    if raw.media_type == "text/html" and FRAME.search(raw.text):
        return "the document only shows other pages in frames; fetch those"
    if not page.removed:
        return "the document holds no text; if it is a page that needs scripts, save it after it was rendered"
    kinds = ", ".join(sorted({block.kind for block in page.removed}))
    return f"the document holds page furniture only ({kinds}); fetch the page behind it"
