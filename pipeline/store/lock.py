"""One run at a time works on an output folder; a lock goes with the process that holds it, however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import BusyError
from pipeline.store.files import storing

LOCK, HOLDER = ".lock", ".lock.pid"


@contextmanager
def locked(folder: Path) -> Iterator[int | None]:
    """Holds the folder for this process; gives the pid of a holder that died without letting go, None without one.

    The operating system frees the lock of a dead process, so that none is ever stale; the file with the pid is for the
    message alone.

    Raises:
        BusyError: another process holds it; the message has its pid.
        UsageError: the folder is not writable.
    """
    lock, holder = FileLock(folder / LOCK), folder / HOLDER
    with storing(folder / LOCK):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise _busy(folder, _pid(holder)) from error
    try:
        died = _pid(holder)
        with storing(holder):
            holder.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield died
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _busy(folder: Path, pid: int | None) -> BusyError:
    who = f"process {pid}" if pid is not None else "another process"
    remedy = "wait for it to end, or stop it: an interrupted run can be continued"
    return BusyError(f"{folder} is in use by {who}; {remedy}")


def _pid(holder: Path) -> int | None:
    try:
        return int(holder.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
