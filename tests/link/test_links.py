"""Whole pages linked, case by case: who is it, in which office, under which number?"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Issue
from tests.link.pages import linked

FILES = ("links.yml", "links_layouts.yml", "links_roles.yml")
CASES: dict[str, dict[str, Any]] = {
    f"{file.removesuffix('.yml')}-{group}": members
    for file in FILES
    for group, members in yaml.safe_load(
        (Path(__file__).parent.parent / "cases" / file).read_text(encoding="utf-8")
    ).items()
}


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{group}-{name}") for group, members in CASES.items() for name, case in members.items()
    ]


@pytest.mark.parametrize("case", cases())
def test_facts_are_linked(case: dict[str, Any]) -> None:
    facts, issues = linked(case["page"])
    found = {person.name: person for person in facts.people}
    assert case["people"].keys() <= found.keys()
    for name, expected in case["people"].items():
        person = found[name]
        actual = {
            "roles": [role.mention.text for role in person.roles],
            "organisations": [facts.organisations[index].name for index in person.organisations],
            "phones": [facts.values.phones[index].value.removeprefix("+49") for index in person.phones],
            "emails": [facts.values.emails[index].value for index in person.emails],
        }
        assert {key: sorted(actual[key]) for key in expected} == {key: sorted(value) for key, value in expected.items()}
    assert set(case.get("issues", ())) <= {issue.code for issue in issues}
    assert all(issue.severity in {"info", "warning"} and issue.start < issue.end for issue in issues)
    evidence = [one for person in facts.people for one in person.evidence]
    assert all(isinstance(one.reasons, tuple) and 0 < one.score <= 1 for one in evidence)
    assert all(person.score == round(person.score, 2) for person in facts.people)


def test_columns_of_unequal_length_are_reported_and_not_aligned() -> None:
    names = "Name\n[Ute Erz](PER)\n[Jan Ott](PER)\n[Mia Kern](PER)\n\n"
    numbers = "".join(f"[-1{n}](PHONE +4938547906{n} phone)\n" for n in range(4))
    facts, issues = linked(f"{names}Durchwahl\n{numbers}")
    assert [person.phones for person in facts.people] == [(), (), ()]
    message = "3 names stand beside a column of 4 entries: rows cannot be told"
    assert issues == (Issue("columns-uneven", "warning", message, 41, 44),)
