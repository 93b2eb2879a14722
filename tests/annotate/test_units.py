"""Numbered units of authorities, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import units
from pipeline.documents import Label
from tests.link.pages import page

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "units.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_units_are_found_with_number_and_name(case: dict[str, Any]) -> None:
    gold = page(case["text"])
    mentions = [mention for mention, _ in gold.annotations]
    taken = [mention for mention in mentions if mention.label in {Label.EMAIL, Label.PHONE}]
    found = units.numbered(gold.document, [mention for mention in mentions if mention not in taken], taken)
    assert [mention.text for mention in found if mention.label is Label.ORG] == case["found"]
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in found)
