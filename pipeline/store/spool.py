"""A spool that sorts lines on disk, so that memory does not grow with their number."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.store.files import storing


class Spool:
    """Collects lines on disk under a kind and a key, and gives them back sorted, so that memory stays flat.

    The file is a private SQLite database in the given folder, and gone when the spool is closed or the process dies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with storing(folder):
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
        with storing(self._folder):
            holder: tuple[str, str] | None = self._database.execute(query, (document_id,)).fetchone()
            if holder is None:
                self._database.execute("INSERT INTO claims VALUES (?, ?, ?)", (document_id, sha256, uri))
            return holder

    def add(self, kind: str, key: str, line: str) -> None:
        """Keeps a line.

        Raises:
            UsageError: the disk is full.
        """
        with storing(self._folder):
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
