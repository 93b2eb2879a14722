"""What is told of scores: a person is as sure as their weakest link, and every weak link is shown to the reviewer."""

import pytest

from pipeline.documents import Issue
from pipeline.link.assemble import DOUBTFUL
from pipeline.values import LinkedPerson
from tests.link.pages import linked
from tools.linking_inputs import pages

PAGES = pages()


def weak_links(person: LinkedPerson) -> list[tuple[str, str]]:
    """Name and printed score of the links that are less than likely."""
    return [(person.name, f"({one.score:.2f})") for one in person.evidence if one.score < DOUBTFUL]


@pytest.mark.parametrize("name", PAGES)
def test_a_person_is_as_sure_as_their_weakest_link(name: str) -> None:
    facts, _ = linked(PAGES[name])
    for person in facts.people:
        assert person.score == round(min([1.0, *(one.score for one in person.evidence)]), 2)


@pytest.mark.parametrize("name", PAGES)
def test_every_weak_link_is_told_with_its_place(name: str) -> None:
    facts, issues = linked(PAGES[name])
    doubts = [issue for issue in issues if issue.code == "link-doubtful"]
    told = []
    for doubt in doubts:
        text, _, rest = doubt.message.partition(" may not belong to ")
        holder, _, score = rest.rpartition(" ")
        told.append((holder, score))
        places = [mention for body in facts.organisations for mention in body.mentions[:1]]
        places += [*facts.values.roles, *(one.mention for one in (*facts.values.phones, *facts.values.emails))]
        assert (text.strip("'"), doubt.start) in {(place.text, place.start) for place in places}
    assert sorted(told) == sorted(link for person in facts.people for link in weak_links(person))


def test_evidence_tells_its_kind_and_place() -> None:
    facts, _ = linked(
        "[Landrätin](ROLE) [Ute Erz](PER), [Landkreis Cham](ORG)\n"
        "Tel. [09971 781](PHONE +499971781 phone)\n[ute.erz@cham.example](EMAIL ute.erz@cham.example)"
    )
    kinds = [(one.kind, one.start) for one in facts.people[0].evidence]
    assert kinds == [("role", 0), ("organisation", 19), ("phone", 39), ("email", 49)]


def test_one_mailbox_of_two_people_is_told() -> None:
    _, issues = linked("[Ute Erz](PER) und [Jan Ott](PER), [u.j@amt.example](EMAIL u.j@amt.example)")
    assert Issue("email-shared", "info", "u.j@amt.example stands with Ute Erz, Jan Ott", 21, 36) in issues
