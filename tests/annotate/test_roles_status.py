"""How a role is held, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate.roles_status import status_of

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "role_status.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["text"][:40]) for group in CASES.values() for c in group])
def test_status_is_read_beside_the_role(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    assert list(status_of(text, start, end)) == case["status"]


def test_hostile_text_costs_little() -> None:
    text = "ehemalige " * 10_000 + "Landrat" + " A" * 50_000
    assert status_of(text, 100_000, 100_007) == ("former",)
