"""Reads a whole state and says whether it is sound; a run notices damage only where it comes by."""

import sqlite3
import zlib
from pathlib import Path

from pipeline.store.damage import damaged
from pipeline.store.state import unpack

WITHOUT_LINE = "SELECT count(*) FROM documents WHERE line IS NOT NULL AND line NOT IN (SELECT number FROM lines)"


def require_sound(database: sqlite3.Connection, path: Path) -> None:
    """Checks pages and tables, then that every record line is there and unpacks: it is stored with a check sum.

    Args:
        database: a connection to the state.
        path: the state's file, for the message.

    Raises:
        StateError: something is damaged; the message names the remedy.
        sqlite3.Error: so badly that it cannot be read.
    """
    require_sound_tables(database, path)
    if absent := database.execute(WITHOUT_LINE).fetchone()[0]:
        raise damaged(path, f"{absent} record lines are missing")
    for number, data in database.execute("SELECT number, data FROM lines"):
        try:
            unpack(data)
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(path, f"record line {number}: {error}") from error


def require_sound_tables(database: sqlite3.Connection, path: Path, table: str = "") -> None:
    """Checks the pages of all tables, or of one, and that the rows are as the tables want them.

    Raises:
        StateError: they are not.
        sqlite3.Error: they cannot be read.
    """
    pragma = f"PRAGMA quick_check({table})" if table else "PRAGMA quick_check(1)"
    found = str(database.execute(pragma).fetchone()[0])
    if found != "ok":
        raise damaged(path, found.splitlines()[-1])
