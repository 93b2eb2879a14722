"""The files of one run that say what it changed: forward for consumers (`delta.jsonl`), backward for the history.

A record's line is embedded as it is, so that both directions give back the exact bytes of a snapshot.
"""

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import StateError
from pipeline.store.files import WrittenFile, storing, write_lines
from pipeline.store.snapshot import read_lines

DELTA, BEFORE = "delta.jsonl", "before.jsonl.gz"
MARK = ', "record": '

Operation = Literal["ADD", "MOD", "DEL"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a run did to one record.

    Attributes:
        cause: why, such as ``("source",)`` or ``("model", "settings")``.
        fields: of a MOD, the top-level fields that differ.
        old: the record line before, None for an ADD.
        new: the record line afterwards, None for a DEL.
    """

    id: str
    cause: tuple[str, ...]
    fields: tuple[str, ...]
    old: str | None
    new: str | None

    @property
    def op(self) -> Operation:
        """What happened."""
        if self.old is None:
            return "ADD"
        return "DEL" if self.new is None else "MOD"

    def forward(self) -> str:
        """The line of ``delta.jsonl``."""
        head: dict[str, object] = {"op": self.op, "id": self.id, "cause": list(self.cause), "fields": list(self.fields)}
        return _line(head, self.new)

    def backward(self) -> str:
        """The line of ``before.jsonl.gz``."""
        return _line({"id": self.id}, self.old)


def _line(head: dict[str, object], record: str | None) -> str:
    return f"{json.dumps(head)[:-1]}{MARK}{'null' if record is None else record}}}"


def parse_change(line: str) -> tuple[str, str | None]:
    """Id and record line of a line of either file.

    Raises:
        StateError: the line is neither's.
    """
    head, found, record = line.partition(MARK)
    try:
        if not found or not record.endswith("}"):
            raise ValueError("cut off")
        name = json.loads(head + "}")["id"]
    except (ValueError, KeyError) as error:
        raise StateError(f"not a line of a delta: {line[:80]!r} ({error})") from error
    return str(name), None if record == "null}" else record[:-1]


def changes_of(run: Path) -> Iterator[tuple[str, str | None]]:
    """Ids with their record lines after a run, None where it deleted the record."""
    return map(parse_change, read_lines(run / DELTA))


def changes_before(run: Path) -> Iterator[tuple[str, str | None]]:
    """Ids with their record lines before a run, None where it added the record.

    Raises:
        StateError: the file is missing or damaged.
    """
    file = run / BEFORE
    try:
        with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield parse_change(line.removesuffix("\n"))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, StateError) as error:
        remedy = "without it the snapshots before this run are lost; put it back from a backup, or choose a later run"
        raise StateError(f"{file} cannot be read ({error}); {remedy}") from error


def write_changes(folder: Path, changes: Iterable[Change]) -> WrittenFile:
    """Writes both files of a run from its changes, sorted by id; what is returned describes ``delta.jsonl``.

    Raises:
        UsageError: the disk is full or the folder not writable.
    """
    path = folder / BEFORE
    with storing(path), path.open("wb") as raw:
        # No name and no time in the header: equal changes give equal bytes.
        packed = gzip.GzipFile("", "wb", 6, raw, mtime=0)
        with packed, io.TextIOWrapper(packed, "utf-8", newline="\n") as before:
            written = write_lines(folder / DELTA, _both(changes, before))
        raw.flush()
        os.fsync(raw.fileno())
    return written


def _both(changes: Iterable[Change], before: io.TextIOWrapper) -> Iterator[str]:
    for change in changes:
        before.write(change.backward() + "\n")
        yield change.forward()
