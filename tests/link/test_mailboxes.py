"""Whose mailbox it is; the answer may not hang on the order in which a set happens to be read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Label, Mention
from pipeline.link import mailboxes
from pipeline.link.mailboxes import MOST_NAMESAKES, Mailboxes, names_role
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


def test_every_form_of_a_name_counts() -> None:
    named = [one.name for one in people("Annemarie Pia|Lang", "Pia|Lang")]
    for address in ("annemarie.lang@stadt.example", "ann.lang@stadt.example", "pia.lang@stadt.example"):
        assert Mailboxes([Person(named[0], named)]).matches(address) == {0: "full"}


def test_bearers_of_a_name_beyond_those_who_can_be_told_apart_are_not_looked_at() -> None:
    given = [f"Anna{chr(97 + n)}|Lang" for n in range(MOST_NAMESAKES + 1)]
    assert Mailboxes(people(*given[1:], "|Lang")).matches("x.lang@stadt.example") == {MOST_NAMESAKES: "part"}
    assert Mailboxes(people(*given, "|Lang")).matches("x.lang@stadt.example") == {}


@pytest.mark.parametrize(
    ("address", "role", "found"),
    [
        ("landrat@kreis.example", "Landrat", True),
        ("vorstand@verein.example", "Vorstandssprecherin", True),
        ("dekan@kirche.example", "Dekan", True),
        ("dekan@kirche.example", "Stellvertreter des Dekans", True),
        ("koch@heim.example", "Koch", False),  # four letters may be anybody's
        ("presse@landrat.example", "Landrat", False),
    ],
)
def test_a_mailbox_is_called_after_a_role(address: str, role: str, found: bool) -> None:
    assert names_role(address, [role]) is found
