"""A batch run: every input is accounted for, a bad document costs only itself, equal inputs give equal bytes."""

import hashlib
import json
import logging
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents import CleanDocument, Mention
from pipeline.errors import ModelError, UsageError
from pipeline.records import Record
from pipeline.runs import Manifest, Progress, run
from pipeline.settings import Settings
from pipeline.store import run_ids
from tests.fakes import RELEASE, FailingModel, PatternModel

SETTINGS = Settings(max_bytes=10_000)
TEXT = RELEASE
REPORTS = ("records.jsonl", "quarantine.jsonl", "issues.jsonl", "manifest.json")
BOMB = TEXT.replace("leitet", "leitet mit Bumm und Krach")


def pages(root: Path, **texts: str) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (root / f"{name}.txt").write_text(text, encoding="utf-8")
    return root


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def process(tmp_path: Path, *inputs: Path) -> Manifest:
    return run(inputs, tmp_path / "out", FailingModel(), SETTINGS)


def quarantine(tmp_path: Path) -> list[dict[str, Any]]:
    return lines(tmp_path / "out" / "quarantine.jsonl")


def test_documents_become_records_sorted_by_id(tmp_path: Path) -> None:
    manifest = process(tmp_path, pages(tmp_path / "in", a=TEXT, b=TEXT, c=TEXT))
    text = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8")
    records = [Record.model_validate_json(line) for line in text.splitlines()]
    assert manifest.counts.emitted == len(records) == 3
    assert [record.id for record in records] == sorted(record.id for record in records)
    assert {record.phones[0].value for record in records} == {"+4962418531060"}
    assert quarantine(tmp_path) == []


