"""Inputs on the command line -> files to read, in an order that depends on their names only."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.errors import EmptyInputError, ReadError, UsageError
from pipeline.read.entries import FILE, LINK, sorted_entries
from pipeline.read.identity import display_name
from pipeline.read.outcomes import Ignored, Unreadable, unreadable
from pipeline.read.remote import Location, RemotePath, location_name

PAGE_SUFFIXES = frozenset({".txt", ".html", ".htm"})
MAIL_SUFFIX, PDF_SUFFIX, ARCHIVE_SUFFIX = ".eml", ".pdf", ".warc"
DUMP_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = PAGE_SUFFIXES | DUMP_SUFFIXES | {MAIL_SUFFIX, PDF_SUFFIX, ARCHIVE_SUFFIX}
GOLD_SUFFIX = ".gold.txt"


@dataclass(frozen=True)  # no slots: what is worked out once per file is kept
class FoundFile:
    """A file to read.

    Attributes:
        location: where it is.
        path: below the input root, with ``/``; the file's name for a file given by itself.
    """

    location: Location
    path: str

    @cached_property
    def uri(self) -> str:
        """The path as given."""
        return location_name(self.location)

    @cached_property
    def suffix(self) -> str:
        """The suffix that tells the format, without ``.gz``."""
        return content_suffix(self.path)

    @property
    def is_dump(self) -> bool:
        """Whether every line is a document."""
        return self.suffix in DUMP_SUFFIXES

    @property
    def is_archive(self) -> bool:
        """Whether it is a web archive, whose records are documents."""
        return self.suffix == ARCHIVE_SUFFIX

    @property
    def holds_many(self) -> bool:
        """Whether it can hold any number of documents."""
        return self.is_dump or self.is_archive


def content_suffix(name: str) -> str:
    """The lower-case suffix in front of an optional ``.gz``."""
    return os.path.splitext(name.lower().removesuffix(".gz"))[1]


def require_inputs(inputs: Sequence[Location], exclude: Path | None = None) -> None:
    """Checks that every input exists and that every folder holds something to read.

    Raises:
        UsageError: naming the input and the remedy.
        EmptyInputError: likewise; everything exists, but a folder is empty.
    """
    if not inputs:
        raise UsageError("no input given; name a file, a folder, a .jsonl dump or a .warc archive")
    for given in inputs:
        if not _exists(given):
            raise UsageError(f"input {location_name(given)} does not exist; check the path")
        if exclude is not None and isinstance(given, Path) and given.is_dir() and given.resolve() == exclude.resolve():
            name = location_name(given)
            raise UsageError(
                f"{name} is the input and the output folder, so records would be read as documents; part them"
            )
    for given in inputs:
        if _is_folder(given) and not any(not isinstance(found, Ignored) for found in find_files([given], exclude)):
            kinds = ".txt, .html, .htm, .eml, .pdf, .jsonl, .warc (or .gz of these)"
            raise EmptyInputError(
                f"folder {location_name(given)} holds nothing to read; expected files ending in {kinds} "
                "whose names do not begin with '.' or '_'"
            )


def find_files(inputs: Sequence[Location], exclude: Path | None = None) -> Iterator[FoundFile | Ignored | Unreadable]:
    """All files of the inputs: a file as given, a folder with everything below it in the order of names.

    In a folder, names beginning with ``.`` or ``_``, other file types, gold annotations and linked folders are ignored.

    Args:
        inputs: files and folders.
        exclude: a folder that is passed over, such as the run's own output.
    """
    skip = None if exclude is None else exclude.resolve()
    for given in inputs:
        if not _is_folder(given):
            yield FoundFile(given, display_name(given.name))
        elif isinstance(given, Path):
            yield from _walk(given, "", skip)
        else:
            yield from _walk_remote(given, "")


def _exists(given: Location) -> bool:
    if isinstance(given, Path):
        return os.path.lexists(given)
    with _asking(given):
        return given.exists()


def _is_folder(given: Location) -> bool:
    if isinstance(given, Path):
        return given.is_dir()
    with _asking(given):
        return given.is_dir()


@contextmanager
def _asking(given: Location) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = location_name(given)
        raise UsageError(f"input {name} cannot be looked up ({error.strerror}); check URL and access") from error


def _walk(folder: Path, below: str, skip: Path | None) -> Iterator[FoundFile | Ignored | Unreadable]:
    """Files in a folder that is called ``below`` as seen from the input root, such as ``2021/03/``."""
    try:
        for name, kind in sorted_entries(folder):
            entry, shown = folder / name, display_name(name)
            if kind == FILE:
                yield _file(entry, below, shown)
            elif kind == LINK:
                yield Ignored(display_name(entry), "linked folder")
            elif name.startswith((".", "_")):
                yield Ignored(display_name(entry), "hidden folder")
            elif skip is not None and entry.resolve() == skip:
                yield Ignored(display_name(entry), "output folder")
            else:
                yield from _walk(entry, f"{below}{shown}/", skip)
    except OSError as error:
        reason = ReadError("unreadable", f"the folder cannot be listed ({error.strerror}); check its permissions")
        name = display_name(folder)
        yield unreadable(below.removesuffix("/") or ".", name, reason, hides=f"{name.rstrip('/')}/")


def _walk_remote(folder: RemotePath, below: str) -> Iterator[FoundFile | Ignored | Unreadable]:
    try:
        entries = folder.entries()
    except OSError as error:
        reason = ReadError("unreadable", f"the folder cannot be listed ({error.strerror}); check URL and access")
        name = location_name(folder)
        yield unreadable(below.removesuffix("/") or ".", name, reason, hides=f"{name.rstrip('/')}/")
        return
    for name, kind in entries:
        entry, shown = folder.child(name), display_name(name)
        if kind == "file":
            yield _file(entry, below, shown)
        elif kind == "link":
            yield Ignored(location_name(entry), "linked folder")
        elif name.startswith((".", "_")):
            yield Ignored(location_name(entry), "hidden folder")
        else:
            yield from _walk_remote(entry, f"{below}{shown}/")


def _file(entry: Location, below: str, name: str) -> FoundFile | Ignored:
    reason = _reason_to_ignore(name)
    if reason is not None:
        return Ignored(location_name(entry), reason)
    return FoundFile(entry, below + name)


def _reason_to_ignore(name: str) -> str | None:
    if name.startswith((".", "_")):
        return "hidden file"
    if name.endswith(GOLD_SUFFIX):
        return "gold annotation"
    suffix = content_suffix(name)
    if suffix not in SUFFIXES:
        return f"file type {suffix}" if suffix else "no file type"
    return None
