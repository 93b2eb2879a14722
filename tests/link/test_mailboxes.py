"""Whose mailbox it is; the answer may not hang on the order in which a set happens to be read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Label, Mention
from pipeline.link import mailboxes
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.people import Person
from pipeline.values import PersonName

NAME = PersonName(Mention(Label.PER, 0, 22, "Najet Trabelsi-Krull"), "Najet Trabelsi-Krull", "Najet", "Trabelsi-Krull")


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("address", "quality"),
    [
        ("trabelsi-krull@stadt.example", "family"),
        ("najet.trabelsi@stadt.example", "full"),
        ("krull@stadt.example", "family"),
        ("krull-presse@stadt.example", "part"),
    ],
)
def test_the_best_reading_wins(address: str, quality: str, descending: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = mailboxes._pieces
    monkeypatch.setattr(mailboxes, "_pieces", lambda *args: sorted(pieces(*args), reverse=descending))
    assert Mailboxes([Person(NAME, [NAME])]).matches(address) == {0: quality}


def people(*names: str) -> list[Person]:
    """People by names as "Anna Maria|Adler-Busch"; nothing before the bar where no given name is known."""
    found = []
    for number, (given, family) in enumerate(name.split("|") for name in names):
        full = f"{given} {family}".strip()
        name = PersonName(Mention(Label.PER, 30 * number, 30 * number + len(full), full), full, given or None, family)
        found.append(Person(name, [name]))
    return found


CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "mailboxes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{g}-{i}") for g, cs in CASES.items() for i, c in enumerate(cs)])
def test_namesakes_are_told_apart(case: dict[str, Any]) -> None:
    mailboxes = Mailboxes(people(*case["people"]), case["boxes"])
    found = {
        box: {case["people"][index]: how for index, how in mailboxes.matches(box).items()} for box in case["boxes"]
    }
    assert found == case["boxes"]


def test_of_many_namesakes_nobody_is_told_apart() -> None:
    namesakes = Mailboxes(people(*(f"Anna{chr(97 + n)}|Lang" for n in range(26))))
    assert namesakes.matches("lang@stadt.example") == {}
    assert namesakes.matches("annab.lang@stadt.example") == {1: "full"}


def test_another_name_does_not_match() -> None:
    assert Mailboxes([Person(NAME, [NAME])]).matches("presse@stadt.example") == {}
