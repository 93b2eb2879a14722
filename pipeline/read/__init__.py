"""bytes -> RawDocument: text, HTML, mail, PDF, JSONL, WARC; encodings.

Files are opened one after the other, so memory does not grow with their number.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.read.discovery import FoundFile, find_files, require_inputs
from pipeline.read.dumps import read_dump
from pipeline.read.files import StoredFile, open_file
from pipeline.read.outcomes import Ignored, Outcome, Unreadable, unreadable
from pipeline.read.remote import Location, location_name, location_of
from pipeline.read.warc import read_archive

__all__ = [
    "Arrival",
    "FoundFile",
    "Ignored",
    "Location",
    "Outcome",
    "StoredFile",
    "Unreadable",
    "find_files",
    "location_name",
    "location_of",
    "open_inputs",
    "read_inputs",
    "require_inputs",
]

Arrival = Outcome | StoredFile
"""What an input comes to before the costly part of reading is done."""


def open_inputs(inputs: Sequence[Location], max_bytes: int, exclude: Path | None = None) -> Iterator[Arrival]:
    """Everything the inputs hold, one arrival a document, in an order that depends on names only.

    Args:
        inputs: files (``.txt``, ``.html``, ``.htm``, ``.eml``, ``.pdf``, ``.jsonl``, ``.warc``, each also ``.gz``) and
            folders of such files, on this machine or below a URL.
        max_bytes: a document with more bytes, stored or decompressed, is not read.
        exclude: a folder that is passed over, such as the run's own output.
    """
    for found in find_files(inputs, exclude):
        if not isinstance(found, FoundFile):
            yield found
        elif found.is_dump:
            yield from read_dump(found, max_bytes)
        elif found.is_archive:
            yield from read_archive(found, max_bytes)
        else:
            yield _open_file(found, max_bytes)


def read_inputs(inputs: Sequence[Location], max_bytes: int, exclude: Path | None = None) -> Iterator[Outcome]:
    """Like `open_inputs`, with every file decoded."""
    for arrival in open_inputs(inputs, max_bytes, exclude):
        yield _decoded(arrival, max_bytes) if isinstance(arrival, StoredFile) else arrival


def _open_file(found: FoundFile, max_bytes: int) -> Arrival:
    try:
        return open_file(found, max_bytes)
    except ReadError as error:
        return unreadable(found.path, found.uri, error)


def _decoded(stored: StoredFile, max_bytes: int) -> Outcome:
    try:
        return stored.decoded(max_bytes)
    except ReadError as error:
        return unreadable(stored.path, stored.uri, error)
