"""Postal addresses found and split, case by case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import addresses
from pipeline.documents import CleanDocument, Mention
from pipeline.normalise import addresses as values

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "addresses.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(
            *((case, []) if isinstance(case, str) else (case["text"], case["addresses"])), id=f"{group}-{number}"
        )
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


def parts(mention: Mention) -> list[str | None]:
    address = values.value_of(mention)
    assert address is not None
    return [mention.text, address.street, address.house_number, address.postcode, address.town, address.country]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_addresses_are_found_and_split(page: Callable[[str], CleanDocument], text: str, expected: list[Any]) -> None:
    mentions = addresses.find(page(text), ())
    assert [parts(mention) for mention in mentions] == expected
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_what_is_taken_is_left_alone(page: Callable[[str], CleanDocument]) -> None:
    document = page("Horka 15, 01920 Crostwitz und Knüll 4, 24217 Schönberg")
    first, second = addresses.find(document, ())
    assert [mention.text for mention in addresses.find(document, (first,))] == [second.text]
