"""Roles and titles found, case by case."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import roles
from pipeline.annotate.roles_nouns import RoleNoun, role_noun
from pipeline.documents import Label, Mention
from tests.link.pages import page

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "roles.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(case["text"], case["roles"], id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


def found(text: str, label: Label) -> list[str]:
    gold = page(text)
    taken = [mention for mention, _ in gold.annotations]
    mentions = [mention for mention in roles.find(gold.document, taken) if mention.label is label]
    assert all(gold.document.text[m.start : m.end] == m.text for m in mentions)
    assert not any(m.start < t.end and t.start < m.end for m in mentions for t in taken)
    return [mention.text for mention in mentions]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_roles_are_found(text: str, expected: list[str]) -> None:
    assert found(text, Label.ROLE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. [Ute Erz](PER)", ["Dr."]),
        ("Prof. Dr. Dr. h. c. [Ute Erz](PER)", ["Prof. Dr. Dr. h. c."]),
        ("Frau Dr.-Ing. [Erz](PER)", ["Dr.-Ing."]),
        ("Dipl.-Soz.-Päd. (FH) [Maria Zistler](PER)", ["Dipl.-Soz.-Päd. (FH)"]),
        ("[Silke Kern](PER), M.A., Leitung", ["M.A."]),
        ("[Hans Kern](PER), lic. oec. HSG", ["lic. oec. HSG"]),
        ("Mag. [Antony Okeke](PER), MBA", ["Mag.", "MBA"]),
        ("Die Dr. Oetker GmbH lud [Ute Erz](PER) ein", []),
        ("Dr. Kern ist nicht erkannt", []),
    ],
)
def test_titles_stand_beside_people_only(text: str, expected: list[str]) -> None:
    assert found(text, Label.TITLE) == expected


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Flüchtlingskoordinatorin", RoleNoun.OFFICE),
        ("Abteilungsleiters", RoleNoun.OFFICE),
        ("Bürger:meisterin", RoleNoun.OFFICE),
        ("Hebamme", RoleNoun.PROFESSION),
        ("Leitung", RoleNoun.FUNCTION),
        ("Pfr.", RoleNoun.ABBREVIATION),
        ("Filzerin", RoleNoun.FORMATION),
        ("Bürgerin", None),
        ("Sommer", None),
        ("Nummer", None),
        ("landrat", None),
    ],
)
def test_word_formation(word: str, kind: RoleNoun | None) -> None:
    assert role_noun(word) is kind


@pytest.mark.parametrize(
    "seed", ["Leiter ", "Leiter, ", "Leiterin für A und B, ", "1. ", "Innen- und ", "Dr. ", "der ", "Dr. med. "]
)
def test_hostile_text_costs_linear_time(seed: str) -> None:
    text = seed * (60_000 // len(seed)) + "Jan Ott"
    person = Mention(Label.PER, len(text) - 7, len(text), "Jan Ott")
    start = time.process_time()
    roles.find(page(text).document, [person])
    assert time.process_time() - start < 5.0
