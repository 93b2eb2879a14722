"""Looking after an output folder: what it holds, going back to an older snapshot, and making room."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import StateError, UsageError
from pipeline.runs.manifest import Counts, Manifest
from pipeline.runs.publish import Occasion, publish
from pipeline.runs.staging import PUBLISHING, finish_publication, staging_folder
from pipeline.runs.surroundings import Stopwatch
from pipeline.settings import Settings
from pipeline.store.files import storing, sync_folder
from pipeline.store.history import RUNS, records_at, run_folder, run_ids, run_name
from pipeline.store.lock import holder, locked
from pipeline.store.progress import RunInProgress
from pipeline.store.rebuild import open_state
from pipeline.store.rebuild import rebuild as rebuild_state
from pipeline.store.snapshot import changed_lines
from pipeline.store.state import Result, State, Status, read_only

NO_SOURCE = ""


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


def condition(out: Path) -> Condition:
    """Looks, and changes nothing.

    Raises:
        UsageError: the folder has no state.
        StateError: the state is damaged.
    """
    pid = holder(out)
    with closing(read_only(out)) as database:
        try:
            documents = dict(database.execute("SELECT status, count(*) FROM documents GROUP BY status ORDER BY status"))
            runs = database.execute("SELECT number, phase FROM runs ORDER BY number").fetchall()
            records = database.execute("SELECT coalesce(sum(lines), 0) FROM snapshot").fetchone()[0]
            waiting = database.execute("SELECT count(*) FROM results").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise _unreadable(out, error) from error
    unfinished = bool(waiting) or any(phase == PUBLISHING for _, phase in runs)
    run = run_name(runs[-1][0]) if runs else None
    return Condition(run, documents, records, waiting, unfinished and pid is None, pid)


def manifests(out: Path) -> list[dict[str, Any]]:
    """The manifests of the runs that are kept, the oldest first.

    Raises:
        UsageError: the folder has no state.
        StateError: the state is damaged.
    """
    with closing(read_only(out)) as database:
        try:
            rows = database.execute("SELECT number, kind, manifest FROM runs ORDER BY number").fetchall()
        except sqlite3.DatabaseError as error:
            raise _unreadable(out, error) from error
    return [json.loads(manifest) | {"run": run_name(number), "kind": kind} for number, kind, manifest in rows]


def rollback(out: Path, run_id: str) -> Manifest:
    """Makes the snapshot after an earlier run the current one, as a run of its own with its delta.

    What made the older records is not known any more, so the next run works on their documents again.

    Raises:
        UsageError: there is no such run, or it is not kept any more.
        BusyError: a run works on the folder.
    """
    with locked(out), open_state(out) as state:
        finish_publication(out, state)
        progress = RunInProgress(state)
        progress.discard()
        for document_id, old, new in changed_lines(_current(state), records_at(out, run_id)):
            progress.add(_rolled_back(document_id, old, new))
        occasion = Occasion("rollback", (run_id,), None, Settings(), None, Stopwatch())
        return publish(out, state, Counts(), occasion)


def _current(state: State) -> Iterator[str]:
    query = "SELECT line FROM documents WHERE line IS NOT NULL ORDER BY id"
    return (state.line(number) for (number,) in state.rows(query))


def _rolled_back(document_id: str, old: str | None, new: str | None) -> Result:
    source = json.loads(new if new is not None else old or "{}")["source"]
    status = Status.GONE if new is None else Status.EMITTED
    cause = ("rollback",)
    return Result(document_id, source["uri"], source["sha256"], NO_SOURCE, None, None, status, cause, new)


def collect_garbage(out: Path, keep: int) -> list[str]:
    """Removes the oldest runs, whose snapshots cannot be had any more then, and gives back space of the state.

    Args:
        out: the output folder.
        keep: how many runs stay.

    Returns:
        The ids of the removed runs.
    """
    if keep < 1:
        raise UsageError(f"--keep {keep} is not possible; the last run always stays")
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
        UsageError: the folder is missing, or its snapshot cannot be read.
        BusyError: a run works on the folder.
    """
    if not out.is_dir():
        raise UsageError(f"{out} does not exist; name the folder that 'press-records run --out' wrote")
    with locked(out):
        return rebuild_state(out)


def _unreadable(out: Path, error: Exception) -> StateError:
    return StateError(f"the state of {out} cannot be read ({error}); 'press-records rebuild --out {out}' makes it anew")
