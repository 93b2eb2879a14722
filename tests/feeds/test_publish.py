"""Feeds appear whole, deltas give the full export, gates keep bad ones back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import GateError, StateError, UsageError
from pipeline.feeds.delta import applied, changes
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.gates import Gates, parse_fill
from pipeline.feeds.publish import latest
from pipeline.records import Record
from pipeline.store import write_lines
from tests.feeds.pages import record

NO_LIMIT = Gates(most_removed=None)


def write(out: Path, *records: Record) -> None:
    write_lines(out / "records.jsonl", (one.to_json() for one in sorted(records, key=lambda one: one.id)))


def page(name: str, person: str, phone: str | None = None, **fields: Any) -> Record:
    contacts = {"phone": phone} if phone is not None else {}
    return record(name, [{"name": person, "org": "Stadt Worms", **contacts}], **fields)


def test_a_feed_is_published_with_its_delta_and_the_next_one_keeps_ids(tmp_path: Path) -> None:
    write(tmp_path, page("a", "Ute Erz"), page("b", "Hans Wendehals"))
    first = feed(tmp_path, Feed(("csv",), NO_LIMIT))
    assert first.counts == {"person": 2, "organisation": 1, "ADD": 3, "MOD": 0, "DEL": 0}
    write(tmp_path, page("a", "Ute Erz", "+4962418531060"), page("c", "Ute Erz"))
    second = feed(tmp_path, Feed((), NO_LIMIT))
    assert second.counts == {"person": 1, "organisation": 1, "ADD": 0, "MOD": 2, "DEL": 1}
    ids = [{json.loads(line)["id"] for line in lines(one.folder / "directory.jsonl")} for one in (first, second)]
    assert ids[1] < ids[0]
    assert latest(tmp_path) == second.folder
    assert applied(lines(first.folder / "directory.jsonl"), lines(second.folder / "delta.jsonl")) == lines(
        second.folder / "directory.jsonl"
    )


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_pointer_holds_the_hashes_of_all_files(tmp_path: Path) -> None:
    write(tmp_path, page("a", "Ute Erz"))
    published = feed(tmp_path, Feed(("csv", "html"), NO_LIMIT))
    pointer = json.loads((tmp_path / "feed/latest.json").read_text(encoding="utf-8"))
    assert pointer["files"] == published.files
    on_disk = {path.relative_to(published.folder).as_posix() for path in published.folder.rglob("*") if path.is_file()}
    assert set(pointer["files"]) == on_disk - {"manifest.json"}


def test_equal_records_give_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, page("a", "Ute Erz"), page("b", "Hans Wendehals"))
    formats = ("csv", "ftm", "html", "jsonld", "sqlite", "vcard")
    first, second = (feed(tmp_path / name, Feed(formats, NO_LIMIT)) for name in ("one", "two"))
    assert first.files == second.files


@pytest.mark.parametrize(
    ("gates", "word"),
    [
        (Gates(least_entries=99), "--min-entries"),
        (Gates(most_removed=0.2), "--max-removed"),
        (Gates(most_removed=None, least_filled={"phone": 0.5}), "--min-fill"),
        (Gates(most_removed=None, stale_decisions_allowed=False), "--require-review"),
    ],
)
def test_a_failed_gate_publishes_nothing(gates: Gates, word: str, tmp_path: Path) -> None:
    write(tmp_path, page("a", "Ute Erz"), page("b", "Hans Wendehals"))
    first = feed(tmp_path, Feed((), NO_LIMIT))
    stale = {"code": "decision-stale", "severity": "warning", "message": "-", "start": None, "end": None}
    write(tmp_path, page("a", "Ute Erz", issues=[stale]))
    with pytest.raises(GateError, match=word):
        feed(tmp_path, Feed((), gates))
    assert latest(tmp_path) == first.folder
    assert sorted(path.name for path in (tmp_path / "feed").iterdir()) == ["000001", "latest.json"]


def test_what_nobody_has_confirmed_for_long_is_dropped(tmp_path: Path) -> None:
    new, old = page("a", "Ute Erz", date="2024-05-03"), page("b", "Hans Wendehals", date="2022-05-02")
    write(tmp_path, new, old, page("c", "Ohne Datum", date=None))
    assert feed(tmp_path, Feed((), NO_LIMIT)).counts["person"] == 3
    assert feed(tmp_path, Feed((), NO_LIMIT, months=24)).counts["person"] == 1
    assert feed(tmp_path, Feed((), NO_LIMIT, months=25)).counts["person"] == 2
    assert feed(tmp_path, Feed((), NO_LIMIT, months=24, as_of="2024-01-01")).counts["person"] == 2
    with pytest.raises(UsageError, match="as-of"):
        feed(tmp_path, Feed((), NO_LIMIT, months=24, as_of="May"))


def test_fill_rules() -> None:
    assert parse_fill("phone=0.3") == ("phone", 0.3)
    for rule in ("phone", "phone=2", "phone=x", "shoe=0.5"):
        with pytest.raises(UsageError, match="fill rate"):
            parse_fill(rule)


def test_what_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="press-records run"):
        feed(tmp_path, Feed((), NO_LIMIT))
    write(tmp_path, page("a", "Ute Erz"))
    with pytest.raises(UsageError, match="no such format: shoe"):
        feed(tmp_path, Feed(("shoe",), NO_LIMIT))
    published = feed(tmp_path, Feed((), NO_LIMIT))
    (published.folder / "identities.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(StateError, match="identities"):
        feed(tmp_path, Feed((), NO_LIMIT))
    (tmp_path / "feed/latest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(StateError, match="latest"):
        feed(tmp_path, Feed((), NO_LIMIT))


def test_a_delta_belongs_to_one_export() -> None:
    before, after = ['{"id": "a", "n": 1}'], ['{"id": "a", "n": 2}']
    delta = [change.to_json() for change in changes(before, after)]
    with pytest.raises(StateError, match="another export"):
        applied(['{"id": "a", "n": 3}'], delta)


EXPORTS = st.dictionaries(st.text("abc", min_size=1, max_size=2), st.text(max_size=8), max_size=6)


@given(EXPORTS, EXPORTS)
@settings(max_examples=200, deadline=None)
def test_delta_applied_to_the_old_export_is_the_new_one(old: dict[str, str], new: dict[str, str]) -> None:
    before, after = (
        [json.dumps({"id": name, "value": export[name]}, ensure_ascii=False) for name in sorted(export)]
        for export in (old, new)
    )
    assert applied(before, [change.to_json() for change in changes(before, after)]) == after
