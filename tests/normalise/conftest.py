"""Fixtures of the normalisers' tests."""

import pytest

from pipeline.documents import CleanDocument, RawDocument
from pipeline.offsets import OffsetMap


@pytest.fixture(scope="session")
def empty_page() -> CleanDocument:
    """A document for normalisers that look at mentions only."""
    raw = RawDocument("id", "page.txt", "page.txt", "text/plain", "utf-8", "0" * 64, "")
    return CleanDocument(raw, "", OffsetMap.identity(0), ())
