"""What the linking models see of pages; ``make golden`` rewrites it after a change of features."""

import json

import pytest

from tools.linking_inputs import SNAPSHOTS, pages, snapshot

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_models_see_what_they_saw(name: str) -> None:
    golden = json.loads((SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))
    made = snapshot(PAGES[name])
    assert {kind: parts["pairs"] for kind, parts in made.items()} == {kind: golden[kind]["pairs"] for kind in golden}
    for kind, parts in made.items():
        features, expected = parts["features"], golden[kind]["features"]
        changed = {key for key in features.keys() | expected.keys() if features.get(key) != expected.get(key)}
        assert not changed, kind


def test_no_snapshot_is_left_over() -> None:
    assert sorted(file.stem for file in SNAPSHOTS.glob("*.json")) == sorted(PAGES)
