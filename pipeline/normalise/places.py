"""Base forms of places."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention, PlaceName


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[PlaceName, ...]:
    """Names in base form, in text order."""
    return ()
