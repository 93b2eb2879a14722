"""Whole pages linked, case by case: who is it, in which office, under which number?"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.link.pages import linked

FILES = ("links.yml", "links_layouts.yml")
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
