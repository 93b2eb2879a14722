"""Damage to an output folder is told with the file and the remedy, and nothing is lost by it."""

import gzip
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import StateError, UsageError
from pipeline.runs import upkeep
from pipeline.store import records_at, run_ids, snapshot_lines
from pipeline.store.state import SIDECARS, STATE
from tests.runs.folders import digests, fill, page, process


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The results of three runs, each with another record changed."""
    folder = fill(tmp_path / "in", a=page(1), b=page(2), c=page(3))
    process(tmp_path)
    fill(folder, b=page(7))
    process(tmp_path)
    fill(folder, c=page(8))
    process(tmp_path)
    return tmp_path / "out"


def empty_the_state(out: Path) -> None:
    for suffix in SIDECARS:
        (out / f"{STATE}{suffix}").unlink(missing_ok=True)
    (out / STATE).touch()


@pytest.mark.parametrize("kept", [1, 3])
def test_an_empty_state_beside_results_is_damage_and_rebuilt_with_every_record(
    tmp_path: Path, out: Path, kept: int
) -> None:
    upkeep.collect_garbage(out, kept)
    before, runs = list(snapshot_lines(out)), run_ids(out)
    empty_the_state(out)
    one = fill(tmp_path / "one", d=page(9))
    for call in (
        lambda: process(tmp_path),
        lambda: process(tmp_path, one),
        lambda: upkeep.rollback(out, "000003"),
        lambda: upkeep.collect_garbage(out, 1),
        lambda: upkeep.condition(out),
        lambda: upkeep.manifests(out),
    ):
        with pytest.raises(StateError, match=r"there are results beside it, and it is empty.*press-records rebuild"):
            call()
    assert (list(snapshot_lines(out)), run_ids(out)) == (before, runs)
    assert upkeep.rebuild(out) == 3
    assert process(tmp_path, one).changes.records == 4
    assert run_ids(out) == [*runs, "000004"]


def test_a_state_from_before_the_last_run_is_told(tmp_path: Path, out: Path) -> None:
    shutil.copy(out / STATE, tmp_path / "old")
    fill(tmp_path / "in", d=page(9))
    process(tmp_path)
    before = list(snapshot_lines(out))
    shutil.copy(tmp_path / "old", out / STATE)
    with pytest.raises(StateError, match=r"ends with run 000003 and is older than .*000004.*press-records rebuild"):
        process(tmp_path)
    assert list(snapshot_lines(out)) == before
    assert upkeep.rebuild(out) == 4


def test_a_state_that_is_about_to_publish_a_run_that_is_there_moves_nothing(tmp_path: Path, out: Path) -> None:
    (out / "runs" / ".000003" / "current").mkdir(parents=True)
    (out / "runs" / ".000003" / "current" / "records.jsonl").write_bytes(b"")
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute("UPDATE runs SET phase = 'publishing' WHERE number = 3")
    before = list(snapshot_lines(out))
    with pytest.raises(StateError, match=r"which is there already.*press-records rebuild"):
        process(tmp_path)
    assert list(snapshot_lines(out)) == before
    assert upkeep.rebuild(out) == 3
    assert process(tmp_path).changes.records == 3


def test_an_empty_state_without_results_is_a_new_one(tmp_path: Path) -> None:
    fill(tmp_path / "in", a=page(1))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / STATE).touch()
    assert process(tmp_path).changes.added == 1


@pytest.mark.parametrize("missing", ["000002", "000003"])
def test_a_rollback_over_a_gap_is_refused(tmp_path: Path, out: Path, missing: str) -> None:
    (out / "runs" / missing).rename(tmp_path / "away")
    before = digests(out)
    with pytest.raises(StateError, match=rf"runs/{missing} is missing.*leads back to run 000001; put it back"):
        upkeep.rollback(out, "000001")
    assert digests(out) == before
    (tmp_path / "away").rename(out / "runs" / missing)
    assert upkeep.rollback(out, "000001").kind == "rollback"


@pytest.mark.parametrize("altered", ["000002", "000003"])
def test_a_rollback_over_an_altered_file_is_refused_with_its_name(out: Path, altered: str) -> None:
    file = out / "runs" / altered / "before.jsonl.gz"
    original = file.read_bytes()
    file.write_bytes(gzip.compress(gzip.decompress(original).replace(b"853-1", b"853-9")))
    before = digests(out)
    with pytest.raises(StateError, match=rf"runs/{altered}/before\.jsonl\.gz does not lead to .*backup"):
        upkeep.rollback(out, "000001")
    assert digests(out) == before
    file.write_bytes(original)
    wanted = list(records_at(out, "000001"))
    upkeep.rollback(out, "000001")
    assert list(snapshot_lines(out)) == wanted


def test_a_rollback_from_an_altered_snapshot_is_refused_until_a_run_has_written_it_anew(
    tmp_path: Path, out: Path
) -> None:
    (out / "records.jsonl").write_bytes((out / "records.jsonl").read_bytes().replace(b"853-1", b"853-9"))
    with pytest.raises(StateError, match=r"records\.jsonl is not what .*'press-records run' writes it anew"):
        upkeep.rollback(out, "000001")
    process(tmp_path)
    assert upkeep.rollback(out, "000001").changes.modified.total() == 2


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "run"}', '{"files": {"issues.jsonl": {}}}'])
def test_a_rollback_to_a_run_without_digests_is_refused(out: Path, text: str) -> None:
    (out / "runs" / "000002" / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StateError, match=r"000002/manifest\.json has no digests.*backup"):
        upkeep.rollback(out, "000002")


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + b"\xff" * 30])
def test_a_damaged_way_back_is_told_with_file_and_remedy(out: Path, damage: bytes) -> None:
    (out / "runs" / "000002" / "before.jsonl.gz").write_bytes(damage)
    with pytest.raises(StateError, match=r"000002/before\.jsonl\.gz .*backup, or choose a later run"):
        upkeep.rollback(out, "000001")


def test_a_rollback_over_shards_is_proven_too(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=page(1), b=page(2))
    sharded = process(tmp_path).settings.model_copy(update={"shards": 16})
    fill(folder, a=page(3))
    process(tmp_path, settings=sharded)
    fill(folder, b=page(4))
    process(tmp_path)
    out = tmp_path / "out"
    wanted = {run: list(records_at(out, run)) for run in run_ids(out)}
    for run, lines in wanted.items():
        upkeep.rollback(out, run)
        assert list(snapshot_lines(out)) == lines


@pytest.mark.parametrize("table", ["documents", "lines", "results", "readings"])
def test_damage_to_any_table_is_told_by_a_thorough_look(out: Path, table: str) -> None:
    with closing(sqlite3.connect(out / STATE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = database.execute("PRAGMA page_size").fetchone()[0]
        root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    data = bytearray((out / STATE).read_bytes())
    data[(root - 1) * size : root * size] = bytes(byte ^ 0xFF for byte in data[(root - 1) * size : root * size])
    (out / STATE).write_bytes(bytes(data))
    with pytest.raises(StateError, match=r"is damaged .*press-records rebuild"):
        upkeep.condition(out, thorough=True)


def test_a_line_that_does_not_unpack_or_is_missing_is_damage(out: Path) -> None:
    assert upkeep.condition(out, thorough=True).records == 3
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute("UPDATE lines SET data = x'00' WHERE number = (SELECT min(number) FROM lines)")
    with pytest.raises(StateError, match=r"record line 1: .*press-records rebuild"):
        upkeep.condition(out, thorough=True)
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute("DELETE FROM lines WHERE data = x'00'")
    with pytest.raises(StateError, match="1 record lines are missing"):
        upkeep.condition(out, thorough=True)


@pytest.mark.parametrize("manifest", ["'{'", "'[]'", "CAST(x'ff' AS TEXT)"])
def test_a_manifest_that_makes_no_sense_is_damage(out: Path, manifest: str) -> None:
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute(f"UPDATE runs SET manifest = {manifest} WHERE number = 2")  # noqa: S608  # ours
    with pytest.raises(StateError, match=r"is damaged .*press-records rebuild"):
        upkeep.manifests(out)


@pytest.mark.parametrize("name", ["typo", "empty"])
def test_a_folder_without_results_is_told_and_not_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    folder = tmp_path / name
    for call in (
        lambda: upkeep.collect_garbage(folder, 1),
        lambda: upkeep.rollback(folder, "000001"),
        lambda: upkeep.rebuild(folder),
        lambda: upkeep.condition(folder),
        lambda: upkeep.manifests(folder),
    ):
        with pytest.raises(UsageError, match=f"{name} holds no state; name the folder that 'press-records run --out'"):
            call()
    assert not (tmp_path / "typo").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_manifests_tell_when_a_run_began(out: Path) -> None:
    stored = [json.loads((out / "runs" / run / "manifest.json").read_text()) for run in run_ids(out)]
    assert [entry["timings"] for entry in upkeep.manifests(out)] == [manifest["timings"] for manifest in stored]
    (out / "runs" / "000002" / "manifest.json").unlink()
    assert ["timings" in entry for entry in upkeep.manifests(out)] == [True, False, True]


def test_a_query_that_is_given_up_leaves_no_error_behind(
    out: Path, recwarn: pytest.WarningsRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    unraised: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", unraised.append)
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute("DELETE FROM lines WHERE number = 1")
    with pytest.raises(StateError, match="line 1 is missing"):
        upkeep.rollback(out, "000001")
    assert (unraised, list(recwarn)) == ([], [])
