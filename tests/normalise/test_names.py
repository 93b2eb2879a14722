"""Names of people parsed, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Label, Mention
from pipeline.normalise import names
from tests.link.pages import page, title

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "names.yml").read_text(encoding="utf-8")
)


def cases() -> list[Any]:
    return [
        pytest.param(case["name"], case["parts"], id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


@pytest.mark.parametrize(("surface", "expected"), cases())
def test_names_are_parsed(surface: str, expected: list[str | None] | None) -> None:
    parts = names.parse(surface)
    assert (None if parts is None else [parts.given, parts.family]) == expected


@pytest.mark.parametrize(
    ("surface", "given", "family"),
    [
        ("Müller Anna", "Anna", "Müller"),
        ("Bachinger Karl jun.", "Karl", "Bachinger jun."),
        ("von Arnim Anna", "Anna", "von Arnim"),
    ],
)
def test_family_names_first(surface: str, given: str, family: str) -> None:
    assert names.parse(surface, family_first=True) == names.NameParts(given, family)


def people(text: str) -> list[tuple[str, str | None, str | None]]:
    gold = page(text)
    mentions = [mention for mention, _ in gold.of(Label.PER)]
    return [(p.name, p.title, p.gender) for p in names.normalise(gold.document, mentions, title(gold))]


def test_title_and_form_of_address_stand_beside_the_name() -> None:
    assert people("Es sprach Frau Dr. [Brigitte Brück](PER).") == [("Brigitte Brück", "Dr.", "f")]
    assert people("[Silke Rothämel](PER), M. A., Leitung") == [("Silke Rothämel", "M. A.", "f")]
    assert people("[Schmidt, Dr. Karl-Heinz](PER)") == [("Karl-Heinz Schmidt", "Dr.", "m")]
    assert people("[Lang, Dipl.-Ing. Uwe](PER)") == [("Uwe Lang", "Dipl.-Ing.", "m")]
    assert people("[Silke Rothämel, M. A.](PER)") == [("Silke Rothämel", "M. A.", "f")]
    assert people("Herr [Tran](PER)") == [("Tran", None, "m")]
    assert people("[Frau Prof. Dr. Ute Erz](PER) sprach") == [("Ute Erz", "Prof. Dr.", "f")]


def test_one_mention_of_two_people_gives_two_names() -> None:
    found = people("[Petra und Uwe Lang](PER) sind umgezogen")
    assert [name for name, _, _ in found] == ["Petra", "Uwe Lang"]
    whole = Mention(Label.PER, 3, 20, "Petra  und Uwe Lang", 0.7, "rule")
    cut = names.normalise(page("Es Petra  und Uwe Lang").document, [whole], [])
    assert [name.mention for name in cut] == [
        Mention(Label.PER, 3, 8, "Petra", 0.7, "rule"),
        Mention(Label.PER, 14, 22, "Uwe Lang", 0.7, "rule"),
    ]


@pytest.mark.parametrize("name", ["Karl von und zum Stein", "Elisabeth von und zu Guttenberg"])
def test_a_name_with_a_conjunction_is_one(name: str) -> None:
    assert [found for found, _, _ in people(f"[{name}](PER) kam")] == [name]


@pytest.mark.parametrize("mention", ["und Uwe Lang", "Uwe Lang und"])
def test_a_conjunction_at_the_edge_joins_nobody(mention: str) -> None:
    assert len(people(f"[{mention}](PER) kam")) == 1


def test_lists_may_put_family_names_first() -> None:
    rows = "[Mairinger Stefan](PER)\n[Gadermaier Lukas](PER)\n[Hattinger Verena](PER)"
    text = f"{rows}\n\nEs dankte auch [Stefan Paul](PER)."
    assert [name for name, _, _ in people(text)] == [
        "Stefan Mairinger",
        "Lukas Gadermaier",
        "Verena Hattinger",
        "Stefan Paul",
    ]


def test_a_mention_without_a_name_is_dropped() -> None:
    document = page("siehe ...").document
    assert names.normalise(document, [Mention(Label.PER, 6, 9, "...")], []) == ()
