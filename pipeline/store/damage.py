"""What to say of a state that cannot be used: which file it is, and the remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StateError, UsageError


def no_state(folder: Path) -> UsageError:
    """Of a folder that no run has written to."""
    return UsageError(f"{folder} holds no state; name the folder that 'press-records run --out' wrote")


def outdated(folder: Path) -> UsageError:
    """Of an older version's."""
    remedy = f"the next 'press-records run' with --out {folder} brings it up to date and keeps all that is in it"
    return UsageError(f"the state in {folder} was written by an older press-records; {remedy}")


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, which name the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error


def explained(error: sqlite3.Error, path: Path) -> StateError | UsageError:
    """Damage has a remedy of its own; the rest is the disk's. An error without a code is text that is no UTF-8."""
    if isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", None) is not None:
        remedy = "check space and permissions of the folder; what was there before is untouched"
        return UsageError(f"{path} cannot be used ({error}); {remedy}")
    return damaged(path, error)


def lost(path: Path) -> StateError:
    """Of one that holds nothing although there are results."""
    return damaged(path, f"there are results beside it, and it is {'empty' if path.exists() else 'missing'}")


def damaged(path: Path, reason: Exception | str) -> StateError:
    """Of one that makes no sense."""
    folder = path.parent
    return StateError(
        f"{path} is damaged ({reason}); 'press-records rebuild --out {folder}' makes it anew from the snapshot"
    )