def test_the_manifest_counts_every_input_and_hashes_the_files(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", a=TEXT, empty="", bomb=BOMB)
    (folder / "notes.md").write_bytes(b"Notes")
    process(tmp_path, folder)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    counts = manifest["counts"]
    assert counts == {
        "inputs": 3, "emitted": 1, "quarantined": 2, "suppressed": 0, "unchanged": 0, "ignored": 1,
    }  # fmt: skip
    assert manifest["quarantined"] == {"empty": 1, "internal-error": 1}
    assert manifest["ignored"] == {"file type .md": 1}
    for name, file in manifest["files"].items():
        data = (tmp_path / "out" / name).read_bytes()
        assert (file["sha256"], file["lines"]) == (hashlib.sha256(data).hexdigest(), data.count(b"\n"))


def test_a_stage_that_stumbles_costs_its_document_and_says_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        manifest = process(tmp_path, pages(tmp_path / "in", a=TEXT, b=BOMB, c=TEXT))
    (entry,) = quarantine(tmp_path)
    assert manifest.counts.emitted == 2
    assert (entry["code"], entry["stage"], entry["uri"]) == (
        "internal-error",
        "annotate",
        str(tmp_path / "in" / "b.txt"),
    )
    assert "RuntimeError in annotate/__init__.py:" in entry["message"]
    assert "0x…" in entry["message"], "an object's address would differ from run to run"
    assert "Traceback" in caplog.text


def test_a_damaged_installation_stops_the_run(tmp_path: Path) -> None:
    class Damaged(PatternModel):
        def recognise(self, document: CleanDocument) -> list[Mention]:
            raise ModelError("weights are missing")

    with pytest.raises(ModelError):
        run([pages(tmp_path / "in", a=TEXT)], tmp_path / "out", Damaged(), SETTINGS)


def test_a_refused_document_has_its_stage_and_reason(tmp_path: Path) -> None:
    process(tmp_path, pages(tmp_path / "in", a=TEXT, b="x" * 20_000))
    (entry,) = quarantine(tmp_path)
    assert list(entry) == ["id", "uri", "stage", "code", "message"]
    assert (entry["stage"], entry["code"]) == ("read", "too-large")


def dump(tmp_path: Path, *documents: dict[str, str]) -> Path:
    file = tmp_path / "dump.jsonl"
    file.write_text("".join(f"{json.dumps(document)}\n" for document in documents), encoding="utf-8")
    return file


def test_the_second_document_with_an_id_is_quarantined_with_the_holder(tmp_path: Path) -> None:
    file = dump(tmp_path, {"id": "1", "text": TEXT}, {"id": "1", "text": TEXT * 2}, {"id": "1", "text": TEXT})
    manifest = process(tmp_path, file)
    different, same = sorted(quarantine(tmp_path), key=lambda entry: entry["code"], reverse=True)
    assert manifest.counts.emitted == 1
    assert lines(tmp_path / "out" / "records.jsonl")[0]["phones"] != []
    assert (different["code"], same["code"]) == ("duplicate-id", "duplicate")
    assert f"already taken by {file}#1" in different["message"]


def test_equal_urls_are_equal_ids(tmp_path: Path) -> None:
    url = "https://stadt.example/1"
    process(tmp_path, dump(tmp_path, {"id": "1", "url": url, "text": TEXT}, {"id": "2", "url": url, "text": TEXT * 2}))
    assert f"URL {url}" in quarantine(tmp_path)[0]["message"]


def test_equal_names_in_two_folders_are_told_with_the_remedy(tmp_path: Path) -> None:
    process(tmp_path, pages(tmp_path / "one", a=TEXT), pages(tmp_path / "two", a=TEXT * 2))
    assert "common parent folder" in quarantine(tmp_path)[0]["message"]


def test_two_runs_leave_equal_folders(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", a=TEXT, b=BOMB, c="", d=TEXT)
    for out in ("one", "two"):
        run([folder], tmp_path / out, FailingModel(), SETTINGS)
    for name in (*REPORTS, "runs/000001/delta.jsonl", "runs/000001/before.jsonl.gz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sorted(file.name for file in (tmp_path / "one").iterdir()) == [
        ".lock", "issues.jsonl", "manifest.json", "quarantine.jsonl", "records.jsonl", "runs", "state.sqlite",
    ]  # fmt: skip


def test_a_record_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    run([pages(tmp_path / "in", b=TEXT)], tmp_path / "alone", PatternModel(), SETTINGS)
    run([pages(tmp_path / "in", a=TEXT * 2, c=BOMB)], tmp_path / "company", PatternModel(), SETTINGS)
    alone = (tmp_path / "alone" / "records.jsonl").read_text(encoding="utf-8")
    assert alone in (tmp_path / "company" / "records.jsonl").read_text(encoding="utf-8")


def test_a_second_run_over_a_folder_with_its_output_reads_the_same(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", a=TEXT)
    for _ in range(2):
        manifest = run([folder], folder / "out", PatternModel(), SETTINGS)
        assert manifest.counts.inputs == 1


def test_an_interrupted_run_leaves_the_old_output(tmp_path: Path) -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    folder = pages(tmp_path / "in", a=TEXT)
    process(tmp_path, folder)
    before = {name: (tmp_path / "out" / name).read_bytes() for name in REPORTS}
    with pytest.raises(KeyboardInterrupt):
        run([pages(folder, b=TEXT)], tmp_path / "out", PatternModel(), SETTINGS, listener=interrupt)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in REPORTS} == before
    assert run_ids(tmp_path / "out") == ["000001"]


def test_the_listener_hears_of_every_document(tmp_path: Path) -> None:
    heard: list[tuple[str, str | None]] = []

    def listen(progress: Progress) -> None:
        heard.append((Path(progress.uri).name, None if progress.problem is None else progress.problem.code))

    run([pages(tmp_path / "in", a=TEXT, b="")], tmp_path / "out", PatternModel(), SETTINGS, listener=listen)
    assert heard == [("a.txt", None), ("b.txt", "empty")]


def test_nothing_is_written_where_the_input_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        process(tmp_path, tmp_path / "gone")
    assert not (tmp_path / "out").exists()


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    peaks = []
    for count in (20, 200):
        file = dump(tmp_path, *({"id": str(number), "text": TEXT} for number in range(count)))
        tracemalloc.start()
        try:
            run([file], tmp_path / f"out{count}", PatternModel(), SETTINGS)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 1_000_000
