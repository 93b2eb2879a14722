"""Names on two lines of a card are put together where something bears out that they are one."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import split_names
from pipeline.documents import Label
from tests.link.pages import page

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "split_names.yml").read_text(encoding="utf-8"))


def cases() -> list[Any]:
    return [pytest.param(case, id=name) for members in CASES.values() for name, case in members.items()]


@pytest.mark.parametrize("case", cases())
def test_halves_on_two_lines_are_joined(case: dict[str, Any]) -> None:
    gold = page(case["page"])
    found = [mention for mention, _ in gold.annotations]
    taken = [mention for mention in found if mention.label in {Label.PHONE, Label.EMAIL}]
    entities = [mention for mention in found if mention not in taken]
    joined = split_names.joined(gold.document, entities, taken)
    assert [" ".join(m.text.split()) for m in joined if m.label is Label.PER] == case["people"]
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in joined)
