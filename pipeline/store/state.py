"""The state of an output folder: what is known of every document, and the results of the run in progress.

One SQLite file in WAL mode. One process writes, guarded by `store.lock`; readers are welcome at any time.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipeline.store import scratch
from pipeline.store.damage import damaged, explained, explaining, lost, no_state, outdated
from pipeline.store.history import has_results
from pipeline.store.migrations import is_current, is_new, migrate
from pipeline.store.readers import reader

STATE = "state.sqlite"
SIDECARS = ("", "-wal", "-shm")
WAIT_SECONDS = 60.0
CACHE_KIB = 2048  # more would be memory that grows with the documents; the system caches the file anyway
COMPRESSION = 3  # of zlib: a third of the time of the default for a tenth more space


class Status(StrEnum):
    """What became of a document."""

    EMITTED = "emitted"
    QUARANTINED = "quarantined"
    SUPPRESSED = "suppressed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Build:
    """Fingerprints of what makes a record of a document, besides the document and the decisions about it."""

    pipeline: str
    model: str
    settings: str
    lexicons: str


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run left of a document.

    Attributes:
        source: fingerprint of its bytes and metadata.
        build: number of the build that made the record; None where that is not known any more.
        decisions: fingerprint of the decisions that were applied, None where there were none.
    """

    source: str
    build: int | None
    decisions: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Result:
    """What a run made of a document.

    Attributes:
        line: the record, None unless emitted.
        problem: the line of the quarantine, None unless quarantined.
        issues: lines of ``issues.jsonl``.
        cause: why the document was worked on, such as ``("source",)``.
    """

    id: str
    uri: str
    sha256: str
    source: str
    build: int | None
    decisions: str | None
    status: Status
    cause: tuple[str, ...]
    line: str | None = None
    problem: str | None = None
    issues: tuple[str, ...] = ()


def pack(line: str) -> bytes:
    """A record line as it is stored."""
    return zlib.compress(line.encode(), COMPRESSION)


def unpack(data: bytes) -> str:
    """The record line of `pack`."""
    return zlib.decompress(data).decode()


class State:
    """The open state, made when missing; every change waits for `commit`.

    Raises:
        StateError: the file is damaged or from a newer version; the message names the remedy.
        UsageError: it cannot be written.
    """

    def __init__(self, folder: Path, name: str = STATE) -> None:
        self.path = folder / name
        with self.guarded():
            self.database = _connect(self.path)
            self._builds: dict[Build, int] = {}
            self.database.execute("BEGIN IMMEDIATE")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the file; what is not committed is dropped."""
        self.database.close()
        with suppress(OSError):  # the next run removes it
            scratch.discard(self.path)

    def guarded(self) -> AbstractContextManager[None]:
        """Turns SQLite's errors into ours, which name the file and the remedy."""
        return explaining(self.path)

    def execute(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """A statement, with errors that a user can act upon."""
        try:
            return self.database.execute(sql, parameters)
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    def rows(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one in memory at a time."""
        with self.guarded():
            # "yield from" would close the cursor of a query that is given up, which fails once the state is closed.
            for row in self.database.execute(sql, parameters):  # noqa: UP028
                yield row

    def value(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> Any:
        """The first column of the first row, None where there is no row."""
        row = self.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def commit(self) -> None:
        """Makes everything so far durable."""
        with self.guarded():
            self.database.execute("COMMIT")
            self.database.execute("BEGIN IMMEDIATE")

    def shrink(self) -> None:
        """Gives the space of what was deleted back to the disk."""
        self.commit()
        with self.guarded():
            self.database.execute("COMMIT")
            self.database.execute("VACUUM")
            self.database.execute("BEGIN IMMEDIATE")

    def build(self, build: Build) -> int:
        """The number of a build, a new one where it has none."""
        if build not in self._builds:
            self.execute("INSERT INTO builds (pipeline, model, settings, lexicons) VALUES (?, ?, ?, ?) "
                         "ON CONFLICT DO NOTHING", astuple(build))  # fmt: skip
            query = "SELECT number FROM builds WHERE (pipeline, model, settings, lexicons) = (?, ?, ?, ?)"
            self._builds[build] = self.value(query, astuple(build))
        return self._builds[build]

    def build_of(self, number: int) -> Build:
        """The build of a number."""
        for build, known in self._builds.items():
            if known == number:
                return build
        row = self.execute("SELECT pipeline, model, settings, lexicons FROM builds WHERE number = ?", (number,))
        build = Build(*row.fetchone())
        self._builds[build] = number
        return build

    def known(self, document_id: str) -> Known | None:
        """What earlier runs left of a document."""
        query = "SELECT source, build, decisions, status FROM documents WHERE id = ?"
        row = self.execute(query, (document_id,)).fetchone()
        return None if row is None else Known(row[0], row[1], row[2], Status(row[3]))

    def line(self, number: int) -> str:
        """A stored record line.

        Raises:
            StateError: it is missing or does not decompress.
        """
        try:
            data: bytes | None = self.value("SELECT data FROM lines WHERE number = ?", (number,))
            if data is None:
                raise zlib.error(f"line {number} is missing")
            return unpack(data)
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(self.path, error) from error


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        migrate(database, path.name)
        scratch.attach(database, path)
    except BaseException:
        database.close()
        raise
    return database


def knows_nothing(database: sqlite3.Connection) -> bool:
    """Whether no run has been written into a state."""
    return not database.execute("SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM snapshot)").fetchone()[0]


def read_only(folder: Path) -> sqlite3.Connection:
    """A connection for readers, which may be used while a run writes.

    Raises:
        UsageError: the folder has no state, or not yet, or one of an older version.
        StateError: the state is damaged, missing beside results, or from a newer version.
    """
    path = folder / STATE
    missing = lost(path) if has_results(folder) else no_state(folder)
    if not path.is_file():
        raise missing
    database = reader(path)
    try:
        if not is_current(database, path.name):
            raise missing if is_new(database) else outdated(folder)
        if has_results(folder) and knows_nothing(database):
            raise lost(path)
    except sqlite3.Error as error:
        database.close()
        raise explained(error, path) from error
    except BaseException:
        database.close()
        raise
    return database
