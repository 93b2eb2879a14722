"""What reading an input can come to, besides a document."""

from dataclasses import dataclass

from pipeline.documents import RawDocument
from pipeline.errors import ReadError
from pipeline.read.identity import document_id


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that cannot become a document; it is counted and quarantined.

    Attributes:
        hides: beginning of the URIs of documents that may be there and could not be met, such as the rest of a dump.
    """

    id: str
    uri: str
    error: ReadError
    hides: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A folder entry that is not taken for a document, with the reason; counted, and no error."""

    uri: str
    reason: str


Outcome = RawDocument | Unreadable | Ignored


def unreadable(path: str, uri: str, error: ReadError, hides: str | None = None) -> Unreadable:
    """The outcome for a path below the input root that raised an error."""
    return Unreadable(document_id(path), uri, error, hides)


def too_large(limit: int) -> ReadError:
    """The error for more than ``limit`` bytes, with the way to raise the limit."""
    size = f"{limit / 1024 / 1024:.1f} MB" if limit >= 1024 * 1024 else f"{limit} bytes"
    remedy = "raise it with --max-bytes, or max_bytes in the settings file"
    return ReadError("too-large", f"larger than the limit of {size}; {remedy}")
