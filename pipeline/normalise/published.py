"""Find the document's own date."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Issue, Mention, Published


def normalise(document: CleanDocument, dates: Sequence[Mention]) -> tuple[Published | None, tuple[Issue, ...]]:
    """The publication date, best evidence first, or None."""
    given = document.raw.published
    if given is not None:
        return Published(given[:10], "given", "day"), ()
    return None, ()
