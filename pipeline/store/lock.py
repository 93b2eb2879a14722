"""One run at a time works on an output folder; a lock goes with the process that holds it, however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import BusyError
from pipeline.store.files import storing

LOCK, PID = ".lock", ".lock.pid"


@contextmanager
def locked(folder: Path) -> Iterator[int | None]:
    """Holds the folder for this process; gives the pid of a holder that died without letting go, None without one.

    The operating system frees the lock of a dead process, so that none is ever stale; the file with the pid is for the
    message alone.

    Raises:
        BusyError: another process holds it; the message has its pid.
        UsageError: the folder is not writable.
    """
    lock, pid = FileLock(folder / LOCK), folder / PID
    with storing(folder / LOCK):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise _busy(folder, _pid(pid)) from error
    try:
        died = _pid(pid)
        with storing(pid):
            pid.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield died
    finally:
        with suppress(OSError):
            pid.unlink()
        lock.release()


def holder(folder: Path) -> int | None:
    """The pid of the process that holds the folder, None where nobody does."""
    if _pid(folder / PID) is None:  # without it, do not even touch the lock: a run may be about to take it
        return None
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _pid(folder / PID)
    except OSError:  # a folder that we may only read: the lock cannot be tried, but its process be looked for
        pid = _pid(folder / PID)
        return pid if pid is not None and _lives(pid) else None
    lock.release()
    return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _busy(folder: Path, pid: int | None) -> BusyError:
    who = f"process {pid}" if pid is not None else "another process"
    remedy = "wait for it to end, or stop it: an interrupted run can be continued"
    return BusyError(f"{folder} is in use by {who}; {remedy}")


def _pid(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
