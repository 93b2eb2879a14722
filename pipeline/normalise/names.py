"""Parse the names of people."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention, PersonName


def normalise(
    document: CleanDocument, mentions: Sequence[Mention], titles: Sequence[Mention]
) -> tuple[PersonName, ...]:
    """Parsed names in text order, with the title that stands before the name."""
    return ()
