"""Telephone numbers found and normalised, case by case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import phones
from pipeline.documents import CleanDocument
from pipeline.normalise import phones as values

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "phones.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(*((case, []) if isinstance(case, str) else (case["text"], case["phones"])), id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_numbers_are_found_and_read(page: Callable[[str], CleanDocument], text: str, expected: list[Any]) -> None:
    mentions = phones.find(page(text), ())
    found = [(mention.text, values.value_of(mention)) for mention in mentions]
    assert [[surface, phone and phone.value, phone and phone.kind] for surface, phone in found] == expected
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_what_is_taken_is_left_alone(page: Callable[[str], CleanDocument]) -> None:
    document = page("Tel. 06241 853-1060, Fax 06241 853-1099")
    first, second = phones.find(document, ())
    assert [mention.text for mention in phones.find(document, (first,))] == [second.text]


def test_extension_and_label_are_kept(page: Callable[[str], CleanDocument]) -> None:
    first, second = phones.find(page("Telefon 07561 87-101, Fax -199"), ())
    assert first.attributes == {"label": "Telefon", "kind": "phone"}
    assert second.attributes == {"label": "Fax", "kind": "fax"}
    assert [mention.parse.extension for mention in (first, second)] == ["101", "199"]


def test_the_country_of_the_page_decides_how_a_number_is_read(page: Callable[..., CleanDocument]) -> None:
    text = "Landstraße 12\nT 05525/622 15-130"
    at_home, abroad = (phones.find(page(text, url), ())[0] for url in (None, "https://www.imwalgau.at/kontakt"))
    assert [phone and phone.value for phone in map(values.value_of, (at_home, abroad))] == [
        "+49552562215130",
        "+43552562215130",
    ]
