"""The state's tables, and the steps from every older version of them to this one."""

import sqlite3

from pipeline.errors import StateError

APPLICATION_ID = 0x70726563  # "prec": tells our file from any other SQLite database

BASE = """
CREATE TABLE builds (
    number INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL, model TEXT NOT NULL, settings TEXT NOT NULL, lexicons TEXT NOT NULL,
    UNIQUE (pipeline, model, settings, lexicons)
);
CREATE TABLE lines (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, uri TEXT NOT NULL, sha256 TEXT NOT NULL, source TEXT NOT NULL,
    build INTEGER REFERENCES builds, decisions TEXT,
    status TEXT NOT NULL CHECK (status IN ('emitted', 'quarantined', 'suppressed', 'gone')),
    line INTEGER REFERENCES lines, problem TEXT,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, changed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE runs (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, phase TEXT NOT NULL, manifest TEXT NOT NULL);
CREATE TABLE snapshot (name TEXT PRIMARY KEY, lines INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL);

CREATE TABLE results (
    id TEXT PRIMARY KEY, uri TEXT NOT NULL, sha256 TEXT NOT NULL, source TEXT NOT NULL,
    build INTEGER REFERENCES builds, decisions TEXT,
    status TEXT NOT NULL, line INTEGER REFERENCES lines, problem TEXT, issues TEXT, cause TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE seen (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, uri TEXT NOT NULL, failed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (id TEXT NOT NULL, uri TEXT NOT NULL, line TEXT NOT NULL);
CREATE TABLE hidden (prefix TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""Above the documents as published, below the run in progress, as the first version had them.

builds     what made a record: fingerprints of code, model, settings and lexicons
lines      record lines, compressed
documents  what is known of every document; `source` fingerprints bytes and metadata, `build` is null where unknown
runs       every run; `phase` is publishing until all its files have their names, then published
snapshot   the files of the current snapshot
results    what the run in progress made; kept when it is interrupted
seen       ids that it met, and where; `failed` where the problem says why nothing is known of the document
problems   quarantined inputs that are no documents of the state: duplicates, unreadable and passing failures
hidden     beginnings of URIs below which something could not be listed or read to its end
"""

READINGS = "CREATE TABLE readings (id TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;"
"""What the entity model found in a document; it holds wherever the key is the same, whatever became of the document."""

LEANER = "DROP TABLE seen; DROP TABLE problems; DROP TABLE hidden; ALTER TABLE documents DROP COLUMN last_seen;"
"""What a run met is forgotten with it, so it is kept beside the state (`scratch`); a column that every run would have
to write for every document is not worth its price."""

STEPS: tuple[str, ...] = (BASE, READINGS, LEANER)
"""Scripts by version: ``STEPS[n]`` leads from version n to n + 1."""


def migrate(database: sqlite3.Connection, name: str) -> None:
    """Brings a new or older state to the current version, in one transaction.

    Raises:
        StateError: the file is no state of ours, or a newer version wrote it.
    """
    if is_current(database, name):
        return
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    script = "".join(STEPS[version:])
    stamp = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {len(STEPS)};"
    database.executescript(f"BEGIN IMMEDIATE; {script} {stamp} COMMIT;")


def is_current(database: sqlite3.Connection, name: str) -> bool:
    """Whether the tables are those of this version.

    Raises:
        StateError: the file is no state of ours, or a newer version wrote it.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    application = int(database.execute("PRAGMA application_id").fetchone()[0])
    if application != APPLICATION_ID and (version or application or not is_new(database)):
        raise StateError(f"{name} is not a state of press-records; move it away, or choose another folder with --out")
    if version > len(STEPS):
        raise StateError(
            f"{name} was written by a newer press-records (state version {version}, here {len(STEPS)}); "
            "update press-records, or make the state anew from the snapshot with 'press-records rebuild'"
        )
    return version == len(STEPS)


def is_new(database: sqlite3.Connection) -> bool:
    """Whether there is nothing in the file yet."""
    return int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]) == 0
