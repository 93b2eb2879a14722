"""E-mail addresses found and normalised, case by case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import emails
from pipeline.annotate.lost_letters import skeleton
from pipeline.documents import CleanDocument
from pipeline.normalise import emails as values

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "emails.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(*((case, []) if isinstance(case, str) else (case["text"], case["emails"])), id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_addresses_are_found_and_read(page: Callable[[str], CleanDocument], text: str, expected: list[Any]) -> None:
    mentions = emails.find(page(text), ())
    assert [[mention.text, values.value_of(mention)] for mention in mentions] == expected
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_what_is_taken_is_left_alone(page: Callable[[str], CleanDocument]) -> None:
    document = page("a.kern@stadt.de, b.kern@stadt.de")
    first, second = emails.find(document, ())
    assert [mention.text for mention in emails.find(document, (first,))] == [second.text]


@pytest.mark.parametrize(
    ("name", "bones"), [("Scheller", "schllr"), ("Aktaş", "kt"), ("Gottschalk", "gttschlk"), ("Öztürk", "ztrk")]
)
def test_skeleton_keeps_ascii_consonants(name: str, bones: str) -> None:
    assert skeleton(name) == bones
