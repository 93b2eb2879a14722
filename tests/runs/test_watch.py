"""Watching a folder: when a run is due, and the command from its start to its stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue

import pytest
from typer.testing import CliRunner

from pipeline.cli import app as cli
from pipeline.errors import UsageError
from pipeline.runs.watch import Occasions
from tests.fakes import RELEASE

QUIET = 0.1
LONG = 60.0  # seconds on a busy machine


class Watching:
    """Occasions as they come in a thread."""

    def __init__(self, folder: Path, out: Path, rescan: float = 1000.0, quiet: float = QUIET) -> None:
        self.occasions = Occasions([folder], out, quiet, rescan)
        self._queue: Queue[float] = Queue()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        for _ in self.occasions:
            self._queue.put(time.monotonic())

    def due(self, within: float = LONG) -> bool:
        try:
            self._queue.get(timeout=within)
        except Empty:
            return False
        return True

    def stop(self) -> None:
        self.occasions.stop.set()
        self._thread.join(LONG)
        assert not self._thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def test_a_run_is_due_at_the_start_and_when_files_arrive(folder: Path, tmp_path: Path) -> None:
    watching = Watching(folder, tmp_path / "out")
    try:
        assert watching.due()
        (folder / "a.txt").write_text("a")
        assert watching.due()
        (folder / "below").mkdir()
        (folder / "below" / "b.txt").write_text("b")
        assert watching.due()
    finally:
        watching.stop()


def test_a_watched_folder_may_lie_in_the_output_folder(folder: Path) -> None:
    watching = Watching(folder, folder.parent)
    try:
        assert watching.due()
        (folder / "a.txt").write_text("a")
        assert watching.due()
    finally:
        watching.stop()


@pytest.mark.parametrize("name", [".hidden.txt", "_draft.txt", "out/records.jsonl"])
def test_what_a_run_would_not_read_makes_none_due(folder: Path, name: str) -> None:
    (folder / "out").mkdir()
    watching = Watching(folder, folder / "out")
    try:
        assert watching.due()
        (folder / name).write_text("x")
        assert not watching.due(within=10 * QUIET)
    finally:
        watching.stop()


def test_a_run_is_due_now_and_then_in_any_case(folder: Path, tmp_path: Path) -> None:
    watching = Watching(folder, tmp_path / "out", rescan=2 * QUIET)
    try:
        assert all(watching.due() for _ in range(3))
    finally:
        watching.stop()


def test_it_stops_at_once_however_long_the_quiet_time_is(folder: Path, tmp_path: Path) -> None:
    watching = Watching(folder, tmp_path / "out", quiet=100 * LONG)
    assert watching.due(), "the first run waits for nothing"
    (folder / "a.txt").write_text("a")
    assert not watching.due(within=1.5)
    started = time.monotonic()
    watching.stop()
    assert time.monotonic() - started < LONG / 4


def test_arrivals_that_follow_each_other_closely_are_one_occasion(folder: Path, tmp_path: Path) -> None:
    watching = Watching(folder, tmp_path / "out", quiet=3.0)
    try:
        assert watching.due()
        for number in range(5):
            (folder / f"{number}.txt").write_text("a")
            assert not watching.due(within=0.4)
        last = time.monotonic()
        assert watching.due()
        assert time.monotonic() - last > 2.0
        assert not watching.due(within=1.0)
    finally:
        watching.stop()


def test_hidden_files_that_keep_coming_delay_nothing(folder: Path, tmp_path: Path) -> None:
    watching = Watching(folder, tmp_path / "out", quiet=0.5)
    try:
        assert watching.due()
        (folder / "a.txt").write_text("a")
        until = time.monotonic() + 8 * 0.5  # well below the patience
        came = False
        while not came and time.monotonic() < until:
            (folder / ".part").write_text("x")
            came = watching.due(within=0.05)
        assert came
    finally:
        watching.stop()


def test_a_run_that_could_not_be_done_is_due_again_soon(folder: Path, tmp_path: Path) -> None:
    occasions = Occasions([folder], tmp_path / "out", QUIET, 1000.0)
    count = 0
    for count, _ in enumerate(occasions, 1):  # counted by its value behind the loop
        occasions.try_again_in(2 * QUIET)
        if count == 3:
            occasions.stop.set()
    assert count == 3


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def records_in(out: Path) -> list[str]:
    file = out / "records.jsonl"
    return [json.loads(line)["source"]["path"] for line in file.read_text().splitlines()] if file.is_file() else []


def copied(url: Path) -> str | None:
    """The run that a copy is of; None before there is one."""
    file = url / "manifest.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["run"]) if file.is_file() else None


def test_the_command_runs_on_what_arrives_and_stops_cleanly(folder: Path, tmp_path: Path) -> None:
    out, copy = tmp_path / "out", tmp_path / "copy"
    program = "from pipeline.cli import main; main()"
    options = ["--out", str(out), "--model", "none", "--quiet", "0.1", "--workers", "1", "--complete"]
    options += ["--publish", copy.as_uri()]
    process = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-c", program, "watch", str(folder), *options], stderr=subprocess.PIPE, text=True
    )
    try:
        (folder / "a.txt").write_text(RELEASE, encoding="utf-8")
        wait_for(lambda: records_in(out) == ["a.txt"])
        (folder / "b.txt").write_text(RELEASE, encoding="utf-8")
        wait_for(lambda: len(records_in(out)) == 2)
        (folder / "a.txt").unlink()
        wait_for(lambda: records_in(out) == ["b.txt"])
        wait_for(lambda: records_in(copy) == ["b.txt"] and copied(copy) == copied(out))
        time.sleep(0.5)  # the command is waiting again
    finally:
        os.kill(process.pid, signal.SIGTERM)
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == 0, said
    assert said.startswith("watching ")
    assert "Traceback" not in said


def test_a_folder_that_is_missing_is_a_mistake(tmp_path: Path) -> None:
    program = "from pipeline.cli import main; main()"
    line = [sys.executable, "-c", program, "watch", str(tmp_path / "missing"), "--model", "none"]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603  # ourselves
    assert ended.returncode == 2
    assert "is no folder" in ended.stderr


def test_a_copy_that_is_no_url_is_a_mistake(folder: Path) -> None:
    result = CliRunner().invoke(cli.app, ["watch", str(folder), "--model", "none", "--publish", "/srv/www"])
    assert isinstance(result.exception, UsageError)
    assert "is no URL" in str(result.exception)
