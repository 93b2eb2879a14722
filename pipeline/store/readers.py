"""SQLite files as readers open them, who may not be allowed to write where the file lies."""

import os
import sqlite3
from pathlib import Path

WAIT_SECONDS = 60.0


def reader(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing.

    SQLite keeps files beside one in WAL mode even for readers. Where none may be made and no writer has made them, the
    file is complete and stands still, which SQLite has to be told (https://sqlite.org/wal.html#read_only_databases).
    """
    still = not os.access(path.parent, os.W_OK) and not os.path.lexists(f"{path}-wal")
    mode = "mode=ro&immutable=1" if still else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS)
