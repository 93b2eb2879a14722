"""The snapshot: all records of an output folder, sorted by id, in one file or in shards by the beginning of the id."""

import heapq
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipeline.errors import StateError, UsageError

RECORDS = "records.jsonl"
SHARDS = "records"
SHARD_COUNTS = (1, 16, 256, 4096)
HEX = "0123456789abcdef"
# Records of ours begin like this; it spares parsing a whole line for its id.
RECORD_ID = re.compile(r'\{"schema": ?"[^"\\]{1,40}", ?"id": ?"([0-9a-f]{1,64})"')
SHARD_NAME = re.compile(r"[0-9a-f]{1,3}\.jsonl")


def shard_prefixes(shards: int) -> tuple[str, ...]:
    """The beginnings of ids that tell shards apart, in order; one empty beginning for a single file.

    Raises:
        UsageError: ids cannot be cut into that many equal parts.
    """
    if shards not in SHARD_COUNTS:
        raise UsageError(f"--shards {shards} is not possible; choose one of {', '.join(map(str, SHARD_COUNTS))}")
    prefixes = [""]
    while len(prefixes) < shards:
        prefixes = [prefix + digit for prefix in prefixes for digit in HEX]
    return tuple(prefixes)


def shard_file(prefix: str) -> str:
    """The shard's file below the output folder."""
    return f"{SHARDS}/{prefix}.jsonl" if prefix else RECORDS


def snapshot_files(out: Path) -> list[Path]:
    """The files that make up the current snapshot; read one after the other they are sorted by id."""
    whole = out / RECORDS
    return [whole] if whole.is_file() else shard_files(out)


def shard_files(out: Path) -> list[Path]:
    """The shards that are there, in order."""
    return sorted(file for file in (out / SHARDS).glob("*.jsonl") if SHARD_NAME.fullmatch(file.name))


def snapshot_lines(out: Path) -> Iterator[str]:
    """The record lines of the current snapshot, sorted by id, without line ends.

    Raises:
        UsageError: a file cannot be read.
    """
    for file in snapshot_files(out):
        yield from read_lines(file)


def read_lines(file: Path) -> Iterator[str]:
    """The lines of a UTF-8 file without their ends.

    Raises:
        UsageError: it cannot be read, or is no UTF-8.
    """
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line.removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read ({error}); restore it, or run again") from error


def record_id(line: str) -> str:
    """The id of a record line.

    Raises:
        StateError: the line is no record.
    """
    start = RECORD_ID.match(line)
    if start is not None:
        return start[1]
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise StateError(f"not a record: {line[:60]!r}; 'press-records rebuild' drops it from the snapshot") from error


def changed_lines(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Ids with the old and the new line where two snapshots differ, sorted by id; None where one has no such record."""
    tagged = heapq.merge(((record_id(line), 0, line) for line in old), ((record_id(line), 1, line) for line in new))
    for name, lines in groupby(tagged, key=itemgetter(0)):
        both: dict[int, str] = {side: line for _, side, line in lines}
        if both.get(0) != both.get(1):
            yield name, both.get(0), both.get(1)


def apply_changes(lines: Iterable[str], changes: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """The snapshot after changes; both sorted by id and read as they come.

    Args:
        lines: record lines.
        changes: ids with the new line, None for a record that is deleted.
    """
    following = iter(changes)
    change = next(following, None)
    for line in lines:
        own = record_id(line)
        while change is not None and change[0] < own:
            if change[1] is not None:
                yield change[1]
            change = next(following, None)
        if change is not None and change[0] == own:
            if change[1] is not None:
                yield change[1]
            change = next(following, None)
        else:
            yield line
    while change is not None:
        if change[1] is not None:
            yield change[1]
        change = next(following, None)
