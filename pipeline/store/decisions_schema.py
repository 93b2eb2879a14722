"""The tables of the decision log."""

import sqlite3
from pathlib import Path

from pipeline.errors import UsageError

VERSION = 1  # of the file's schema
SCHEMA = (
    """CREATE TABLE entries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL,
        time TEXT NOT NULL,
        body TEXT NOT NULL
    )""",
    "CREATE INDEX by_document ON entries (document, time, id)",
    "CREATE INDEX by_time ON entries (time, id)",
    "CREATE TRIGGER no_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER no_removal BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    f"PRAGMA user_version = {VERSION}",
)


def prepare(database: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in a new file.

    Raises:
        UsageError: the file was made by a newer version.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == 0:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:  # nobody else was faster
            for statement in SCHEMA:
                database.execute(statement)
            version = VERSION
        database.execute("COMMIT")
    if version > VERSION:
        raise UsageError(f"decision log {path} was made by a newer press-records; update this one")
