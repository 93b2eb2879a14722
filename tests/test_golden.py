"""Golden records: a change of what the pipeline makes of a page is reviewed; ``make golden`` rewrites them."""

import json
from typing import Any

import pytest

from tools.make_golden import EXAMPLE, EXAMPLE_KEYS, GOLDEN, NAMES, ROOT, pretty, records, with_example

# A score may differ in its last digit where another processor adds in another order.
SCORE_TOLERANCE = 0.02


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return dict(records())


def without_scores(value: Any, found: list[float]) -> Any:
    if isinstance(value, dict):
        found += [v for key, v in value.items() if key == "score"]
        return {key: without_scores(v, found) for key, v in value.items() if key != "score"}
    return [without_scores(item, found) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_record_is_the_golden_one(name: str, made: dict[str, Any]) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    scores: list[float] = []
    golden_scores: list[float] = []
    assert without_scores(made[name], scores) == without_scores(golden, golden_scores)
    assert scores == pytest.approx(golden_scores, abs=SCORE_TOLERANCE)


def test_no_golden_record_is_left_over() -> None:
    assert sorted(file.stem for file in GOLDEN.glob("*.json")) == sorted(NAMES)


@pytest.mark.parametrize("page", EXAMPLE_KEYS)
def test_example_in_the_documentation_is_fresh(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    record = json.loads((GOLDEN / f"{EXAMPLE}.json").read_text(encoding="utf-8"))
    assert with_example(page, text, record) == text


def test_pretty_breaks_only_what_is_too_long() -> None:
    value = {"short": [1, 2], "long": [{"text": "x" * 60}, {"text": "y" * 60}], "empty": []}
    printed = pretty(value)
    assert json.loads(printed) == value
    assert '"short": [1, 2],' in printed
    assert max(map(len, printed.splitlines())) < 120
