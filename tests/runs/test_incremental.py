"""What the next run does: only what changed is worked on, and the delta says what came of it and why."""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipeline import flow
from pipeline.decisions import Action, Decision, Decisions, Field
from pipeline.documents import CleanDocument, Mention
from pipeline.records import Record
from pipeline.runs import Progress, fingerprints, publish, readings, snapshots
from pipeline.settings import Settings
from pipeline.store import records_at, run_ids
from pipeline.store.state import State
from tests.fakes import RELEASE, PatternModel
from tests.runs.folders import REPORTS, SETTINGS, delta, digests, fill, lines, page, process

BOMB = RELEASE.replace("leitet", "leitet mit Bumm")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A folder of three documents that has been run over once."""
    folder = fill(tmp_path / "in", a=page(1), b=page(2), c=page(3))
    process(tmp_path)
    return folder


class Counting(PatternModel):
    """Remembers which documents it read."""

    read: ClassVar[list[str]] = []

    def recognise(self, document: CleanDocument) -> list[Mention]:
        if document.raw.path != "warm-up":
            self.read.append(document.raw.path)
        return super().recognise(document)


@pytest.fixture
def counting() -> type[Counting]:
    Counting.read.clear()
    return Counting


def test_a_second_run_works_on_nothing_and_keeps_the_snapshot(
    tmp_path: Path, first: Path, out: Path, counting: type[Counting]
) -> None:
    before = (out / "records.jsonl").stat()
    manifest = process(tmp_path, model=counting())
    assert counting.read == []
    assert (manifest.counts.emitted, manifest.counts.unchanged) == (0, 3)
    assert (out / "records.jsonl").stat().st_ino == before.st_ino, "a file that stays the same is not written"
    assert delta(out, "000002") == []


def test_only_changed_and_new_documents_are_worked_on(
    tmp_path: Path, first: Path, out: Path, counting: type[Counting]
) -> None:
    fill(first, b=page(7), d=page(4))
    manifest = process(tmp_path, model=counting())
    assert counting.read == ["b.txt", "d.txt"]
    assert (manifest.counts.emitted, manifest.counts.unchanged) == (2, 2)
    changes = sorted(delta(out, "000002"))
    assert changes == [
        ("ADD", ["source"], []),
        ("MOD", ["source"], ["source", "text", "phones"]),
    ]


def test_a_run_that_adds_up_step_by_step_equals_one_over_everything(tmp_path: Path, first: Path, out: Path) -> None:
    fill(first, b=page(7), d=BOMB, e="")
    process(tmp_path)
    fill(first, d=page(4), a="")
    process(tmp_path)
    process(tmp_path / "fresh", first)
    for name in ("records.jsonl", "quarantine.jsonl"):
        assert (out / name).read_bytes() == (tmp_path / "fresh" / "out" / name).read_bytes()


def test_size_and_time_of_a_file_are_not_trusted(tmp_path: Path, first: Path, out: Path) -> None:
    status = (first / "a.txt").stat()
    fill(first, a=page(9))
    os.utime(first / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (first / "a.txt").stat().st_size == status.st_size
    assert process(tmp_path).counts.emitted == 1


def test_a_touched_file_is_unchanged(tmp_path: Path, first: Path) -> None:
    (first / "a.txt").touch()
    assert process(tmp_path).counts.unchanged == 3


def changed_fingerprint(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(fingerprints, name, lambda: "0" * 64)


@pytest.mark.parametrize(("name", "cause"), [("code_sha256", "pipeline"), ("lexicons_sha256", "lexicon")])
def test_new_code_and_lexicons_redo_all_and_change_only_what_differs(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch, name: str, cause: str
) -> None:
    changed_fingerprint(monkeypatch, name)

    def titled(*arguments: Any) -> Record:
        record = work_process(*arguments)
        return record.model_copy(update={"title": "Neu"}) if "853-1001" in record.text else record

    work_process = flow.process
    monkeypatch.setattr(flow, "process", titled)
    manifest = process(tmp_path)
    assert (manifest.counts.emitted, manifest.counts.unchanged) == (3, 0)
    assert delta(out, "000002") == [("MOD", [cause], ["title"])]
    assert manifest.fields()["modified"] == {cause: 1}


def test_the_model_is_not_asked_again_where_only_rules_or_lexicons_changed(
    tmp_path: Path, out: Path, counting: type[Counting], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path, model=counting())
    expected = (out / "records.jsonl").read_bytes()
    counting.read.clear()
    changed_fingerprint(monkeypatch, "lexicons_sha256")
    fill(folder, a=page(3))
    manifest = process(tmp_path, model=counting())
    assert (manifest.counts.emitted, counting.read) == (2, ["a.txt"])
    fill(folder, a=page(1))
    process(tmp_path, model=counting())
    assert (out / "records.jsonl").read_bytes() == expected
    counting.read.clear()
    monkeypatch.setattr(readings, "reader_sha256", lambda: "0" * 64)
    changed_fingerprint(monkeypatch, "code_sha256")
    process(tmp_path, model=counting())
    assert counting.read == ["a.txt", "b.txt"], "the code around the model has changed"
    assert (out / "records.jsonl").read_bytes() == expected


def test_model_and_settings_are_causes(tmp_path: Path, first: Path, out: Path) -> None:
    manifest = process(tmp_path, model=PatternModel(sha256="1" * 64), settings=Settings(max_bytes=20_000))
    assert manifest.fields()["modified"] == {"model+settings": 3}
    assert delta(out, "000002") == [("MOD", ["model", "settings"], ["provenance"])] * 3


def test_a_change_that_makes_no_difference_is_no_modification(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed_fingerprint(monkeypatch, "code_sha256")
    assert process(tmp_path).changes.modified.total() == 0
    assert process(tmp_path).counts.unchanged == 3


def test_settings_of_the_run_itself_redo_nothing(tmp_path: Path, first: Path) -> None:
    settings = SETTINGS.model_copy(update={"workers": 3, "timeout": 7.0, "shards": 16})
    assert process(tmp_path, settings=settings).counts.unchanged == 3


def suppression(document: str) -> Decisions:
    entry = Decision(document, Action.SUPPRESS, Field.DOCUMENT, author="ann").stamped("2026-01-01T00:00:00.000000Z")
    return Decisions.of_entries([entry])


def test_a_decision_redoes_its_document_alone(tmp_path: Path, first: Path, out: Path) -> None:
    chosen = lines(out / "records.jsonl")[0]["id"]
    manifest = process(tmp_path, decisions=suppression(chosen))
    assert (manifest.counts.suppressed, manifest.counts.unchanged) == (1, 2)
    assert delta(out, "000002") == [("DEL", ["decision"], [])]
    again = process(tmp_path, decisions=suppression(chosen))
    assert (again.counts.suppressed, again.counts.unchanged) == (1, 2)
    assert process(tmp_path).changes.added == 1
    assert delta(out, "000004") == [("ADD", ["decision"], [])]


def test_documents_that_disappear_are_gone_only_if_the_input_is_complete(
    tmp_path: Path, first: Path, out: Path
) -> None:
    (first / "a.txt").unlink()
    kept = process(tmp_path)
    assert (kept.changes.records, kept.changes.gone) == (3, 0)
    complete = process(tmp_path, complete=True)
    assert (complete.changes.records, complete.changes.gone, complete.changes.deleted) == (2, 1, 1)
    assert delta(out, "000003") == [("DEL", ["source"], [])]
    fill(first, a=page(1))
    process(tmp_path, complete=True)
    assert delta(out, "000004") == [("ADD", ["source"], [])]


def test_nothing_below_what_could_not_be_read_is_gone(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=page(1))
    dump = folder / "dump.jsonl"
    good = [
        json.dumps({"id": str(number), "url": f"https://a.example/{number}", "text": page(number)}) for number in (1, 2)
    ]
    dump.write_text("\n".join(good) + "\n", encoding="utf-8")
    assert process(tmp_path).changes.records == 3
    dump.write_text(f"{good[0]}\n{good[1][:50]}", encoding="utf-8")
    (folder / "a.txt").unlink()
    manifest = process(tmp_path, complete=True)
    assert (manifest.changes.gone, manifest.changes.records) == (1, 2), "the cut line may be the second document"
    dump.write_text(good[0], encoding="utf-8")
    assert process(tmp_path, complete=True).changes.records == 1


def test_a_broken_document_loses_its_record_and_gets_it_back(tmp_path: Path, first: Path, out: Path) -> None:
    fill(first, a="", b=BOMB)
    manifest = process(tmp_path)
    assert manifest.fields()["quarantined"] == {"empty": 1, "internal-error": 1}
    assert manifest.changes.records == 1
    assert delta(out, "000002") == [("DEL", ["source"], [])] * 2
    still = process(tmp_path)
    assert (still.counts.quarantined.total(), still.counts.unchanged) == (2, 1)
    assert len(lines(out / "quarantine.jsonl")) == 2
    fill(first, a=page(1), b=page(2))
    assert process(tmp_path).changes.added == 2


def test_a_file_that_cannot_be_read_today_keeps_its_record(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        manifest = process(tmp_path, complete=True)
    assert manifest.fields()["quarantined"] == {"unreadable": 1}
    assert (manifest.counts.unchanged, manifest.changes.records, manifest.changes.gone) == (2, 3, 0)
    assert process(tmp_path).counts.unchanged == 3


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_run(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def growing(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "a.txt":
            with opened(self, "ab") as file:
                file.write(b"mehr\n")
        return opened(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", growing)
        manifest = process(tmp_path)
    assert manifest.fields()["quarantined"] == {"changing": 1}
    assert manifest.changes.records == 3
    assert process(tmp_path).counts.emitted == 1


def test_an_interrupted_run_is_continued(tmp_path: Path, out: Path, counting: type[Counting]) -> None:
    folder = fill(tmp_path / "in", **{f"d{number}": page(number) for number in range(6)}, bad="")

    def interrupt(progress: Progress) -> None:
        if progress.counts.inputs == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process(tmp_path, model=counting(), listener=interrupt)
    assert not (out / "records.jsonl").exists()
    done = list(counting.read)
    manifest = process(tmp_path, model=counting())
    assert len(done) == 3
    assert sorted(counting.read) == [f"d{number}.txt" for number in range(6)], "what was done is not done again"
    assert (manifest.run, manifest.counts.emitted) == ("000001", 6)
    process(tmp_path / "other", folder, model=counting())
    assert digests(out) == digests(tmp_path / "other" / "out")


def test_results_of_an_interrupted_run_are_forgotten_where_the_document_changed(
    tmp_path: Path, first: Path, out: Path
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.counts.inputs == 3:
            raise KeyboardInterrupt

    fill(first, a=page(4), b=page(5), c=page(6))
    with pytest.raises(KeyboardInterrupt):
        process(tmp_path, listener=interrupt)
    fill(first, a=page(1), b=page(8))
    (first / "c.txt").unlink()
    manifest = process(tmp_path)
    assert (manifest.counts.unchanged, manifest.counts.emitted) == (1, 1)
    phones = {record["source"]["path"]: record["phones"][0]["value"] for record in lines(out / "records.jsonl")}
    assert phones == {"a.txt": "+4962418531001", "b.txt": "+4962418531008", "c.txt": "+4962418531003"}
    with State(out) as state:
        assert state.value("SELECT count(*) FROM lines") == 3, "no line is left over"


def test_a_run_that_is_killed_while_files_get_their_names_is_finished_by_the_same_call(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "in", a=page(1), b="")

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(publish, "finish_publication", die)
        with pytest.raises(SystemExit):
            process(tmp_path)
    assert not (out / "records.jsonl").exists()
    manifest = process(tmp_path)
    assert (manifest.run, manifest.counts.unchanged, run_ids(out)) == ("000001", 1, ["000001"])
    process(tmp_path / "other", folder)
    assert digests(out) == digests(tmp_path / "other" / "out")


def test_a_snapshot_that_somebody_changed_is_written_anew(
    tmp_path: Path, first: Path, out: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = (out / "records.jsonl").read_bytes()
    for damage in (b"", expected[:100], expected[:-5] + b"xxxxx"):
        (out / "records.jsonl").write_bytes(damage)
        process(tmp_path)
        assert (out / "records.jsonl").read_bytes() == expected
    (out / "records.jsonl").unlink()
    process(tmp_path)
    assert (out / "records.jsonl").read_bytes() == expected
    assert "not as the last run left it" in caplog.text


def test_shards_hold_the_records_and_only_touched_ones_are_written(tmp_path: Path, out: Path) -> None:
    settings = SETTINGS.model_copy(update={"shards": 16})
    folder = fill(tmp_path / "in", **{f"d{number}": page(number) for number in range(40)})
    whole = process(tmp_path)
    expected = (out / "records.jsonl").read_bytes()
    process(tmp_path, settings=settings)
    shards = sorted((out / "records").glob("*.jsonl"))
    assert not (out / "records.jsonl").exists()
    assert len(shards) == 16
    assert b"".join(shard.read_bytes() for shard in shards) == expected
    before = {shard.name: shard.stat().st_ino for shard in shards}
    fill(folder, d7=page(77))
    process(tmp_path, settings=settings)
    assert sum(before[shard.name] != shard.stat().st_ino for shard in shards) == 1
    assert process(tmp_path).changes.records == whole.changes.records
    assert len(list((out / "records").iterdir())) == 16, "the shards stay until others are wanted"
    process(tmp_path, settings=SETTINGS.model_copy(update={"shards": 1}))
    assert not (out / "records").exists()


def test_every_earlier_snapshot_can_be_had(tmp_path: Path, first: Path, out: Path) -> None:
    snapshots = [(out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    for changes in ({"b": page(7), "d": page(4)}, {"a": "", "d": page(5)}, {"a": page(1), "e": page(6)}):
        fill(first, **changes)
        process(tmp_path)
        snapshots.append((out / "records.jsonl").read_text(encoding="utf-8").splitlines())
    assert run_ids(out) == ["000001", "000002", "000003", "000004"]
    assert [list(records_at(out, run)) for run in run_ids(out)] == snapshots


def test_files_of_the_manifest_have_its_digests(tmp_path: Path, first: Path, out: Path) -> None:
    fill(first, b=page(7))
    process(tmp_path)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"records.jsonl", "quarantine.jsonl", "issues.jsonl", "runs/000002/delta.jsonl"}
    for name, file in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == file["sha256"]
    own = json.loads((out / "runs" / "000002" / "manifest.json").read_text(encoding="utf-8"))
    assert {"timings", "machine"} == set(own) - set(manifest)


def test_a_delta_that_does_not_lead_to_the_snapshot_is_not_published(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (out / name).read_bytes() for name in REPORTS}
    fill(first, b=page(7), d=page(4))
    real = publish._changes

    with monkeypatch.context() as patch:
        patch.setattr(publish, "_changes", lambda state: list(real(state))[:1])
        with pytest.raises(AssertionError, match="do not give the new"):
            process(tmp_path)
    assert {name: (out / name).read_bytes() for name in REPORTS} == before
    assert process(tmp_path).changes.modified.total() == 1


def test_a_snapshot_that_lacks_a_line_is_not_published(
    tmp_path: Path, first: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (out / name).read_bytes() for name in REPORTS}
    fill(first, b=page(7))
    real = snapshots.merged
    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "merged", lambda former, changes: list(real(former, changes))[1:])
        with pytest.raises(AssertionError, match="do not give the new"):
            process(tmp_path)
    assert {name: (out / name).read_bytes() for name in REPORTS} == before


def test_the_clock_may_be_set_back(tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    fill(first, a=page(9))
    assert process(tmp_path).changes.modified.total() == 1


@pytest.mark.parametrize("others", [False, True])
def test_results_of_an_interrupted_run_that_are_dropped_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, others: bool
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.counts.inputs == 3:
            raise KeyboardInterrupt

    folder = fill(tmp_path / "in", a=page(1), b=page(2), c=page(3))
    with pytest.raises(KeyboardInterrupt):
        process(tmp_path, listener=interrupt)
    process(tmp_path, fill(tmp_path / "other", d=page(4)) if others else folder)
    assert ("3 results of an interrupted run are dropped" in caplog.text) is others
    assert process(tmp_path).changes.records == 3 + others
