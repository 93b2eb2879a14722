"""Runs that are over, and the snapshot as it was after each of them."""

import heapq
import json
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.store.delta import changes_before
from pipeline.store.snapshot import apply_changes, snapshot_files, snapshot_lines

RUNS, MANIFEST = "runs", "manifest.json"
RUN_NAME = re.compile(r"[0-9]{6,12}")


def run_name(number: int) -> str:
    """The run id, such as ``000001``."""
    return f"{number:06d}"


def run_folder(out: Path, number: int) -> Path:
    """Where a published run keeps its files."""
    return out / RUNS / run_name(number)


def run_ids(out: Path) -> list[str]:
    """The published runs of an output folder that are still kept, the oldest first."""
    folder = out / RUNS
    names = [entry.name for entry in folder.iterdir() if RUN_NAME.fullmatch(entry.name)] if folder.is_dir() else []
    return sorted(names, key=int)


def stored_manifest(out: Path, number: int) -> dict[str, Any] | None:
    """What a run's folder says about it; None where that is missing or no manifest."""
    try:
        manifest = json.loads((run_folder(out, number) / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def has_results(out: Path) -> bool:
    """Whether a run has published anything in a folder, whatever became of its state."""
    return bool(snapshot_files(out) or run_ids(out))


def records_at(out: Path, run_id: str) -> Iterator[str]:
    """The record lines of the snapshot after a run, sorted by id; memory stays flat.

    The snapshot of today is taken back run by run: of several runs that changed a record, the first one after
    ``run_id`` knows what it was.

    Raises:
        UsageError: there is no such run, or it is not kept any more.
        StateError: a file of a later run is damaged.
    """
    kept = run_ids(out)
    if run_id not in kept:
        choice = f"choose one of {kept[0]} to {kept[-1]}" if kept else "there is none"
        raise UsageError(f"{out} keeps no run {run_id}; {choice}")
    later = [int(name) for name in kept if int(name) > int(run_id)]
    return apply_changes(snapshot_lines(out), _first_of_each(out, later))


def _first_of_each(out: Path, runs: list[int]) -> Iterator[tuple[str, str | None]]:
    streams = (_numbered(out, number) for number in runs)
    merged = heapq.merge(*streams, key=itemgetter(0, 1))
    for name, changes in groupby(merged, key=itemgetter(0)):
        _, _, line = next(changes)
        yield name, line


def _numbered(out: Path, number: int) -> Iterator[tuple[str, int, str | None]]:
    for name, line in changes_before(run_folder(out, number)):
        yield name, number, line
