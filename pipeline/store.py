"""Files that are either complete or not there, and a spool that sorts documents on disk."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """What was written: lines, bytes and the SHA-256 of the bytes."""

    lines: int
    bytes: int
    sha256: str


@contextmanager
def _storing(path: Path) -> Iterator[None]:
    """Turns a refusal of the disk into an error that names the file and the remedy."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror is not None else str(error)
        remedy = "check space and permissions, or choose another place; what was there before is untouched"
        raise UsageError(f"{path} cannot be written ({reason}); {remedy}") from error


def write_lines(path: Path, lines: Iterable[str]) -> WrittenFile:
    """Writes lines of text as UTF-8 with line feeds; the file appears complete or keeps what it held.

    Raises:
        UsageError: the folder is not writable or the disk is full.
    """
    digest, count, size = hashlib.sha256(), 0, 0
    with _storing(path), _replacing(path) as file:
        for line in lines:
            data = line.encode() + b"\n"
            file.write(data)
            digest.update(data)
            count += 1
            size += len(data)
    return WrittenFile(count, size, digest.hexdigest())


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A temporary file beside ``path`` that takes its place when the block ends without an error."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Makes a rename durable; on systems where folders cannot be opened the rename itself must do."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Creates the output folder.

    Raises:
        UsageError: something else is in the way or it is not writable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"output folder {folder} cannot be made ({error.strerror}); choose another with --out"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"output folder {folder} is not writable; choose another with --out")


class Spool:
    """Collects lines on disk under a kind and a key, and gives them back sorted, so that memory stays flat.

    The file is a private SQLite database in the given folder, and gone when the spool is closed or the process dies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _storing(folder):
            self._path, self._database = _scratch_database(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Frees the disk space."""
        self._database.close()
        self._path.unlink(missing_ok=True)

    def claim(self, document_id: str, sha256: str, uri: str) -> tuple[str, str] | None:
        """Takes an id for a document; where it is taken already, the SHA-256 and URI of the one that has it.

        Raises:
            UsageError: the disk is full.
        """
        query = "SELECT sha256, uri FROM claims WHERE id = ?"
        with _storing(self._folder):
            holder: tuple[str, str] | None = self._database.execute(query, (document_id,)).fetchone()
            if holder is None:
                self._database.execute("INSERT INTO claims VALUES (?, ?, ?)", (document_id, sha256, uri))
            return holder

    def add(self, kind: str, key: str, line: str) -> None:
        """Keeps a line.

        Raises:
            UsageError: the disk is full.
        """
        with _storing(self._folder):
            self._database.execute("INSERT INTO lines VALUES (?, ?, ?)", (kind, key, line))

    def sorted_lines(self, kind: str) -> Iterator[str]:
        """The lines of a kind by key, equal keys by line."""
        query = "SELECT line FROM lines WHERE kind = ? ORDER BY key, line"
        return (line for (line,) in self._database.execute(query, (kind,)))


def _scratch_database(folder: Path) -> tuple[Path, sqlite3.Connection]:
    """An empty spool; its file has no name any more where the system allows that, so a killed process leaves none."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".spool-", suffix=".tmp")
    os.close(handle)
    database = sqlite3.connect(name, isolation_level=None)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("CREATE TABLE claims (id TEXT PRIMARY KEY, sha256 TEXT, uri TEXT) WITHOUT ROWID")
    database.execute("CREATE TABLE lines (kind TEXT, key TEXT, line TEXT)")
    database.execute("CREATE INDEX sorted ON lines (kind, key)")
    database.execute("BEGIN")
    with suppress(PermissionError):  # Windows keeps open files; `close` removes it there
        Path(name).unlink()
    return Path(name), database
