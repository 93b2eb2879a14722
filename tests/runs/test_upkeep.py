"""Looking after an output folder: rolling back, making room, and a state that is damaged, missing or too new."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import BusyError, StateError, UsageError
from pipeline.runs import Progress, upkeep
from pipeline.store import records_at, run_ids, snapshot_lines
from pipeline.store.lock import locked
from pipeline.store.migrations import STEPS
from pipeline.store.state import STATE, State
from tests.fakes import PatternModel
from tests.runs.folders import delta, fill, lines, page, process


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The results of three runs over a growing and changing folder."""
    folder = fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path)
    fill(folder, b=page(7), c=page(3))
    process(tmp_path)
    (folder / "a.txt").unlink()
    process(tmp_path, complete=True)
    return tmp_path / "out"


def test_rollback_makes_an_older_snapshot_current_as_a_run_of_its_own(out: Path) -> None:
    before, wanted = list(snapshot_lines(out)), list(records_at(out, "000001"))
    manifest = upkeep.rollback(out, "000001")
    assert (manifest.run, manifest.kind) == ("000004", "rollback")
    assert list(snapshot_lines(out)) == wanted
    assert sorted(delta(out, "000004")) == [
        ("ADD", ["rollback"], []),
        ("DEL", ["rollback"], []),
        ("MOD", ["rollback"], ["source", "text", "phones"]),
    ]
    assert list(records_at(out, "000003")) == before


def test_the_run_after_a_rollback_has_the_right_delta(tmp_path: Path, out: Path) -> None:
    before = list(snapshot_lines(out))
    upkeep.rollback(out, "000001")
    manifest = process(tmp_path, complete=True)
    assert list(snapshot_lines(out)) == before
    assert (manifest.changes.added, manifest.changes.deleted) == (1, 1)
    assert manifest.fields()["modified"] == {"unknown": 1}
    assert process(tmp_path, complete=True).counts.unchanged == 2


def test_a_rollback_to_the_last_run_changes_nothing(out: Path) -> None:
    upkeep.rollback(out, "000003")
    assert delta(out, "000004") == []


def test_a_run_that_is_not_kept_is_told_with_the_choice(out: Path) -> None:
    with pytest.raises(UsageError, match="keeps no run 000009; choose one of 000001 to 000003"):
        upkeep.rollback(out, "000009")
    assert upkeep.condition(out).run == "000003"


def test_a_run_may_be_named_without_its_zeros(out: Path) -> None:
    assert upkeep.rollback(out, "1").inputs == ("000001",)


def test_gc_removes_the_oldest_runs_and_keeps_the_rest_readable(tmp_path: Path, out: Path) -> None:
    second = list(records_at(out, "000002"))
    assert upkeep.collect_garbage(out, keep=2) == ["000001"]
    assert run_ids(out) == ["000002", "000003"]
    assert list(records_at(out, "000002")) == second
    assert [manifest["run"] for manifest in upkeep.manifests(out)] == ["000002", "000003"]
    assert sorted(entry.name for entry in (out / "runs").iterdir()) == ["000002", "000003"]
    assert process(tmp_path).run == "000004"
    assert upkeep.collect_garbage(out, keep=9) == []


def test_status_tells_documents_by_status_and_an_interruption(tmp_path: Path, out: Path) -> None:
    condition = upkeep.condition(out)
    assert condition.documents == {"emitted": 2, "gone": 1}
    assert (condition.run, condition.records, condition.interrupted, condition.holder) == ("000003", 2, False, None)

    def interrupt(progress: Progress) -> None:
        if progress.counts.inputs == 2:
            raise KeyboardInterrupt

    fill(tmp_path / "in", b=page(8), d=page(9))
    with pytest.raises(KeyboardInterrupt):
        process(tmp_path, listener=interrupt)
    assert (upkeep.condition(out).interrupted, upkeep.condition(out).waiting) == (True, 1)


def test_nobody_touches_a_folder_in_use(tmp_path: Path, out: Path) -> None:
    with locked(out):
        assert upkeep.condition(out).holder == os.getpid()
        for call in (
            lambda: process(tmp_path),
            lambda: upkeep.rollback(out, "000001"),
            lambda: upkeep.collect_garbage(out, 1),
            lambda: upkeep.rebuild(out),
        ):
            with pytest.raises(BusyError, match=f"in use by process {os.getpid()};"):
                call()


def test_a_state_of_a_newer_version_is_told_and_left_alone(tmp_path: Path, out: Path) -> None:
    with sqlite3.connect(out / STATE) as database:
        database.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    data = (out / STATE).read_bytes()
    with pytest.raises(StateError, match=rf"newer press-records \(state version {len(STEPS) + 1}.*rebuild"):
        process(tmp_path)
    assert (out / STATE).read_bytes() == data
    upkeep.rebuild(out)
    assert process(tmp_path).changes.modified.total() == 0


