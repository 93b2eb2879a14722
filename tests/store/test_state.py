"""The state: its versions, its errors, and who may use it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.errors import BusyError, StateError, UsageError
from pipeline.store import migrations
from pipeline.store.lock import PID, holder, locked
from pipeline.store.migrations import APPLICATION_ID, BASE, STEPS
from pipeline.store.state import STATE, Build, State, read_only

BUILD = Build("code", "model", "settings", "lexicons")
HOLD = """
import sys, time
from contextlib import closing
from pathlib import Path
from pipeline.store.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_state_of_the_first_version_is_migrated_and_keeps_what_it_holds(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / STATE) as database:
        database.executescript(f"{BASE} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;")
        database.execute("INSERT INTO runs VALUES (1, 'run', 'published', '{}')")
    database.close()
    with State(tmp_path) as state:
        assert state.value("SELECT count(*) FROM runs") == 1
        assert state.value("PRAGMA user_version") == len(STEPS)
        assert state.value("SELECT count(*) FROM readings") == 0


def test_a_migration_that_fails_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    State(tmp_path).__exit__(None, None, None)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, "CREATE TABLE more (name TEXT); CREATE TABLE runs (name TEXT);"))
    with pytest.raises(UsageError, match="already exists"):
        State(tmp_path)
    monkeypatch.undo()
    with State(tmp_path) as state:
        assert state.value("SELECT count(*) FROM sqlite_master WHERE name = 'more'") == 0


def test_what_is_not_committed_is_not_there(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.build(BUILD)
        state.commit()
        state.build(Build("other", "model", "settings", "lexicons"))
    with State(tmp_path) as state:
        assert state.value("SELECT count(*) FROM builds") == 1
        assert state.build_of(state.build(BUILD)) == BUILD


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.execute("PRAGMA max_page_count = 40")
        with pytest.raises(UsageError, match=r"state\.sqlite cannot be used \(database or disk is full\)"):
            state.execute("INSERT INTO lines (data) VALUES (?)", (os.urandom(1_000_000),))
    with State(tmp_path) as state:
        assert state.value("SELECT count(*) FROM lines") == 0


def test_a_missing_line_is_damage(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        state.execute("INSERT INTO lines VALUES (1, x'00')")
        for number in (1, 2):
            with pytest.raises(StateError, match="press-records rebuild"):
                state.line(number)


def test_readers_need_a_state_and_do_not_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no state"):
        read_only(tmp_path)
    (tmp_path / STATE).touch()
    with pytest.raises(UsageError, match="holds no state"):
        read_only(tmp_path)
    assert (tmp_path / STATE).read_bytes() == b""


def test_readers_are_told_how_an_older_state_comes_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / STATE)) as database:
        database.executescript(f"{BASE} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;")
    with pytest.raises(UsageError, match=r"older press-records; the next 'press-records run'"):
        read_only(tmp_path)


def test_a_folder_is_held_by_one_process_and_free_when_that_dies(tmp_path: Path) -> None:
    line = [sys.executable, "-c", HOLD, str(tmp_path)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=root) as other:  # noqa: S603  # ourselves
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert holder(tmp_path) == other.pid
        with pytest.raises(BusyError, match=f"in use by process {other.pid};"), locked(tmp_path):
            pass
        other.kill()
        other.wait()
        assert holder(tmp_path) is None
        with locked(tmp_path) as died:
            assert died == other.pid
    assert not (tmp_path / PID).exists()


@pytest.mark.parametrize(
    ("pid", "alive"),
    [(str(os.getpid()), True), ("1", True), ("x", False), (str(2**22), False)],
    ids=["own", "first", "none", "too-high"],  # a number in a test's name differs between the processes of a run
)
def test_who_may_only_read_a_folder_is_told_of_a_process_that_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pid: str, alive: bool
) -> None:
    (tmp_path / PID).write_text(pid)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(FileLock, "acquire", refuse)
    assert holder(tmp_path) == (int(pid) if alive else None)
