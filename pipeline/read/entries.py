"""The entries of a folder in the order of their names, a million of them in little memory."""

import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

FILE, FOLDER, LINK = b"f", b"d", b"l"
"""Kinds of entry: anything that is read as a file, a folder, a link to a folder."""

HELD = 50_000  # entries in memory; more are sorted in parts that wait on disk
END = b"\0"  # the one byte besides "/" that no name holds


def sorted_entries(folder: Path, held: int = HELD) -> Iterator[tuple[str, bytes]]:
    """Names and kinds of a folder's entries, sorted by the bytes of the names.

    Args:
        folder: what to list.
        held: most entries in memory.

    Raises:
        OSError: the folder cannot be listed.
    """
    with ExitStack() as stack:
        parts: list[Iterable[bytes]] = []
        with os.scandir(folder) as entries:
            rows = map(_row, entries)
            while part := sorted(islice(rows, held)):
                full = len(part) == held
                parts.append(_spilled(part, stack.enter_context(tempfile.TemporaryFile())) if full else part)
        for row in heapq.merge(*parts):
            yield os.fsdecode(row[:-2]), row[-1:]


def _row(entry: os.DirEntry[str]) -> bytes:
    """Name and kind as one sortable piece: the end mark sorts before every character of a longer name."""
    kind = FILE
    if _is_folder(entry):
        kind = LINK if entry.is_symlink() else FOLDER
    return os.fsencode(entry.name) + END + kind


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _spilled(part: list[bytes], file: IO[bytes]) -> Iterator[bytes]:
    """Sorted rows, written to a file and read back one by one."""
    for row in part:
        file.write(len(row).to_bytes(4, "big") + row)
    file.seek(0)
    return _rows(file)


def _rows(file: IO[bytes]) -> Iterator[bytes]:
    while size := file.read(4):
        yield file.read(int.from_bytes(size, "big"))
