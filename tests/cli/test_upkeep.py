"""The commands that look after an output folder: what they print, and their exit codes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app as cli
from pipeline.errors import PipelineError
from pipeline.runs import Progress
from pipeline.runs import run as run_batch
from pipeline.settings import Settings
from pipeline.store.state import STATE
from tests.fakes import RELEASE, PatternModel

MODEL, SETTINGS = PatternModel(), Settings(model="none")


def call(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit | PipelineError):
        raise result.exception
    return result


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The results of two runs."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a", "b"):
        (pages / f"{name}.txt").write_text(RELEASE, encoding="utf-8")
        run_batch([pages], tmp_path / "out", MODEL, SETTINGS)
    return tmp_path / "out"


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_status_prints_a_table_and_json(out: Path) -> None:
    printed = call("status", "--out", out)
    assert printed.exit_code == 0
    assert "last run 000002 records 2 emitted 2 documents" in words(printed)
    assert json.loads(call("status", "--out", out, "--json").stdout) == {
        "run": "000002", "documents": {"emitted": 2}, "records": 2, "waiting": 0, "interrupted": False, "holder": None,
    }  # fmt: skip


def test_status_tells_an_interruption_by_its_exit_code(out: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.counts.inputs == 2:
            raise KeyboardInterrupt

    pages = out.parent / "pages"
    (pages / "b.txt").write_text(RELEASE * 2, encoding="utf-8")
    (pages / "c.txt").write_text(RELEASE, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run_batch([pages], out, MODEL, SETTINGS, listener=interrupt)
    printed = call("status", "--out", out)
    assert printed.exit_code == 1
    assert "interrupted 1 results wait; call the same run again" in words(printed)


def test_runs_lists_every_run(out: Path) -> None:
    printed = words(call("runs", "--out", out))
    began = [
        json.loads((out / "runs" / run / "manifest.json").read_text(encoding="utf-8"))["timings"]["started"]
        for run in ("000001", "000002")
    ]
    first, second = (time[:16].replace("T", " ") for time in began)
    assert f"000001 run {first} 1 1 0 0 1 0 0 1" in printed
    assert f"000002 run {second} 2 1 1 0 1 0 0 2" in printed
    assert [entry["run"] for entry in json.loads(call("runs", "--out", out, "--json").stdout)] == ["000001", "000002"]


def test_rollback_and_gc_say_what_they_did(out: Path) -> None:
    printed = words(call("rollback", "000001", "--out", out))
    assert "press-records rollback 000003 back to 000001" in printed
    assert "inputs" not in printed
    assert "000003 rollback to 000001" in words(call("runs", "--out", out))
    assert "deleted 1" in printed
    assert json.loads(call("rollback", "000002", "--out", out, "--json").stdout)["changes"]["added"] == 1
    assert "2 runs removed" in call("gc", "--keep", "2", "--out", out).stdout
    assert "nothing to remove" in call("gc", "--out", out).stdout


def test_rebuild_says_how_many_documents_it_found(out: Path) -> None:
    (out / STATE).write_bytes(b"damaged" * 1000)
    broken = call("status", "--out", out)
    assert "press-records rebuild" in str(broken.exception)
    assert "holds 2 documents again" in call("rebuild", "--out", out).stdout
    assert call("status", "--out", out).exit_code == 0


@pytest.mark.parametrize("command", [("status",), ("runs",), ("rollback", "000001"), ("gc",), ("rebuild",)])
def test_a_folder_without_results_is_told(command: tuple[str, ...], tmp_path: Path) -> None:
    assert "holds no state" in str(call(*command, "--out", tmp_path / "typo").exception)
    assert not (tmp_path / "typo").exists()


def test_status_reads_the_whole_state_unless_it_is_to_be_quick(out: Path) -> None:
    with closing(sqlite3.connect(out / STATE)) as database, database:
        database.execute("UPDATE lines SET data = x'00'")
    assert "press-records rebuild" in str(call("status", "--out", out).exception)
    assert call("status", "--out", out, "--quick").exit_code == 0