@pytest.mark.parametrize("damage", ["header", "middle", "other"])
def test_a_damaged_state_is_told_with_the_remedy(tmp_path: Path, out: Path, damage: str) -> None:
    data = bytearray((out / STATE).read_bytes())
    if damage == "header":
        data[:100] = b"\0" * 50 + b"x" * 50
    elif damage == "middle":
        data[4096:] = b"\xff" * (len(data) - 4096)
    else:
        data[:] = b"some other file that has nothing to do with it" * 100
    (out / STATE).write_bytes(bytes(data))
    before = list(snapshot_lines(out))
    with pytest.raises(StateError, match="press-records rebuild"):
        process(tmp_path)
    assert upkeep.rebuild(out) == 2
    assert (out / f"{STATE}.damaged").read_bytes() == bytes(data)
    manifest = process(tmp_path)
    assert list(snapshot_lines(out)) == before
    assert (manifest.run, manifest.counts.emitted, manifest.changes.modified.total()) == ("000004", 2, 0)
    assert [entry["run"] for entry in upkeep.manifests(out)] == ["000001", "000002", "000003", "000004"]


def test_another_database_is_not_taken_for_a_state(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fill(tmp_path / "in", a=page(1))
    with sqlite3.connect(tmp_path / "out" / STATE) as database:
        database.execute("CREATE TABLE addresses (name TEXT)")
    with pytest.raises(StateError, match="is not a state of press-records"):
        process(tmp_path)


def test_a_missing_state_is_made_from_the_results(tmp_path: Path, out: Path, caplog: pytest.LogCaptureFixture) -> None:
    (out / STATE).unlink()
    fill(tmp_path / "in", b=page(9))
    manifest = process(tmp_path)
    assert (manifest.run, manifest.counts.emitted) == ("000004", 2)
    assert delta(out, "000004") == [("MOD", ["unknown"], ["source", "text", "phones"])]
    assert "is missing; it is made from the snapshot" in caplog.text


def test_results_of_a_version_without_a_state_are_taken_over(tmp_path: Path) -> None:
    fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path)
    old = tmp_path / "old" / "out"
    old.mkdir(parents=True)
    old.joinpath("records.jsonl").write_bytes((tmp_path / "out" / "records.jsonl").read_bytes())
    manifest = process(tmp_path / "old", tmp_path / "in")
    assert (manifest.run, manifest.changes.records, manifest.changes.added) == ("000001", 2, 0)


def test_a_rebuild_leaves_out_lines_that_are_no_records(tmp_path: Path, out: Path) -> None:
    expected = (out / "records.jsonl").read_bytes()
    first, second = expected.splitlines(keepends=True)
    (out / "records.jsonl").write_bytes(first + b'{"schema": "press-record/1", "id"\n' + b"[]\n" + first + second[:70])
    assert upkeep.rebuild(out) == 1
    manifest = process(tmp_path)
    assert (out / "records.jsonl").read_bytes() == expected
    assert manifest.changes.added == 1


def test_a_folder_without_a_state_is_told() -> None:
    with pytest.raises(UsageError, match="holds no state"):
        upkeep.condition(Path("nowhere"))
    with pytest.raises(UsageError, match="holds no state"):
        upkeep.rebuild(Path("nowhere"))


def test_readers_are_welcome_during_a_run(tmp_path: Path, out: Path) -> None:
    seen: list[int] = []

    def look(progress: Progress) -> None:
        seen.append(upkeep.condition(out).records)

    fill(tmp_path / "in", d=page(9))
    process(tmp_path, model=PatternModel(), listener=look)
    assert seen == [2, 2, 2]


def test_the_state_is_small_and_complete(out: Path) -> None:
    with State(out) as state:
        rows = list(state.rows("SELECT id, status, first_seen, changed FROM documents ORDER BY id"))
        kept = state.value("SELECT count(*) FROM lines")
    paths = {record["id"]: record["source"]["path"] for record in lines(out / "records.jsonl")}
    by_path = {paths.get(name, "gone"): tuple(rest) for name, *rest in rows}
    assert by_path == {
        "gone": ("gone", 1, 3),
        "b.txt": ("emitted", 1, 2),
        "c.txt": ("emitted", 2, 2),
    }
    assert kept == 2


def test_manifests_are_json(out: Path) -> None:
    assert json.loads(json.dumps(upkeep.manifests(out)))[2]["changes"]["gone"] == 1
