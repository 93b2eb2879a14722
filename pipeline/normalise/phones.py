"""Normalise phones."""

from collections.abc import Sequence

from pipeline.documents import Phone, CleanDocument, Issue, Mention


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[tuple[Phone, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    return (), ()
