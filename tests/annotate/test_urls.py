"""Web addresses found and normalised, case by case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import emails, urls
from pipeline.documents import CleanDocument
from pipeline.normalise import urls as values

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "urls.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(*((case, []) if isinstance(case, str) else (case["text"], case["urls"])), id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_addresses_are_found_and_read(page: Callable[[str], CleanDocument], text: str, expected: list[Any]) -> None:
    document = page(text)
    mentions = urls.find(document, emails.find(document, ()))
    assert [[mention.text, values.value_of(mention.text)] for mention in mentions] == expected
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
