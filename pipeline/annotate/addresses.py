"""Find addresses."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    return []
