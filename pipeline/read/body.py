"""The text of one document, whatever wrapped it."""

from dataclasses import dataclass

from pipeline.documents import Issue
from pipeline.read.media import MediaType


@dataclass(frozen=True, slots=True)
class Body:
    """What a format's reader takes out of a file's bytes; the fields are those of `RawDocument`."""

    text: str
    encoding: str
    media_type: MediaType
    title: str | None = None
    published: str | None = None
    issues: tuple[Issue, ...] = ()
