"""Looking after an output folder: what it holds, going back to an older snapshot, and making room."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.runs.manifest import Counts, Manifest
from pipeline.runs.publish import Occasion, publish
from pipeline.runs.staging import PUBLISHING, finish_publication, staging_folder
from pipeline.runs.surroundings import Stopwatch
from pipeline.settings import Settings
from pipeline.store.damage import damaged, explaining, no_state
from pipeline.store.files import storing, sync_folder
from pipeline.store.history import RUNS, has_results, run_folder, run_ids, run_name, stored_manifest
from pipeline.store.lock import holder, locked
from pipeline.store.progress import RunInProgress
from pipeline.store.proof import proven_records_at
from pipeline.store.rebuild import open_state
from pipeline.store.rebuild import rebuild as rebuild_state
from pipeline.store.snapshot import changed_lines
from pipeline.store.soundness import require_sound, require_sound_tables
from pipeline.store.state import STATE, Result, State, Status, read_only

NO_SOURCE = ""
ROLLBACK = "rollback"
"""The kind of run, and the cause of its changes."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How an output folder is.

    Attributes:
        run: the last published one, None before the first.
        documents: how many by status.
        records: in the snapshot.
        waiting: results that an interrupted run left, or that a run has made so far.
        interrupted: whether a run has to be continued: there are results, or files that have not got their names.
        holder: pid of the process that works on it.
    """

    run: str | None
    documents: dict[str, int]
    records: int
    waiting: int
    interrupted: bool
    holder: int | None


def condition(out: Path, *, thorough: bool = False) -> Condition:
    """Looks, and changes nothing.

    Args:
        out: the output folder.
        thorough: whether to read the whole state, so that damage is told wherever it is; seconds for 10,000 documents.

    Raises:
        UsageError: the folder has no state.
        StateError: the state is damaged.
    """
    pid, path = holder(out), out / STATE
    with closing(read_only(out)) as database, explaining(path):
        documents = dict(database.execute("SELECT status, count(*) FROM documents GROUP BY status ORDER BY status"))
        runs = database.execute("SELECT number, phase FROM runs ORDER BY number").fetchall()
        records = database.execute("SELECT coalesce(sum(lines), 0) FROM snapshot").fetchone()[0]
        waiting = database.execute("SELECT count(*) FROM results").fetchone()[0]
        if thorough:
            require_sound(database, path)
    unfinished = bool(waiting) or any(phase == PUBLISHING for _, phase in runs)
    run = run_name(runs[-1][0]) if runs else None
    return Condition(run, documents, records, waiting, unfinished and pid is None, pid)


def manifests(out: Path) -> list[dict[str, Any]]:
    """The manifests of the runs that are kept, the oldest first.

    Raises:
        UsageError: the folder has no state.
        StateError: the state is damaged.
    """
    path = out / STATE
    with closing(read_only(out)) as database, explaining(path):
        require_sound_tables(database, path, "runs")
        rows = database.execute("SELECT number, kind, manifest FROM runs ORDER BY number").fetchall()
    try:
        known = {number: json.loads(manifest) | {"kind": kind} for number, kind, manifest in rows}
    except (ValueError, TypeError) as error:
        raise damaged(path, f"manifest of a run: {error}") from error
    return [manifest | {"run": run_name(number)} | _timings(out, number) for number, manifest in known.items()]


def _timings(out: Path, number: int) -> dict[str, Any]:
    """When a run began and how long it took, which only its folder says; nothing where that cannot be read."""
    manifest = stored_manifest(out, number)
    return {"timings": manifest["timings"]} if manifest is not None and "timings" in manifest else {}


def rollback(out: Path, run_id: str) -> Manifest:
    """Makes the snapshot after an earlier run the current one, as a run of its own with its delta.

    What made the older records is not known any more, so the next run works on their documents again.

    Raises:
        UsageError: the folder has no results, there is no such run, or it is not kept any more.
        StateError: the state or a file of the history is missing or damaged; nothing is changed.
        BusyError: a run works on the folder.
    """
    require_results(out)
    if run_id.isascii() and run_id.isdigit():  # 7 means 000007
        run_id = run_name(int(run_id))
    with locked(out), open_state(out) as state:
        finish_publication(out, state)
        progress = RunInProgress(state)
        progress.discard()
        last = state.value("SELECT coalesce(max(number), 0) FROM runs")
        for document_id, old, new in changed_lines(_current(state), proven_records_at(out, run_id, last)):
            progress.add(_rolled_back(document_id, old, new))
        occasion = Occasion(ROLLBACK, (run_id,), None, Settings(), None, Stopwatch())
        return publish(out, state, Counts(), occasion)


def _current(state: State) -> Iterator[str]:
    query = "SELECT line FROM documents WHERE line IS NOT NULL ORDER BY id"
    return (state.line(number) for (number,) in state.rows(query))


def _rolled_back(document_id: str, old: str | None, new: str | None) -> Result:
    source = json.loads(new if new is not None else old or "{}")["source"]
    status = Status.GONE if new is None else Status.EMITTED
    cause = (ROLLBACK,)
    return Result(document_id, source["uri"], source["sha256"], NO_SOURCE, None, None, status, cause, new)


def collect_garbage(out: Path, keep: int) -> list[str]:
    """Removes the oldest runs, whose snapshots cannot be had any more then, and gives back space of the state.

    Args:
        out: the output folder.
        keep: how many runs stay.

    Returns:
        The ids of the removed runs.

    Raises:
        UsageError: the folder has no results.
        StateError: the state is damaged.
        BusyError: a run works on the folder.
    """
    if keep < 1:
        raise UsageError(f"--keep {keep} is not possible; the last run always stays")
    require_results(out)
    with locked(out), open_state(out) as state:
        finish_publication(out, state)
        removed = run_ids(out)[:-keep]
        for name in removed:
            hidden = staging_folder(out, int(name))
            with storing(hidden):
                run_folder(out, int(name)).rename(hidden)
                sync_folder(out / RUNS)
                shutil.rmtree(hidden)
            state.execute("DELETE FROM runs WHERE number = ?", (int(name),))
        state.execute("DELETE FROM builds WHERE number NOT IN (SELECT build FROM documents WHERE build IS NOT NULL)"
                      " AND number NOT IN (SELECT build FROM results WHERE build IS NOT NULL)")  # fmt: skip
        state.execute("DELETE FROM readings WHERE id IN (SELECT id FROM documents WHERE status = ?)", (Status.GONE,))
        state.shrink()
    return removed


def rebuild(out: Path) -> int:
    """Makes the state anew from the snapshot; how many documents it holds.

    Raises:
        UsageError: the folder has no results, or its snapshot cannot be read.
        BusyError: a run works on the folder.
    """
    require_results(out)
    with locked(out):
        return rebuild_state(out)


def require_results(out: Path) -> None:
    """A folder whose name is mistyped is told, and not made.

    Raises:
        UsageError: no run has written to it.
    """
    if not (out / STATE).exists() and not has_results(out):
        raise no_state(out)
