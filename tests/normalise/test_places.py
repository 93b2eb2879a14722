"""Base forms of places, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Label
from pipeline.normalise import places
from tests.link.pages import page

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "places.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(case["text"], case["name"], id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


def names(text: str) -> list[str]:
    gold = page(text)
    return [place.name for place in places.normalise(gold.document, [mention for mention, _ in gold.of(Label.LOC)])]


@pytest.mark.parametrize(("text", "name"), cases())
def test_base_form(text: str, name: str) -> None:
    assert names(text) == [name]


def test_a_genitive_of_an_unknown_place_is_read_where_the_base_form_stands_too() -> None:
    assert names("[Kleinwinzlers](LOC) Feste") == ["Kleinwinzlers"]
    assert names("In [Kleinwinzler](LOC): [Kleinwinzlers](LOC) Feste") == ["Kleinwinzler", "Kleinwinzler"]
    assert names("[Quas](LOC), [Quass](LOC)") == ["Quas", "Quass"]  # no genitive ends so


@pytest.mark.parametrize(("name", "found"), [("Worms", True), ("Stadt Worms", True), ("Landkreis Karlsruhe", False)])
def test_candidates(name: str, found: bool) -> None:
    assert bool(places.candidates(name)) is found
