"""Normalise emails."""

from collections.abc import Sequence

from pipeline.documents import Email, CleanDocument, Issue, Mention


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[tuple[Email, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    return (), ()
