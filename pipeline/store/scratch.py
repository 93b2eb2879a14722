"""What the run in progress met: tables in a file of its own beside the state, which nobody needs once the run is over.

They are written for every input of every run, the unchanged ones included, so they are neither logged nor synced.

seen       ids that it met, and where; `failed` where the problem says why nothing is known of the document
problems   quarantined inputs that are no documents of the state: duplicates, unreadable and passing failures
hidden     beginnings of URIs below which something could not be listed or read to its end
"""

import sqlite3
from pathlib import Path

SUFFIX = "-met"  # of the file, behind the name of the state
TABLES = ("seen", "problems", "hidden")
SCHEMA = """
CREATE TABLE met.seen (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, uri TEXT NOT NULL, failed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE met.problems (id TEXT NOT NULL, uri TEXT NOT NULL, line TEXT NOT NULL);
CREATE TABLE met.hidden (prefix TEXT PRIMARY KEY) WITHOUT ROWID;
"""
CACHE_KIB = 2048


def attach(database: sqlite3.Connection, state: Path) -> None:
    """Adds empty tables to the connection of a state; what a killed process left of its own is dropped."""
    file = scratch_file(state)
    discard(state)
    database.execute("ATTACH ? AS met", (str(file),))
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", f"cache_size = -{CACHE_KIB}"):
        database.execute(f"PRAGMA met.{pragma}")
    database.executescript(SCHEMA)


def scratch_file(state: Path) -> Path:
    """The file that belongs to a state."""
    return state.with_name(f"{state.name}{SUFFIX}")


def discard(state: Path) -> None:
    """Removes the file of a state that nobody has open."""
    scratch_file(state).unlink(missing_ok=True)
