"""Mentions of people, organisations and places merged, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Issue
from pipeline.link.people_names import genitive_stems, given_keys, initials_agree, shares_family, spelling_variant
from tests.link.pages import linked

FOLDER = Path(__file__).parent.parent / "cases"


def cases(name: str) -> list[Any]:
    groups = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(c, id=f"{group}-{i}") for group, members in groups.items() for i, c in enumerate(members, 1)]


@pytest.mark.parametrize("case", cases("links_people.yml"))
def test_people(case: dict[str, Any]) -> None:
    facts, issues = linked(case["text"])
    assert [[p.name, *(mention.text for mention in p.mentions)] for p in facts.people] == case["people"]
    assert all(p.name == f"{p.given or ''} {p.family}".strip() for p in facts.people)
    assert {"name-variant", "name-ambiguous"} & {issue.code for issue in issues} == set(case.get("issues", ()))
    reasons = {p.name: list(p.reasons)[:1] for p in facts.people if p.name in case.get("reasons", {})}
    assert reasons == case.get("reasons", {})


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        (
            "[Kim Kern](PER) kam mit [Uli Kern](PER). [Kern](PER) blieb.",
            Issue("name-ambiguous", "warning", "'Kern' may mean 2 people of that name", 27, 31),
        ),
        (
            "[Oksana Khrystenko](PER) [oksana.khrystenko@a.de](EMAIL oksana.khrystenko@a.de)\n[Oksana Krystenko](PER)",
            Issue("name-variant", "warning", "'Oksana Krystenko' is read as a spelling of 'Oksana Khrystenko'", 41, 57),
        ),
    ],
)
def test_doubts_tell_what_they_are_about(text: str, issue: Issue) -> None:
    assert linked(text)[1] == (issue,)


@pytest.mark.parametrize("case", cases("links_organisations.yml"))
def test_organisations(case: dict[str, Any]) -> None:
    facts, _ = linked(case["text"])
    assert {org.name: len(org.mentions) for org in facts.organisations} == case["organisations"]
    if "part_of" in case:
        parts = {
            org.name: facts.organisations[org.part_of].name for org in facts.organisations if org.part_of is not None
        }
        assert parts == case["part_of"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Es geschah in [Worms](LOC).", "Rheinland-Pfalz"),
        ("Von [Merseburg](LOC) nach [Halle](LOC)", "Sachsen-Anhalt"),
        ("Von [Bielefeld](LOC) nach [Halle](LOC)", "Nordrhein-Westfalen"),
        ("Feuer in [Neustadt](LOC)", None),
        ("Feuer in [Neustadt](LOC)\nTel. [09568 810](PHONE +499568810 phone)\n[Coburg](LOC)", "Bayern"),
        ("an der [Quellnitz](LOC)", None),
    ],
)
def test_places_are_resolved_by_their_company(text: str, state: str | None) -> None:
    facts, issues = linked(text)
    name = "Halle" if "Halle" in text else facts.places[0].name
    place = next(place for place in facts.places if place.name == name)
    assert (place.geo.state if place.geo is not None else None) == state
    doubts = [(issue.start, issue.end) for issue in issues if issue.code == "place-ambiguous"]
    assert doubts == ([(9, 17)] if text == "Feuer in [Neustadt](LOC)" else [])
    assert place.score <= 1


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("A.", "Anna", True),
        ("Paul", "Paul Max", True),
        ("Anna", "Eva", False),
        ("X.", "Xaver", True),
        ("Xaver", "X.", True),
        ("Paul", "Anton Paul", True),
        ("Anton Paul", "Paul", True),
        ("Anna", "a.", True),
        ("Xaver", "X. Paul", True),
    ],
)
def test_given_names_agree(left: str, right: str, agree: bool) -> None:
    assert initials_agree(left, right) is agree


def test_a_family_name_is_found_under_every_tail_of_the_full_name() -> None:
    assert shares_family("Hoàng Minh", "Đức") == ["đức", "minh đức"]
    assert shares_family(None, "Haj Qasim") == ["haj qasim", "qasim"]
    assert shares_family("Karl", "Kern jun.") == ["kern jun", "kern"]


def test_given_names_are_looked_up_word_by_word() -> None:
    assert given_keys("Hans-P.") == ["hans", "p"]
    assert given_keys("Anna . Bea") == ["anna", "bea"]  # a stray full stop is no initial


def test_genitives_and_variants() -> None:
    assert genitive_stems("schellers") == ("scheller",)
    assert genitive_stems("marx’") == ("marx",)
    assert [genitive_stems(key) for key in ("marx'", "marx`", "hans", "ems", "as")] == [
        ("marx",), ("marx",), ("han",), (), ()
    ]  # fmt: skip
    assert genitive_stems("hansens") == ("hansen", "hans")
    assert spelling_variant("Khrystenko", "Krystenko")
    assert spelling_variant("Wagner", "Wegner")  # just long enough
    assert not spelling_variant("Meier", "Maier")  # too short to be sure
    assert not spelling_variant("Wagner", "Wagner")
    assert not spelling_variant("Schneider", "Schreiner")
    assert spelling_variant("Wagner", "Wagners")  # one letter more at the end
    assert not spelling_variant("Wagner", "Bagner")  # another initial is another name
