"""Property: whatever runs follow each other, deltas lead from snapshot to snapshot, and no document is lost."""

import json
import os
import tempfile
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies

from pipeline.errors import DocumentError
from pipeline.read import StoredFile
from pipeline.runs import Progress, run, upkeep
from pipeline.runs.work import Settled, Task, WorkOrder, failed
from pipeline.settings import Settings
from pipeline.store import records_at, run_ids, snapshot_lines
from pipeline.store.delta import changes_of
from pipeline.store.snapshot import apply_changes, record_id
from pipeline.store.state import Status
from tests.fakes import PatternModel

MEMORY = "/dev/shm"  # noqa: S108  # syncing to a disk hundreds of times shows nothing more
NAMES = ("a", "b", "c", "d", "e", "f")
# What a file may hold: two good texts, one that a stage refuses, one that kills its worker, one over the limit.
CONTENTS = ("good", "other", "refused", "deadly", "x" * 200)
STEP = strategies.fixed_dictionaries(
    {
        "files": strategies.dictionaries(strategies.sampled_from(NAMES), strategies.sampled_from(CONTENTS), min_size=1),
        "complete": strategies.booleans(),
        "shards": strategies.sampled_from([1, 1, 16]),
        "model": strategies.sampled_from("01"),
        "stop": strategies.none() | strategies.integers(1, 5),
        "rollback": strategies.sampled_from([False, False, False, True]),
    }
)
Step = dict[str, Any]


class Stop(KeyboardInterrupt):
    """An interruption."""


class Quick:
    """An engine that makes small records of its own, so that many runs can be tried."""

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled]:
        assert isinstance(order.model, PatternModel)
        for task in tasks:
            assert isinstance(task.document, StoredFile)
            yield settled(task, task.document.data.decode(), order.model.sha256)


def settled(task: Task, text: str, model: str) -> Settled:
    if text == "refused":
        return failed(task, DocumentError("no-content", "refused"))
    if text == "deadly":
        return failed(task, DocumentError("worker-died", "deadly"))
    source = {"uri": task.document.uri, "sha256": task.document.sha256}
    record = {"schema": "press-record/1", "id": task.id, "source": source, "text": text, "provenance": model}
    return Settled(task.id, Status.EMITTED, json.dumps(record))


def call(step: Step, folder: Path, out: Path, *, stop: int | None = None) -> None:
    def listen(progress: Progress) -> None:
        if progress.counts.inputs == stop:
            raise Stop

    chosen = Settings(model="none", shards=step["shards"], max_bytes=100)
    model = PatternModel(sha256=step["model"] * 64)
    run([folder], out, model, chosen, listener=listen, engine=Quick(), complete=step["complete"])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.lists(STEP, min_size=1, max_size=6))
def test_deltas_lead_from_snapshot_to_snapshot(sequence: list[Step]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as scratch:
        folder, out = Path(scratch) / "in", Path(scratch) / "out"
        folder.mkdir()
        former: list[str] = []
        for step in sequence:
            write(folder, step["files"])
            if step["stop"] is not None and came_through(step, folder, out):
                former = check(out, former)
            call(step, folder, out)
            former = check(out, former)
            if step["rollback"]:
                upkeep.rollback(out, run_ids(out)[0])
                former = check(out, former)
        check_fresh(sequence[-1], folder, out, Path(scratch) / "fresh")


def write(folder: Path, files: dict[str, str]) -> None:
    for name in NAMES:
        file = folder / f"{name}.txt"
        if name in files:
            file.write_text(files[name], encoding="utf-8")
        else:
            file.unlink(missing_ok=True)


def came_through(step: Step, folder: Path, out: Path) -> bool:
    """Tries to interrupt a run; one with fewer inputs comes through."""
    try:
        call(step, folder, out, stop=step["stop"])
    except Stop:
        return False
    return True


def check(out: Path, former: list[str]) -> list[str]:
    """The last run of a folder against the snapshot before it."""
    run_id = run_ids(out)[-1]
    snapshot = list(snapshot_lines(out))
    ids = [record_id(line) for line in snapshot]
    assert ids == sorted(set(ids))
    assert list(apply_changes(former, changes_of(out / "runs" / run_id))) == snapshot
    if len(run_ids(out)) > 1:
        assert list(records_at(out, run_ids(out)[-2])) == former
    manifest = json.loads((out / "runs" / run_id / "manifest.json").read_text(encoding="utf-8"))
    counts, changes = manifest["counts"], manifest["changes"]
    settled = counts["emitted"] + counts["quarantined"] + counts["suppressed"] + counts["unchanged"]
    assert counts["inputs"] == settled
    assert len(snapshot) == changes["records"] == len(former) + changes["added"] - changes["deleted"]
    assert (out / "quarantine.jsonl").read_text(encoding="utf-8").count("\n") == counts["quarantined"]
    return snapshot


def check_fresh(step: Step, folder: Path, out: Path, fresh: Path) -> None:
    """One more complete run leaves what a single run over the same folder leaves in an empty place.

    But for documents that kill their worker: the record that they had stands.
    """
    for file in folder.iterdir():
        if file.read_text() == "deadly":
            file.write_text("good")
    step = step | {"complete": True}
    call(step, folder, out)
    call(step, folder, fresh)
    assert list(snapshot_lines(out)) == list(snapshot_lines(fresh))
    assert (out / "quarantine.jsonl").read_bytes() == (fresh / "quarantine.jsonl").read_bytes()
