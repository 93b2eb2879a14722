"""Who followed whom, case by case."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.link.pages import linked

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "successions.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["text"][:60]) for group in CASES.values() for c in group])
def test_successions_have_direction_and_date(case: dict[str, Any]) -> None:
    facts, _ = linked(case["text"])
    found = [
        [link.successor.text, link.predecessor.text, None if link.date is None else link.date.value]
        for link in facts.successions
    ]
    assert found == case["pairs"]
    assert {link.cue.rule for link in facts.successions} <= {"successions"}


@pytest.mark.parametrize("unit", ["folgt auf ", "[Ute Erz](PER) folgt auf ", "[Ute Erz](PER) löst ab Nachfolger von "])
def test_a_line_of_nothing_but_cues_costs_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * size
        start = time.process_time()
        linked(text)
        return time.process_time() - start

    seconds(50)
    assert seconds(4000) < 12 * seconds(800) + 1.0
