"""Snapshots, deltas, and the way back from today's records to those of an earlier run."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from pipeline.errors import StateError, UsageError
from pipeline.store import records_at, run_ids, write_lines
from pipeline.store.delta import Change, changes_before, changes_of, parse_change, write_changes
from pipeline.store.snapshot import apply_changes, changed_lines, record_id, shard_file, shard_prefixes, snapshot_lines

IDS = strategies.text("0123456789abcdef", min_size=1, max_size=3)
SNAPSHOTS = strategies.dictionaries(IDS, strategies.text(max_size=5))


def record(name: str, text: str = "") -> str:
    return json.dumps({"schema": "press-record/1", "id": name, "text": text}, ensure_ascii=False)


def lines(snapshot: dict[str, str]) -> list[str]:
    return [record(name, snapshot[name]) for name in sorted(snapshot)]


@settings(deadline=None)
@given(SNAPSHOTS, SNAPSHOTS)
def test_what_differs_leads_from_one_snapshot_to_the_other_and_back(old: dict[str, str], new: dict[str, str]) -> None:
    found = list(changed_lines(lines(old), lines(new)))
    assert list(apply_changes(lines(old), [(name, after) for name, _, after in found])) == lines(new)
    assert list(apply_changes(lines(new), [(name, before) for name, before, _ in found])) == lines(old)
    assert {name for name, _, _ in found} == {name for name in old | new if old.get(name) != new.get(name)}


def change(old: str | None, new: str | None, name: str = "a1") -> Change:
    return Change(name, ("source", "model"), ("text",), old, new)


@pytest.mark.parametrize(
    ("old", "new", "op"),
    [(None, record("a1"), "ADD"), (record("a1"), record("a1", "b"), "MOD"), (record("a1"), None, "DEL")],
)
def test_both_directions_keep_the_exact_line(old: str | None, new: str | None, op: str) -> None:
    line = change(old, new).forward()
    parsed = json.loads(line)
    assert list(parsed) == ["op", "id", "cause", "fields", "record"]
    assert (parsed["op"], parsed["cause"], parsed["record"]) == (op, ["source", "model"], new and json.loads(new))
    assert parse_change(line) == ("a1", new)
    assert parse_change(change(old, new).backward()) == ("a1", old)


def test_hostile_text_does_not_confuse_the_delta() -> None:
    hostile = record("a1", 'x", "record": null}\u2028\r\n{"op": "DEL"')
    assert parse_change(change(None, hostile).forward()) == ("a1", hostile)


@pytest.mark.parametrize(
    "line", ["", "{}", '{"op": "ADD", "id": "a", "record": ', '{"op": , "record": {}}', '{"record": {}}']
)
def test_a_cut_line_of_a_delta_is_told(line: str) -> None:
    with pytest.raises(StateError, match="not a line of a delta"):
        parse_change(line)


def test_equal_changes_give_equal_files(tmp_path: Path) -> None:
    changes = [change(record("a1"), record("a1", "ü")), change(None, record("b1"), "b1")]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written = write_changes(tmp_path / name, changes)
        assert written.lines == 2
    for file in ("delta.jsonl", "before.jsonl.gz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert list(changes_of(tmp_path / "one")) == [("a1", record("a1", "ü")), ("b1", record("b1"))]
    assert list(changes_before(tmp_path / "one")) == [("a1", record("a1")), ("b1", None)]


def publish(out: Path, number: int, snapshot: dict[str, str]) -> None:
    """A run's folder and snapshot, made with nothing but the store."""
    folder = out / "runs" / f"{number:06}"
    folder.mkdir(parents=True)
    found = changed_lines(snapshot_lines(out), lines(snapshot))
    write_changes(folder, [Change(name, ("source",), (), old, new) for name, old, new in found])
    write_lines(out / "records.jsonl", lines(snapshot))


@settings(max_examples=25, deadline=None)
@given(strategies.lists(SNAPSHOTS, min_size=1, max_size=4))
def test_every_snapshot_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, snapshots: list[dict[str, str]]
) -> None:
    out = tmp_path_factory.mktemp("out")
    for number, snapshot in enumerate(snapshots, start=1):
        publish(out, number, snapshot)
    assert [list(records_at(out, name)) for name in run_ids(out)] == [lines(snapshot) for snapshot in snapshots]


def test_runs_are_in_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("1000000", "000002", "000010", ".000011", "notes"):
        (tmp_path / "runs" / name).mkdir(parents=True)
    assert run_ids(tmp_path) == ["000002", "000010", "1000000"]
    assert run_ids(tmp_path / "nowhere") == []
    with pytest.raises(UsageError, match="keeps no run 000003; choose one of 000002 to 1000000"):
        records_at(tmp_path, "000003")


def test_a_damaged_way_back_is_told(tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a": "1"})
    publish(tmp_path, 2, {"a": "2"})
    file = tmp_path / "runs" / "000002" / "before.jsonl.gz"
    for damage in (file.read_bytes()[:-4], b"no gzip", gzip.compress(b"no line\n")):
        file.write_bytes(damage)
        with pytest.raises(StateError):
            list(records_at(tmp_path, "000001"))


def test_shards_are_told_by_the_beginning_of_the_id() -> None:
    assert shard_prefixes(1) == ("",)
    assert shard_prefixes(16)[10] == "a"
    assert len(set(shard_prefixes(256))) == 256
    assert (shard_file(""), shard_file("0a")) == ("records.jsonl", "records/0a.jsonl")
    with pytest.raises(UsageError, match="choose one of 1, 16, 256, 4096"):
        shard_prefixes(7)


def test_the_id_of_a_record_is_read_without_parsing_it() -> None:
    assert record_id('{"schema":"press-record/1","id":"0a",') == "0a"
    assert record_id('{"id": "z"}') == "z"
    with pytest.raises(StateError, match="not a record"):
        record_id('{"schema":"press-record/1","id"')
