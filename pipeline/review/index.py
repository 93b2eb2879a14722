"""The queue's databases, kept beside the runs so that a page is one indexed query.

``review.sqlite`` has every change of every document. It is made from the runs and the decision log, and made again
whenever it is missing, such as after an erasure. ``reviewers.sqlite`` cannot be made again and holds nothing of any
document: which runs were accepted, which change (by its hash) each decision answered, and verdicts of double checks.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock, local

from pipeline.errors import UsageError

QUEUE, REVIEWERS = "review.sqlite", "reviewers.sqlite"
SIDECARS = ("", "-wal", "-shm")
LAYOUT = 1  # raised when the queue's tables change; they are then made again
WAIT = 10.0  # seconds for another process that writes

KEPT = """
CREATE TABLE IF NOT EXISTS kept.marks (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept.accepted (
    run TEXT PRIMARY KEY, author TEXT NOT NULL, time TEXT NOT NULL, undecided INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept.settled (
    document TEXT NOT NULL, change TEXT NOT NULL, decision TEXT NOT NULL, action TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, PRIMARY KEY (document, change, decision)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS kept.settled_by_decision ON settled (decision);
CREATE TABLE IF NOT EXISTS kept.checks (
    document TEXT NOT NULL, change TEXT NOT NULL, field TEXT NOT NULL, author TEXT NOT NULL, verdict TEXT NOT NULL,
    time TEXT NOT NULL, first_author TEXT NOT NULL, first_verdict TEXT NOT NULL,
    PRIMARY KEY (document, change, author)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID
"""
# Triggers keep the totals, so that progress costs one row instead of a sum over all documents.
COUNTED = ("total", "open", "documents", "open_documents", "stale", "conflicts")
OF_ROW = "{0}.total, {0}.open, 1, {0}.open > 0, {0}.stale, {0}.conflicts > 0"
DERIVED = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, op TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, uri TEXT NOT NULL,
    causes INTEGER NOT NULL, fields INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0, doubt REAL NOT NULL DEFAULT 1, weight REAL NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 0, conflicts INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX documents_by_doubt ON documents (doubt, id);
CREATE INDEX documents_by_weight ON documents (weight, id);
CREATE TABLE records (document TEXT PRIMARY KEY, old BLOB, new BLOB);
CREATE TABLE totals (
    total INTEGER, open INTEGER, documents INTEGER, open_documents INTEGER, stale INTEGER, conflicts INTEGER
);
INSERT INTO totals VALUES (0, 0, 0, 0, 0, 0);
CREATE TABLE changes (
    document TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL, op TEXT NOT NULL,
    identity TEXT NOT NULL, old TEXT, new TEXT, importance REAL NOT NULL, score REAL, pattern TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open', decision TEXT, author TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE INDEX changes_by_pattern ON changes (pattern, document, number) WHERE state = 'open';
CREATE INDEX changes_by_state ON changes (state, document, author);
"""


class Index:
    """Connections to the database, one a thread; writers take turns."""

    def __init__(self, out: Path) -> None:
        self.path = out / QUEUE
        self._kept = out / REVIEWERS
        self._threads = local()
        self._writing = RLock()
        with self.writing() as database:
            for statement in KEPT.split(";"):
                database.execute(statement)
            if self.meta("layout") != str(LAYOUT):
                database.execute("DELETE FROM meta")
                clear(database)
                self.set_meta("layout", str(LAYOUT))
        self._inode = self.path.stat().st_ino

    @property
    def lost(self) -> bool:
        """Whether the queue's file was removed or replaced under us."""
        try:
            return self.path.stat().st_ino != self._inode
        except FileNotFoundError:
            return True

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, for reading."""
        existing: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if existing is None:
            existing = self._connect()
            self._threads.connection = existing
        return existing

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it, or nothing where an exception leaves the block.

        Raises:
            UsageError: the database cannot be written.
        """
        with self._writing:
            database = self.connection()
            if database.in_transaction:
                yield database
                return
            try:
                database.execute("BEGIN IMMEDIATE")
                yield database
            except BaseException as error:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise UsageError(f"{self.path} cannot be written ({error}); check space and permissions") from error
                raise
            database.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """A remembered value."""
        row = self.connection().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Remembers a value; inside `writing`."""
        self.connection().execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def mark(self, key: str) -> str | None:
        """A remembered value that outlives the queue."""
        row = self.connection().execute("SELECT value FROM marks WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_mark(self, key: str, value: str) -> None:
        """Remembers a value beyond the queue; inside `writing`."""
        self.connection().execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (key, value))

    def _connect(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
            database.execute("ATTACH DATABASE ? AS kept", (str(self._kept),))
            for schema in ("main", "kept"):
                database.execute(f"PRAGMA {schema}.journal_mode = WAL")
                database.execute(f"PRAGMA {schema}.synchronous = NORMAL")
        except sqlite3.Error as error:
            raise UsageError(f"{self.path} cannot be opened ({error}); check space and permissions") from error
        database.row_factory = sqlite3.Row
        return database


def clear(database: sqlite3.Connection) -> None:
    """Empties the tables that can be built again."""
    for table in ("documents", "records", "changes", "totals"):
        database.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in DERIVED.split(";"):
        database.execute(statement)
    database.execute(_trigger("INSERT", "+", "NEW"))
    database.execute(_trigger("DELETE", "-", "OLD"))
    database.execute(_trigger("UPDATE OF total, open, stale, conflicts", "-", "OLD", "+", "NEW"))


def _trigger(event: str, *signs_and_rows: str) -> str:
    """A trigger that adds (or takes away) what a row counts for."""
    terms = [
        (sign, OF_ROW.format(row).split(", "))
        for sign, row in zip(signs_and_rows[::2], signs_and_rows[1::2], strict=True)
    ]
    sums = (
        f"{name} = {name} " + " ".join(f"{sign} ({values[number]})" for sign, values in terms)
        for number, name in enumerate(COUNTED)
    )
    name = event.partition(" ")[0].lower()
    changed = f"UPDATE totals SET {', '.join(sums)}"  # noqa: S608  # built from constants
    return f"CREATE TRIGGER totals_{name} AFTER {event} ON documents BEGIN {changed}; END"


def packed(line: str | None) -> bytes | None:
    """A record line as it is stored."""
    return None if line is None else zlib.compress(line.encode(), 1)


def unpacked(data: bytes | None) -> str | None:
    """A stored record line."""
    return None if data is None else zlib.decompress(data).decode()
