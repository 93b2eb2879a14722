"""Base forms and kinds of organisations, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Label
from pipeline.normalise import organisations
from pipeline.normalise.organisations_forms import name_key
from pipeline.values import OrganisationName
from tests.link.pages import page

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "organisations.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(case["text"], case["name"], case["kind"], id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


def names(text: str) -> tuple[OrganisationName, ...]:
    gold = page(text)
    return organisations.normalise(gold.document, [mention for mention, _ in gold.of(Label.ORG)])


@pytest.mark.parametrize(("text", "name", "kind"), cases())
def test_base_form_and_kind(text: str, name: str, kind: str) -> None:
    (found,) = names(text)
    assert (found.name, found.kind) == (name, kind)


def test_abbreviations_stand_in_brackets() -> None:
    (found,) = names("Die [Deutsche Presse-Agentur](ORG) (dpa) und andere")
    assert found.abbreviation is None  # small letters may be anything
    (found,) = names("Der [Naturschutzbund Deutschland](ORG) (NABU) lädt ein")
    assert found.abbreviation == "NABU"
    for brackets in ("(Leitung: Ute Erz)", "(Nordkreis)", "(OV Nord)"):
        (found,) = names(f"Der [Ortsverein](ORG) {brackets} lädt ein")
        assert found.abbreviation is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("TuS Rosenberg e. V.", "TuS Rosenberg"),
        ("TKV Deutschland GmbH", "TKV Deutschland"),
        ("Große Kreisstadt Leutkirch", "Stadt Leutkirch"),
        ("DRK-Kreisverband", "DRK Kreisverband"),
    ],
)
def test_variants_have_one_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("SV Eintracht", "SV Eintracht II"), ("Amt Nord", "Amt Süd"), ("AG", "KG")]
)
def test_different_bodies_have_different_keys(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)
