"""The decision log: nothing is lost or changed, whoever writes at the same time."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.decisions import Action, Decision, Decisions, Field
from pipeline.errors import DecisionError, LostRaceError, UsageError
from pipeline.store.decisions import DecisionLog, read_decisions

WRITERS, EACH = 6, 15


def rejection(value: str = "+496241853", document: str = "d1", author: str = "Erika") -> Decision:
    return Decision(document, Action.REJECT, Field.PHONES, value, author=author)


@pytest.fixture
def log(tmp_path: Path) -> DecisionLog:
    return DecisionLog(tmp_path / "decisions.sqlite")


def test_an_entry_gets_time_and_id_and_is_read_back(log: DecisionLog) -> None:
    written = log.append(rejection())
    assert written.id
    assert datetime.fromisoformat(written.time).tzinfo is not None
    assert log.history("d1") == log.in_force("d1") == (written,)
    assert log.get(written.id) == written
    assert (log.revision("d1"), log.revision("d2"), log.documents()) == (1, 0, {"d1": 1})


def test_a_later_entry_is_later_whatever_the_clock_says(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "log.sqlite", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    entries = [log.append(rejection(author=name)) for name in "abc"]
    assert [entry.time for entry in entries] == sorted({entry.time for entry in entries})
    assert log.in_force("d1") == (entries[-1],)


def test_who_saw_an_older_revision_loses_the_race_and_nothing_else(log: DecisionLog) -> None:
    log.append(rejection(), expected_revision=0)
    with pytest.raises(LostRaceError, match="1 decisions, not 0"):
        log.append(rejection(author="Max"), expected_revision=0)
    log.append(rejection(author="Max"), expected_revision=1)
    assert log.revision("d1") == 2


def test_of_many_who_saw_the_same_revision_one_wins(log: DecisionLog) -> None:
    def race(number: int) -> bool:
        try:
            log.append(rejection(author=str(number)), expected_revision=0)
        except LostRaceError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(race, range(16))) == [False] * 15 + [True]
    assert log.revision("d1") == 1


def test_many_decisions_are_added_together_or_not_at_all(log: DecisionLog) -> None:
    log.append(rejection(document="d2"))
    with pytest.raises(LostRaceError):
        log.append_all([rejection(), rejection(document="d2")], {"d1": 0, "d2": 0})
    with pytest.raises(DecisionError):
        log.append_all([rejection(), rejection("no number")])
    assert log.documents() == {"d2": 1}
    assert len(log.append_all([rejection(), rejection(document="d2")], {"d1": 0, "d2": 1})) == 2


def test_undo_is_an_entry_and_happens_once(log: DecisionLog) -> None:
    first = log.append(rejection())
    undo = log.undo(first.id, "Max", "slipped")
    assert (undo.action, undo.undoes, undo.author, undo.note) == (Action.UNDO, first.id, "Max", "slipped")
    assert log.in_force("d1") == ()
    with pytest.raises(DecisionError, match="already"):
        log.undo(first.id, "Max")
    log.undo(undo.id, "Erika")
    assert log.in_force("d1") == (first,)
    log.undo(first.id, "Max")
    assert log.in_force("d1") == ()
    with pytest.raises(DecisionError, match="there is no decision"):
        log.undo("nowhere", "Max")


def test_conflicting_decisions_are_both_kept_and_listed(log: DecisionLog) -> None:
    first = log.append(rejection())
    second = log.append(Decision("d1", Action.ACCEPT, Field.PHONES, "+496241853", author="Max"))
    assert log.history("d1") == (first, second)
    assert log.in_force("d1") == (second,)
    assert [(found.standing, found.overruled) for found in log.conflicts("d1")] == [(second, first)]


@pytest.mark.parametrize("statement", ["DELETE FROM entries", "UPDATE entries SET document = 'd2'"])
def test_the_file_itself_refuses_changes(log: DecisionLog, statement: str) -> None:
    log.append(rejection())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite3.connect(log.path).execute(statement)


def write(path: Path, writer: int) -> None:
    log = DecisionLog(path)
    for number in range(EACH):
        log.append(rejection(author=f"writer {writer}, {number}"))


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(path, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    history = DecisionLog(path).history("d1")
    assert len({entry.author for entry in history}) == len(history) == WRITERS * EACH
    assert len({entry.time for entry in history}) == len(history)


def test_an_open_reader_sees_one_state_while_others_write(log: DecisionLog) -> None:
    log.append(rejection())
    reading = log.since()
    next(reading)
    log.append(rejection(author="Max"))
    assert list(reading) == []
    assert len(list(log.since(1))) == 1


def test_export_and_import_give_the_same_log(log: DecisionLog, tmp_path: Path) -> None:
    log.undo(log.append(rejection()).id, "Max")
    log.append(rejection(document="d2"))
    lines = list(log.export_jsonl())
    other = DecisionLog(tmp_path / "other.sqlite")
    own = other.append(rejection(document="d3"))
    assert other.import_jsonl([*lines, ""]) == 3
    assert other.import_jsonl(lines) == 0, "an entry is the same in every log"
    assert other.history("d1") == log.history("d1")
    assert set(other.documents()) == {"d1", "d2", "d3"}
    assert other.in_force("d3") == (own,)


def test_an_edited_line_is_not_imported_nor_any_other(log: DecisionLog, tmp_path: Path) -> None:
    log.append(rejection())
    log.append(rejection(document="d2"))
    first, second = log.export_jsonl()
    other = DecisionLog(tmp_path / "other.sqlite")
    with pytest.raises(DecisionError, match="line 2: the id does not fit"):
        other.import_jsonl([first, second.replace("Erika", "Max")])
    with pytest.raises(DecisionError, match="line 1: not a decision"):
        other.import_jsonl(["nothing"])
    assert other.documents() == {}


def test_no_log_is_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.sqlite") == Decisions()
    assert not (tmp_path / "none.sqlite").exists()


def test_another_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_text("no database, but long enough to be one" * 100)
    with pytest.raises(UsageError, match=r"log\.sqlite cannot be used"):
        read_decisions(tmp_path / "log.sqlite")


def test_a_log_of_a_newer_version_is_left_alone(log: DecisionLog) -> None:
    sqlite3.connect(log.path).execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="newer"):
        DecisionLog(log.path)
