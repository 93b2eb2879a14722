"""Worker processes: the same bytes for any number of them, and one that dies or hangs costs its document only."""

import gc
import json
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.decisions import Decisions
from pipeline.documents import CleanDocument, Mention, RawDocument
from pipeline.errors import ModelError, UsageError
from pipeline.reference_cycles import NEW_CONTAINERS
from pipeline.runs import upkeep
from pipeline.runs.pool import Pool
from pipeline.runs.work import Settled, Task, WorkOrder
from pipeline.settings import Settings
from tests.fakes import FailingModel, PatternModel
from tests.faults.models import KillingModel
from tests.runs.folders import delta, digests, fill, lines, page, process

ROOT = Path(__file__).resolve().parents[2]


def task(name: str, text: str) -> Task:
    document = RawDocument(name, f"{name}.txt", f"{name}.txt", "text/plain", "utf-8", "0" * 64, text)
    return Task(document, Decisions())


def settle(tasks: list[Task], pool: Pool, model: PatternModel) -> dict[str, Settled]:
    results = list(pool.settle(iter(tasks), WorkOrder(model, Settings())))
    assert len({result.id for result in results}) == len(results)
    return {result.id: result for result in results}


def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", bad="", worse=page(1).replace("leitet", "leitet mit Bumm"))
    fill(folder, **{f"d{number:02}": page(number) for number in range(20)})
    process(tmp_path / "alone", folder)
    for workers in (1, 3):
        process(tmp_path / str(workers), folder, engine=Pool(workers, 60), model=FailingModel())
        assert digests(tmp_path / str(workers) / "out") == digests(tmp_path / "alone" / "out")


def test_a_document_that_ends_its_process_costs_itself_only(caplog: pytest.LogCaptureFixture) -> None:
    tasks = [task(f"d{number}", page(number)) for number in range(6)]
    tasks.insert(2, task("killer", page(1) + "Ein Absturz."))
    results = settle(tasks, Pool(2, 60), KillingModel())
    problem = results.pop("killer").problem
    assert problem is not None
    assert (problem.code, problem.passing) == ("worker-died", True)
    assert "twice" in problem.message
    assert {result.status for result in results.values()} == {"emitted"}
    assert len(results) == 6
    assert "tried once more alone" in caplog.text


def test_a_document_that_hangs_costs_itself_only() -> None:
    tasks = [task("hanger", page(1) + "Ein Stillstand."), *(task(f"d{number}", page(number)) for number in range(4))]
    results = settle(tasks, Pool(2, 1.5), KillingModel())
    problem = results.pop("hanger").problem
    assert problem is not None
    assert problem.code == "timeout"
    assert "1.5 seconds" in problem.message
    assert {result.status for result in results.values()} == {"emitted"}


class Collecting(PatternModel):
    """Ends its process where that looks for reference cycles as often as any other."""

    def recognise(self, document: CleanDocument) -> list[Mention]:
        if gc.get_threshold()[0] != NEW_CONTAINERS:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().recognise(document)


def test_its_processes_collect_garbage_rarely() -> None:
    results = settle([task("d0", page(0))], Pool(2, 60), Collecting())
    assert results["d0"].status == "emitted"


class Flaky(PatternModel):
    """Dies where a marker file is missing, and leaves it there: the second try comes through."""

    def recognise(self, document: CleanDocument) -> list[Mention]:
        marker = Path(self.version)
        if "Absturz" in document.text and not marker.exists():
            marker.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().recognise(document)


def test_a_process_that_somebody_else_ended_costs_nothing(tmp_path: Path) -> None:
    tasks = [task("victim", page(1) + "Ein Absturz."), task("other", page(2))]
    results = settle(tasks, Pool(2, 60), Flaky(version=str(tmp_path / "marker")))
    assert {result.status for result in results.values()} == {"emitted"}


def test_documents_larger_than_a_pipe_holds_block_nobody() -> None:
    text = page(1) + "\n\n".join(f"Absatz {number} mit einigen Worten der Stadt Worms." for number in range(2000))
    tasks = [task(f"d{number}", text) for number in range(4)]
    results = settle(tasks, Pool(2, 120), PatternModel())
    assert {len(result.line or "") > 90_000 for result in results.values()} == {True}


