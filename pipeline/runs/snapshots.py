"""The snapshot that a run leaves: only shards that it touches are written, and each is proven from the one before.

A shard is the former one copied, with the lines that the state has for what the run worked on. The proof goes another
way: it applies the delta, as it was written, to the former shard and compares digests.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from pipeline.store.delta import changes_of
from pipeline.store.files import WrittenFile, storing, write_encoded, write_lines
from pipeline.store.merge import merged
from pipeline.store.snapshot import apply_changes, read_lines, record_id, shard_file, shard_prefixes
from pipeline.store.state import State

log = logging.getLogger(__name__)

BEYOND = "g"  # sorts behind every hexadecimal digit

AFTER = """
SELECT documents.id, CASE WHEN results.id IS NULL THEN documents.line ELSE results.line END
FROM documents LEFT JOIN results USING (id) WHERE documents.id >= :low AND documents.id < :high
UNION ALL
SELECT id, line FROM results
WHERE id >= :low AND id < :high AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.id = results.id)
ORDER BY 1
"""
CHANGED = "SELECT id, line FROM results WHERE id >= :low AND id < :high ORDER BY id"
BEFORE = "SELECT id, line FROM documents WHERE id >= :low AND id < :high ORDER BY id"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a snapshot by name, and which of them are new."""

    files: dict[str, WrittenFile]
    written: frozenset[str]

    @property
    def records(self) -> int:
        """How many records it holds."""
        return sum(file.lines for file in self.files.values())


class SnapshotWriter:
    """Writes what a run changes of the snapshot, before the state is told of the changes."""

    def __init__(self, out: Path, state: State) -> None:
        self._out = out
        self._state = state
        self._checked: dict[str, bool] = {}
        self.recorded = {
            name: WrittenFile(*figures) for name, *figures in state.rows("SELECT * FROM snapshot ORDER BY name")
        }

    @property
    def records(self) -> int:
        """How many records the snapshot holds so far."""
        return sum(file.lines for file in self.recorded.values())

    def shards(self, wanted: int | None) -> int:
        """How many shards the snapshot is to have: those it has, where nothing else is wanted."""
        return wanted or len(self.recorded) or 1

    def fits(self, shards: int) -> bool:
        """Whether the snapshot is in as many shards and all of them are as the last run left them."""
        names = set(map(shard_file, shard_prefixes(shards)))
        return set(self.recorded) == names and all(map(self._intact, names))

    def write(self, current: Path, shards: int, touched: set[str]) -> Snapshot:
        """Writes the shards that are touched, missing or not as the last run left them.

        Args:
            current: folder for them.
            shards: how many the snapshot has.
            touched: ids that were added, modified or deleted, cut to the length of a shard's prefix.
        """
        files: dict[str, WrittenFile] = {}
        written = set()
        for prefix in shard_prefixes(shards):
            name = shard_file(prefix)
            if prefix not in touched and self._intact(name):
                files[name] = self.recorded[name]
                continue
            files[name] = self._write_shard(current / name, name, prefix)
            written.add(name)
        return Snapshot(files, frozenset(written))

    def _write_shard(self, target: Path, name: str, prefix: str) -> WrittenFile:
        with storing(target):
            target.parent.mkdir(exist_ok=True)
        if not self._intact(name):
            return write_lines(target, self._lines(AFTER, prefix))
        with storing(target), (self._out / name).open("rb") as former:
            return write_encoded(target, merged(former, self._changes(prefix)))

    def _changes(self, prefix: str) -> Iterator[tuple[bytes, bytes | None]]:
        """Ids of a shard that the run worked on, with their lines."""
        for name, number in self._state.rows(CHANGED, _range(prefix)):
            yield name.encode(), None if number is None else self._state.line(number).encode() + b"\n"

    def verify(self, staging: Path, snapshot: Snapshot, shards: int) -> None:
        """Proves that the former snapshot and the delta give the new one; both are read from their files.

        Raises:
            AssertionError: they do not, which is a defect of the pipeline; nothing has been published.
        """
        former = apply_changes(self._former_lines(snapshot, shards), changes_of(staging))
        proven = {shard_file(prefix): _digest(lines) for prefix, lines in _by_shard(former, shards)}
        empty = _digest(())
        for name in snapshot.written:
            if proven.get(name, empty) != (snapshot.files[name].lines, snapshot.files[name].sha256):
                raise AssertionError(f"the former snapshot and the delta do not give the new {name}")

    def _former_lines(self, snapshot: Snapshot, shards: int) -> Iterator[str]:
        """Record lines of the last run that the written shards replace."""
        names = {shard_file(prefix): prefix for prefix in shard_prefixes(shards)}
        if set(self.recorded) - set(names):  # other shards than before: all of them are replaced
            parts = [(name, Path(name).stem if "/" in name else "") for name in self.recorded]
        else:
            parts = [(name, prefix) for name, prefix in names.items() if name in snapshot.written & set(self.recorded)]
        return chain.from_iterable(self._former_part(name, prefix) for name, prefix in parts)

    def _former_part(self, name: str, prefix: str) -> Iterator[str]:
        if self._intact(name):
            return read_lines(self._out / name)
        log.warning("%s is not as the last run left it; it is written anew", self._out / name)
        return self._lines(BEFORE, prefix)

    def _intact(self, name: str) -> bool:
        """Whether a file is there and has the recorded digest; it is read once."""
        if name not in self._checked:
            self._checked[name] = name in self.recorded and _has_digest(self._out / name, self.recorded[name])
        return self._checked[name]

    def _lines(self, query: str, prefix: str) -> Iterator[str]:
        numbers = self._state.rows(query, _range(prefix))
        return (self._state.line(number) for _, number in numbers if number is not None)


def _range(prefix: str) -> dict[str, str]:
    """Bounds of the ids that begin with a prefix."""
    return {"low": prefix, "high": prefix + BEYOND}


def _by_shard(lines: Iterator[str], shards: int) -> Iterable[tuple[str, Iterator[str]]]:
    """Sorted lines by the beginnings of their ids."""
    if shards == 1:
        return [("", lines)]
    length = len(shard_prefixes(shards)[0])
    return groupby(lines, lambda line: record_id(line)[:length])


def _has_digest(file: Path, recorded: WrittenFile) -> bool:
    if not file.is_file() or file.stat().st_size != recorded.bytes:
        return False
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest() == recorded.sha256


def _digest(lines: Iterator[str] | tuple[str, ...]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line.encode() + b"\n")
        count += 1
    return count, digest.hexdigest()
