"""Inputs that are named by a URL, such as ``s3://bucket/releases.jsonl``: read through fsspec, never copied to disk.

An object of a store appears complete or not at all, so unlike a file it needs no look whether it is being written.
"""

import errno
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.read.identity import display_name
from pipeline.read.outcomes import too_large

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
BUFFER_BYTES = 1024 * 1024
Kind = Literal["file", "folder", "link"]


def is_url(text: str) -> bool:
    """Whether an input is named by a URL; a letter and a colon alone are a drive."""
    return URL.match(text) is not None


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it.

    Raises:
        UsageError: fsspec or the package for the protocol is missing, or the URL cannot be used.
    """
    if urlsplit(url).password is not None:
        raise UsageError("a URL with a password would end up in every record; give it to the store's own settings")
    try:
        found = import_module("fsspec.core").url_to_fs(url)
    except ImportError as error:
        raise UsageError(
            f"{url} needs a package that is not installed ({error}); pip install 'press-records[remote]', and what "
            "fsspec names for the protocol, such as s3fs or gcsfs"
        ) from error
    except Exception as error:  # every store has errors of its own
        raise UsageError(f"{url} cannot be used ({_reason(error)}); check the URL and the store's settings") from error
    return cast(tuple[Any, str], found)


@contextmanager
def as_os_errors() -> Iterator[None]:
    """Stores raise what they like; here it is an error of the system, like those of a disk."""
    try:
        yield
    except OSError as error:
        if error.strerror is None:
            raise OSError(errno.EIO, _reason(error)) from error
        raise
    except Exception as error:
        raise OSError(errno.EIO, _reason(error)) from error


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


@dataclass(frozen=True, slots=True)
class RemotePath:
    """A file or folder of a store; can be sent to other processes and machines.

    Attributes:
        url: as given, or below a folder that was given.
    """

    url: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        path = self.url.partition("://")[2]
        return _last(path.partition("?")[0] if self._is_web else path)

    @property
    def _is_web(self) -> bool:
        return self.url.lower().startswith(("http://", "https://"))

    def child(self, name: str) -> "RemotePath":
        """A file or folder in this folder."""
        return RemotePath(f"{self.url.rstrip('/')}/{name}")

    def exists(self) -> bool:
        """Whether there is such a file or folder.

        Raises:
            OSError: the store cannot be asked.
        """
        system, path = filesystem(self.url)
        with as_os_errors():
            return bool(system.exists(path))

    def is_dir(self) -> bool:
        """Whether it is a folder; the web has none, only pages with links that lead anywhere.

        Raises:
            OSError: the store cannot be asked.
        """
        system, path = filesystem(self.url)
        with as_os_errors():
            return not self._is_web and bool(system.isdir(path))

    def entries(self) -> list[tuple[str, Kind]]:
        """Names and kinds of what is in this folder, sorted by the bytes of the names.

        Raises:
            OSError: the folder cannot be listed.
        """
        system, path = filesystem(self.url)
        with as_os_errors():
            system.invalidate_cache(path)  # a watcher or a notebook lives longer than a listing holds
            listed = system.ls(path, detail=True)
        # Some stores list the folder itself, as an empty object.
        inner = (entry for entry in listed if entry["name"].rstrip("/") != path.rstrip("/"))
        return sorted(((_last(entry["name"]), _kind(system, entry)) for entry in inner), key=_bytes_of)

    def open(self) -> BinaryIO:
        """The content, as it comes over the network.

        Raises:
            OSError: it is not there, or may not be read; as does reading it.
        """
        system, path = filesystem(self.url)
        with as_os_errors():
            return cast(BinaryIO, io.BufferedReader(_Stream(system.open(path, "rb")), BUFFER_BYTES))

    def read(self, limit: int) -> bytes:
        """The whole content.

        Raises:
            OSError: it cannot be read.
            ReadError: it is over the limit (``too-large``).
        """
        with self.open() as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise too_large(limit)
        return data


class _Stream(io.RawIOBase):
    """A file of a store, whose errors are those of the system."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with as_os_errors():
            self._file.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any) -> int:
        with as_os_errors():
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            with as_os_errors():
                self._file.close()
        super().close()


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _kind(system: Any, entry: dict[str, Any]) -> Kind:
    if entry.get("islink"):
        return "link" if system.isdir(entry["name"]) else "file"
    return "folder" if entry.get("type") == "directory" else "file"


def _bytes_of(entry: tuple[str, Kind]) -> bytes:
    return entry[0].encode("utf-8", "surrogateescape")


Location = Path | RemotePath
"""Where an input is."""


def location_of(text: str) -> Location:
    """What the user names: a URL with a scheme, or a path of this machine."""
    return RemotePath(text) if is_url(text) else Path(text)


def location_name(location: Location) -> str:
    """The location as given, as valid Unicode."""
    return display_name(location.url if isinstance(location, RemotePath) else location)


def open_binary(location: Location) -> BinaryIO:
    """The bytes of a file, wherever it is."""
    return location.open() if isinstance(location, RemotePath) else location.open("rb")
