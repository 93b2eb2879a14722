"""The bytes of a file, never more than the limit in memory, decompressed where they are gzip."""

import gzip
import io
import os
import stat
import zlib
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.read.outcomes import too_large
from pipeline.read.remote import Location, RemotePath

GZIP_MAGIC = b"\x1f\x8b"
READINGS = 3  # a file that changes under each of them is being written
GZIP_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error)


def stored_bytes(location: Location, limit: int) -> bytes:
    """The file's bytes as stored.

    Raises:
        ReadError: not a regular file, not readable (``unreadable``), over the limit (``too-large``) or still being
            written (``changing``).
    """
    try:
        if isinstance(location, RemotePath):
            return location.read(limit)
        for _ in range(READINGS):
            before = location.stat()
            _require_regular(before)
            if before.st_size > limit:
                raise too_large(limit)
            with location.open("rb") as file:
                data = file.read(before.st_size + 1)  # not the limit: as much memory would be set aside for each
            if len(data) == before.st_size and _moment(before) == _moment(location.stat()):
                return data
    except OSError as error:
        raise cannot_read(error) from error
    raise ReadError("changing", "the file is being written; it is read again in the next run")


def _moment(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def require_regular(location: Location) -> None:
    """Refuses devices and pipes, which may never end.

    Raises:
        ReadError: code ``unreadable``.
    """
    if isinstance(location, Path):
        _require_regular(location.stat())


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("unreadable", "not a regular file; copy the document into a file")


def decompressed(data: bytes, limit: int) -> bytes:
    """The content: gzip is told by its first bytes, whatever the file is called.

    Raises:
        ReadError: damaged or incomplete (``bad-gzip``) or over the limit (``too-large``).
    """
    if not data.startswith(GZIP_MAGIC):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(limit + 1)
    except GZIP_ERRORS as error:
        raise bad_gzip(error) from error
    if len(content) > limit:
        raise too_large(limit)
    return content


def bad_gzip(error: BaseException) -> ReadError:
    """The error for gzip data that end early or do not match their checksum."""
    return ReadError("bad-gzip", f"the gzip data are damaged or incomplete ({error}); fetch the file again")


def cannot_read(error: OSError) -> ReadError:
    """The error for a file the operating system does not let us read."""
    return ReadError("unreadable", f"cannot be read ({error.strerror}); check that it exists and its permissions")
