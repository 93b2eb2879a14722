"""Files that are either complete or not there."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import UsageError

BUFFER = 256 * 1024  # bytes; records are longer than half of the default, which would mean a system call for each


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """What was written: lines, bytes and the SHA-256 of the bytes."""

    lines: int
    bytes: int
    sha256: str


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turns a refusal of the disk into an error that names the file and the remedy."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror is not None else str(error)
        remedy = "check space and permissions, or choose another place; what was there before is untouched"
        raise UsageError(f"{path} cannot be written ({reason}); {remedy}") from error


def write_lines(path: Path, lines: Iterable[str]) -> WrittenFile:
    """Writes lines of text as UTF-8 with line feeds; the file appears complete or keeps what it held.

    Raises:
        UsageError: the folder is not writable or the disk is full.
    """
    return write_encoded(path, (line.encode() + b"\n" for line in lines))


def write_encoded(path: Path, lines: Iterable[bytes]) -> WrittenFile:
    """Like `write_lines`, for lines that are bytes and have their ends."""
    digest, count, size = hashlib.sha256(), 0, 0
    with storing(path), replacing(path) as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            count += 1
            size += len(line)
    return WrittenFile(count, size, digest.hexdigest())


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A temporary file beside ``path`` that takes its place when the block ends without an error."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb", BUFFER) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def copy_file(source: Path, target: Path) -> None:
    """Copies a file durably.

    Raises:
        UsageError: the disk is full or the folder not writable.
    """
    with storing(target):
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes a rename durable; on systems where folders cannot be opened the rename itself must do."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Creates the output folder.

    Raises:
        UsageError: something else is in the way or it is not writable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"output folder {folder} cannot be made ({error.strerror}); choose another with --out"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"output folder {folder} is not writable; choose another with --out")
