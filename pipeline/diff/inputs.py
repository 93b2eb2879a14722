"""What a user may compare: a run by its id, an output folder, a run's folder, or a file of records."""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StateError, UsageError
from pipeline.store.delta import DELTA, MARK
from pipeline.store.history import RUN_NAME, RUNS, records_at, run_folder, run_ids, run_name
from pipeline.store.snapshot import read_lines, snapshot_files, snapshot_lines

Causes = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        run: its number, where the side is the snapshot after a run of ``folder``.
    """

    name: str
    folder: Path
    run: int | None = None
    file: Path | None = None

    def lines(self) -> Iterator[str]:
        """The record lines, sorted by id.

        Raises:
            UsageError: they cannot be read.
        """
        if self.file is not None:
            return read_lines(self.file)
        return snapshot_lines(self.folder) if self.run is None else records_at(self.folder, run_name(self.run))


def find_side(name: str, out: Path) -> Side:
    """What a user means.

    Args:
        name: a run's id (``7`` or ``000007``) or a path.
        out: the folder whose runs ids are of.

    Raises:
        UsageError: there is nothing of that name.
    """
    if name.isascii() and name.isdigit() and not Path(name).exists():
        return Side(name, out, _kept(out, int(name)))
    path = Path(name)
    if path.is_file():
        return Side(name, path.parent, file=path)
    if path.parent.name == RUNS and RUN_NAME.fullmatch(path.name):
        return Side(name, path.parent.parent, _kept(path.parent.parent, int(path.name)))
    if path.is_dir() and snapshot_files(path):
        runs = run_ids(path)
        return Side(name, path, int(runs[-1]) if runs else None)
    raise UsageError(f"{name} is neither a run of {out} nor a folder or file of records; see {out / RUNS}")


def _kept(out: Path, number: int) -> int:
    kept = run_ids(out)
    if run_name(number) not in kept:
        choice = f"it keeps {kept[0]} to {kept[-1]}" if kept else "it keeps none"
        raise UsageError(f"{out} has no run {run_name(number)}; {choice}")
    return number


def causes_between(old: Side, new: Side) -> Iterator[Causes]:
    """The causes that the runs between two sides noted, by id; none where they are not of one folder, in order."""
    if old.run is None or new.run is None or old.folder.resolve() != new.folder.resolve():
        return iter(())
    runs = [int(name) for name in run_ids(new.folder) if old.run < int(name) <= new.run]
    return heapq.merge(*(_noted(run_folder(new.folder, number) / DELTA) for number in runs))


def _noted(delta: Path) -> Iterator[Causes]:
    for line in read_lines(delta):
        try:
            head = json.loads(line.partition(MARK)[0] + "}")
            yield str(head["id"]), tuple(map(str, head["cause"]))
        except (ValueError, KeyError, TypeError) as error:
            raise StateError(f"{delta} is damaged at {line[:60]!r} ({error}); restore it") from error
