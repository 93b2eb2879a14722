"""Base forms of organisations."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention, OrganisationName


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[OrganisationName, ...]:
    """Names in base form, in text order."""
    return ()
