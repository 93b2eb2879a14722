"""Floors of the entity models: they rise by themselves and fall only for a reason."""

import json
from pathlib import Path

import pytest

from models.training.floors import breaches, write
from pipeline.errors import UsageError

GOOD = {"fast gold/dev": {"PER": 0.8667, "all": 0.8012}}
WORSE = {"fast gold/dev": {"PER": 0.8667, "all": 0.7919}}
ROUNDED = {"fast gold/dev": {"PER": 0.8667, "all": 0.7999}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    write(path, GOOD, None)
    return path


def test_a_figure_never_falls_below_its_own_floor(path: Path) -> None:
    assert breaches(path, GOOD) == []


def test_a_figure_below_its_floor_is_named_with_both(path: Path) -> None:
    (breach,) = breaches(path, WORSE)
    assert breach == "fast gold/dev: all has F1 0.7919, below its floor 0.801"


def test_another_processor_may_round_a_little_lower(path: Path) -> None:
    assert breaches(path, ROUNDED) == []


def test_a_set_without_floors_is_a_breach(path: Path) -> None:
    (breach,) = breaches(path, {"cnn gold/dev": {"all": 0.7}})
    assert "no floors yet" in breach


def test_a_floor_falls_only_for_a_reason(path: Path) -> None:
    with pytest.raises(UsageError, match=r"all 0\.801 -> 0\.7919"):
        write(path, WORSE, None)
    write(path, WORSE, "the gold is stricter now")
    assert breaches(path, WORSE) == []
    lowered = {"set": "fast gold/dev", "field": "all", "from": 0.801, "to": 0.791, "reason": "the gold is stricter now"}
    assert json.loads(path.read_text(encoding="utf-8"))["lowered"] == [lowered]


def test_the_floors_of_other_sets_stay(path: Path) -> None:
    write(path, {"cnn gold/dev": {"all": 0.7}}, None)
    assert breaches(path, GOOD) == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"floors": 1, "lowered": []}'])
def test_a_damaged_file_is_an_error_of_ours(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="not usable"):
        breaches(path, GOOD)
