"""Bodies freed of common nouns, and places that act as bodies, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import bodies
from pipeline.documents import Label
from tests.link.pages import page

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "bodies.yml").read_text(encoding="utf-8")
)


def cases(group: str) -> list[Any]:
    return [
        pytest.param(case["text"], case["found"], id=f"{group}-{number}") for number, case in enumerate(CASES[group], 1)
    ]


@pytest.mark.parametrize(("text", "found"), cases("cut"))
def test_bodies_are_freed_of_common_nouns(text: str, found: list[str]) -> None:
    gold = page(text)
    kept = bodies.without_nouns([mention for mention, _ in gold.annotations])
    assert [mention.text for mention in kept] == found
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in kept)


@pytest.mark.parametrize(("text", "found"), cases("acting"))
def test_places_act_as_bodies(text: str, found: list[str]) -> None:
    gold = page(text)
    read = bodies.acting(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in read if mention.label is Label.ORG] == found


@pytest.mark.parametrize(("text", "found"), cases("compounds"))
def test_first_halves_of_compounds_are_left_out(text: str, found: list[str]) -> None:
    gold = page(text)
    kept = bodies.without_compounds(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in kept] == found


@pytest.mark.parametrize(("text", "found"), cases("agreeing"))
def test_mentions_of_one_name_agree(text: str, found: list[str]) -> None:
    read = bodies.agreeing([mention for mention, _ in page(text).annotations])
    assert [mention.label.value for mention in read] == found


@pytest.mark.parametrize(("text", "found"), cases("families"))
def test_places_that_are_somebodys_family_name_are_people(text: str, found: list[str]) -> None:
    read = bodies.families([mention for mention, _ in page(text).annotations])
    assert [mention.text for mention in read if mention.label is Label.PER] == found


@pytest.mark.parametrize(("text", "found"), cases("inhabitants"))
def test_inhabitants_and_adjectives_are_no_places(text: str, found: list[str]) -> None:
    gold = page(text)
    kept = bodies.without_inhabitants(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in kept] == found
