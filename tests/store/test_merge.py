"""Property: copying a snapshot with changed lines gives what applying the changes to its lines gives."""

import json

import pytest
from hypothesis import given, strategies

from pipeline.errors import StateError
from pipeline.store.merge import merged
from pipeline.store.snapshot import apply_changes

IDS = strategies.text("019af", min_size=1, max_size=3)
WORDS = strategies.sampled_from(["", "ä\u2028", "short", "x" * 300])
SNAPSHOTS = strategies.dictionaries(IDS, WORDS, max_size=12)
CHANGES = strategies.dictionaries(IDS, strategies.none() | WORDS, max_size=12)


def record(name: str, text: str) -> str:
    return json.dumps({"schema": "press-record/1", "id": name, "text": text}, ensure_ascii=False)


def encoded(line: str) -> bytes:
    return line.encode() + b"\n"


@given(SNAPSHOTS, CHANGES)
def test_bytes_and_lines_agree(snapshot: dict[str, str], changes: dict[str, str | None]) -> None:
    lines = [record(name, snapshot[name]) for name in sorted(snapshot)]
    news = [(name, None if changes[name] is None else record(name, str(changes[name]))) for name in sorted(changes)]
    wanted = {**snapshot, **changes}
    expected = [record(name, str(wanted[name])) for name in sorted(wanted) if wanted[name] is not None]
    new_bytes = [(name.encode(), None if line is None else encoded(line)) for name, line in news]
    assert list(merged(map(encoded, lines), new_bytes)) == list(map(encoded, expected))
    assert list(apply_changes(lines, news)) == expected


def test_a_record_in_another_form_keeps_its_place() -> None:
    lines = [b'{"id": "b", "schema": "older"}\n', encoded(record("d", ""))]
    news = [(b"a", b"first\n"), (b"c", b"between\n")]
    assert list(merged(lines, news)) == [b"first\n", lines[0], b"between\n", lines[1]]


def test_what_is_no_record_is_damage() -> None:
    with pytest.raises(StateError, match="not a record"):
        list(merged([b"{}\n"], [(b"a", None)]))
