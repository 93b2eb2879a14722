"""People found by their form of address, and names freed of roles, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import addressed
from tests.link.pages import page

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "addressed.yml").read_text(encoding="utf-8")
)


def cases(*groups: str) -> list[Any]:
    return [
        pytest.param(case["text"], case["names"], id=f"{group}-{number}")
        for group in groups
        for number, case in enumerate(CASES[group], 1)
    ]


@pytest.mark.parametrize(("text", "names"), cases("found", "none"))
def test_people_behind_a_form_of_address(text: str, names: list[str]) -> None:
    gold = page(text)
    found = addressed.find(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in found] == names
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in found)


@pytest.mark.parametrize(("text", "names"), cases("freed"))
def test_names_are_freed_of_roles(text: str, names: list[str]) -> None:
    gold = page(text)
    freed = addressed.without_roles([mention for mention, _ in gold.annotations])
    assert [mention.text for mention in freed] == names
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in freed)
