"""Normalise dates."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, DateValue, Issue, Mention, Published


def normalise(
    document: CleanDocument, mentions: Sequence[Mention], published: Published | None
) -> tuple[tuple[DateValue, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each contradiction."""
    return (), ()