class Broken(PatternModel):
    def recognise(self, document: CleanDocument) -> list[Mention]:
        raise ModelError("weights are missing")


def test_a_damaged_model_stops_the_run_with_its_message() -> None:
    with pytest.raises(ModelError, match="weights are missing"):
        settle([task("a", page(1))], Pool(1, 60), Broken())
    with pytest.raises(ModelError, match="there is no model 'gone'"):
        list(Pool(1, 60).settle([task("a", page(1))], WorkOrder("gone", Settings())))


class Talking(PatternModel):
    def recognise(self, document: CleanDocument) -> list[Mention]:
        logging.getLogger("library").warning("seen %s", document.raw.id)
        return []


def test_warnings_of_a_process_reach_the_log_of_the_run(caplog: pytest.LogCaptureFixture) -> None:
    settle([task("a", page(1))], Pool(1, 60), Talking())
    assert ("library", logging.WARNING, "seen a") in caplog.record_tuples


def test_no_process_starts_where_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.runs.pool._Process", lambda *_: pytest.fail("a process starts"))
    assert settle([], Pool(8, 60), PatternModel()) == {}


def test_only_a_bounded_number_of_tasks_is_read_ahead() -> None:
    read = 0

    def tasks() -> Iterator[Task]:
        nonlocal read
        for number in range(50):
            read += 1
            yield task(f"d{number}", page(number))

    results = Pool(2, 60).settle(tasks(), WorkOrder(PatternModel(), Settings()))
    for done, _ in enumerate(results, start=1):
        assert read <= done + 4
    assert read == 50


def test_leaving_early_ends_the_processes() -> None:
    stalled = [task(f"d{number}", page(number) + "Im Werk herrscht Stillstand.") for number in range(1, 9)]
    results = Pool(2, 600).settle([task("d0", page(0)), *stalled], WorkOrder(KillingModel(), Settings()))
    next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 60  # a tenth of what they were allowed
    assert multiprocessing.active_children() == []


def test_a_record_that_fails_in_passing_stands(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path)
    fill(folder, a=page(1) + "Ein Absturz.")
    manifest = process(tmp_path, engine=Pool(1, 60), model=KillingModel())
    assert manifest.fields()["quarantined"] == {"worker-died": 1}
    assert (manifest.counts.unchanged, manifest.changes.records) == (1, 2)
    (entry,) = lines(tmp_path / "out" / "quarantine.jsonl")
    assert entry["uri"] == str(folder / "a.txt")
    assert process(tmp_path).counts.emitted == 1
    assert delta(tmp_path / "out", "000003") == [("MOD", ["source"], ["source", "text"])]


PROGRAM = "from pipeline.cli import main; main()"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_cleanly_and_the_same_call_continues(tmp_path: Path, number: int, code: int) -> None:
    folder = fill(tmp_path / "in", **{f"d{number:03}": page(number) for number in range(150)})
    line = [sys.executable, "-c", PROGRAM, "run", str(folder), "--out", str(tmp_path / "out"), "--model", "none"]
    with subprocess.Popen([*line, "--workers", "2"], stderr=subprocess.PIPE, text=True, cwd=ROOT) as started:  # noqa: S603
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and waiting(tmp_path / "out") == 0:
            time.sleep(0.05)
        started.send_signal(number)
        _, printed = started.communicate(timeout=120)
    assert started.returncode == code, printed
    assert "the same call continues the run" in " ".join(printed.split())
    assert "Traceback" not in printed
    assert 0 < waiting(tmp_path / "out") <= 150
    finished = subprocess.run([*line, "--json"], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    manifest = json.loads(finished.stdout)
    assert (finished.returncode, manifest["run"], manifest["counts"]["emitted"]) == (0, "000001", 150)


def waiting(out: Path) -> int:
    """Results in the state; none before it is made."""
    try:
        return upkeep.condition(out).waiting
    except UsageError:
        return 0
