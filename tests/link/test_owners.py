"""Whose a web address is, which names a domain holds, and who of several has the best score."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.owners import best_owner, in_domain, named_by_domain
from tests.link.pages import linked, page


@pytest.mark.parametrize(
    ("name", "domain", "found"),
    [
        ("Stadt Worms", "worms.de", True),
        ("Stadt Worms", "www.rathaus-worms.de", True),
        ("Bürgerverein Süd", "buergerverein.de", True),
        ("Müller-Stiftung", "stiftung-x.de", True),
        ("Stadt Worms", "stadt-mainz.de", False),  # a general word is no name
        ("Landkreis Uelzen", "landkreis-celle.de", False),
        ("Ulm AG", "ulm.de", False),  # three letters stand anywhere
        ("Worms", "presse.worms", False),  # the last part of a host is none of the name
    ],
)
def test_names_in_domains(name: str, domain: str, found: bool) -> None:
    assert in_domain(name, domain) is found


@pytest.mark.parametrize(
    ("text", "domain", "named"),
    [
        ("[Stadtwerke Worms](ORG), [Stadt Worms](ORG)", "worms.de", ["Stadt Worms"]),
        ("[Stadtwerke Worms](ORG), [Stadt Worms](ORG)", "stadtwerke-worms.de", ["Stadtwerke Worms", "Stadt Worms"]),
        ("[Stadtwerke Worms](ORG), [Stadt Mainz](ORG)", "worms.de", ["Stadtwerke Worms"]),  # no town to leave it to
        ("[Stadtwerke Worms](ORG), [Stadt Mainz](ORG)", "uelzen.de", []),
    ],
)
def test_a_domain_called_after_a_town_is_the_towns(text: str, domain: str, named: list[str]) -> None:
    scene = gold_scene(page(text)).scene
    found = named_by_domain(scene, range(len(scene.organisations)), domain)
    assert [scene.organisations[body].name for body in found] == named


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("[Stadt Worms](ORG)\n[www.worms.de](URL https://www.worms.de)", ("organisation", "Stadt Worms")),
        (
            "[Stadt Mainz](ORG)\n[www.worms.de](URL https://www.worms.de)\n\n\n\n\n\n\n\n\n[Stadt Worms](ORG)",
            ("organisation", "Stadt Worms"),
        ),
        ("[Ute Falkner](PER)\n[www.falkner.de](URL https://www.falkner.de)", ("person", "Ute Falkner")),
        ("[www.falkner.de](URL https://www.falkner.de)\n[Ute Falkner](PER)", ("person", "Ute Falkner")),
        ("[Ute Erz](PER)\n[www.erzgebirge.de](URL https://www.erzgebirge.de)", None),  # three letters
        (
            "[Bürgerbüro](ORG), [www.rathaus.example](URL https://www.rathaus.example)",
            ("organisation", "Bürgerbüro"),
        ),
        ("[Bürgerbüro](ORG)\n\n[www.rathaus.example](URL https://www.rathaus.example)", None),
        ("Mehr unter [www.rathaus.example](URL https://www.rathaus.example)", None),
    ],
)
def test_web_addresses_belong_to_whom_they_are_called_after(text: str, owner: tuple[str, str] | None) -> None:
    facts, _ = linked(text)
    (found,) = facts.url_owners
    if found is None:
        assert owner is None
    else:
        kind, index = found
        names = [one.name for one in (facts.people if kind == "person" else facts.organisations)]
        assert (kind, names[index]) == owner


def test_a_mailbox_of_the_office_is_the_bodys_and_one_with_a_name_its_bearers() -> None:
    facts, _ = linked(
        "[Stadt Worms](ORG)\n[presse@worms.example](EMAIL presse@worms.example)\n"
        "[Ute Erz](PER), [ute.erz@worms.example](EMAIL ute.erz@worms.example)"
    )
    assert facts.email_owners == (("organisation", 0), ("person", 0))
    assert [body.emails for body in facts.organisations] == [(0,)]
    assert [one.kind for one in facts.people[0].evidence if one.reasons] == ["organisation", "email"]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("[Ute Erz](PER)\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)", [("person", 0)]),
        (
            "[Stadt Worms](ORG)\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)\n\n"
            "[Ute Erz](PER)\n[Hafen 2, 67547 Worms](ADDR Hafen|2|67547|Worms)",
            [("organisation", 0), ("person", 0)],
        ),
        ("[Ute Erz](PER)\n[Jugendamt](ORG)\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)", [("organisation", 0)]),
        ("[Jugendamt](ORG)\n[Ute Erz](PER)\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)", [("person", 0)]),
        ("[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)", [None]),
        ("[Jugendamt](ORG)\n[Ute Erz](PER), [Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)", [("person", 0)]),
        (
            "[Jugendamt](ORG)\nLeitung\nKasse\nPforte\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)",
            [("organisation", 0)],
        ),
        (
            "[Caritas](ORG)\n[Diakonie](ORG)\nLeitung\nKasse\nPforte\n[Markt 1, 67547 Worms](ADDR Markt|1|67547|Worms)",
            [("organisation", 1)],  # the nearer of two that head the page
        ),
    ],
)
def test_an_address_belongs_to_the_card_it_stands_on(text: str, owners: list[tuple[str, int] | None]) -> None:
    facts, _ = linked(text)
    assert list(facts.address_owners) == owners
    held = {("person", p): facts.people[p].addresses for p in range(len(facts.people))}
    held |= {("organisation", o): facts.organisations[o].addresses for o in range(len(facts.organisations))}
    assert all(held[owner] == (index,) for index, owner in enumerate(owners) if owner is not None)


def test_a_fax_belongs_to_whose_card_it_stands_on() -> None:
    card = (
        "[Ute Erz](PER)\nTel. [06571 14-2390](PHONE +496571142390 phone)\nFax [06571 14-2391](PHONE +496571142391 fax)"
    )
    facts, _ = linked(card)
    assert facts.phone_owners == (("person", 0), ("person", 0))


def test_a_body_owns_its_fax_as_well() -> None:
    facts, _ = linked("[Stadt Worms](ORG)\nFax: [06241 853-99](PHONE +49624185399 fax)")
    assert facts.phone_owners == (("organisation", 0),)
    assert facts.organisations[0].phones == (0,)


def test_the_house_that_heads_a_page_owns_what_is_nobodys() -> None:
    page = (
        "Kontakte im [Amt für Integration](ORG)\n\n"
        + "".join(
            f"[{name} Probe](PER)\nTel. [06241 853-{number}](PHONE +496241853{number} phone)\n\n"
            for number, name in enumerate(["Ute", "Jan", "Ina", "Max"], 11)
        )
        + "Zentrale: [06241 853-0](PHONE +4962418530 phone)"
    )
    facts, _ = linked(page)
    assert facts.phone_owners[-1] == ("organisation", 0)
    assert facts.organisations[0].phones == (4,)


def test_a_party_in_brackets_owns_no_number_behind_it() -> None:
    facts, _ = linked(
        "[Stadt Worms](ORG)\n[Ute Erz](PER) ([CDU](ORG)) lädt ein.\nZentrale: [06241 853-0](PHONE +4962418530 phone)"
    )
    assert facts.phone_owners[-1] != ("organisation", 1)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("See\nWald\nHang\nBach\nHof\nFeld\nMoor\nHeide\n[Stadt Worms](ORG)\n{}", 0),  # far down on its page
        ("{}\n[Stadt Worms](ORG)", 0),
        ("See\nWald\n{}\n[Stadt Worms](ORG)", 0),
        ("[Stadt Mainz](ORG)\n[Stadt Worms](ORG)\n1\n2\n3\n4\n5\n{}", 1),
        ("[Stadt Mainz](ORG)\n[Stadt Worms](ORG)\n1\n2\n3\n4\n5\n6\n{}", None),
        ("Die [Stadt Worms](ORG) ist dazu am besten unter der Nummer {} zu erreichen.", 0),
        ("Die [Stadt Worms](ORG) hat gestern mit allen gefeiert und dankt ihnen sehr.\n{}", None),
        ("{}\nZimmer 1\n[Stadt Worms](ORG)", None),
        ("[Stadt Mainz](ORG)\n{}\n[Stadt Worms](ORG)", 0),  # what stands before goes first
        ("([CDU](ORG))\nWer mitmachen will, ruft einfach in den nächsten Tagen bei uns an. {}", None),
    ],
)
def test_a_number_of_nobody_is_the_bodys_beside_it(text: str, owner: int | None) -> None:
    facts, _ = linked(text.format("Zentrale: [06241 853-0](PHONE +4962418530 phone)"))
    assert facts.phone_owners == (None if owner is None else ("organisation", owner),)


@pytest.mark.parametrize(
    ("mailbox", "owner"), [("presse@worms.example", "organisation"), ("ute.erz@worms.example", "person")]
)
def test_an_office_owns_its_mailbox_though_one_person_reads_it(mailbox: str, owner: str) -> None:
    facts, _ = linked(
        f"[Stadt Worms](ORG)\n[Pressesprecherin](ROLE): [Ute Erz](PER), E-Mail: [{mailbox}](EMAIL {mailbox})"
    )
    assert facts.people[0].emails == (0,)
    assert facts.email_owners == ((owner, 0),)


def test_the_best_score_wins_and_the_first_of_equals() -> None:
    assert best_owner([(2, 0.5), (1, 0.5), (0, 0.4)]) == (1, 0.5)
    assert best_owner([(0, 0.4), (3, 0.9)]) == (3, 0.9)
    assert best_owner([]) is None
