"""Linking stays linear and invents nothing on strange pages."""

import time
from collections.abc import Callable

import pytest

from tests.link.pages import linked

CONTACT = """[{given} {family}](PER)
[Sachbearbeiterin](ROLE), [Landratsamt Testkreis](ORG)
Tel. [0{code} 1{number:05}](PHONE +49{code}1{number:05} phone)
[{mail}@test.de](EMAIL {mail}@test.de)
"""
CONTACT_OF = "[{name}](PER)\n[{mail}@test.de](EMAIL {mail}@test.de)\n"


def letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(3))


def directory(size: int, *, one_family: bool = False) -> str:
    cards = []
    for number in range(size):
        given, family = f"Anna{letters(number)}", "Müller" if one_family else f"Fa{letters(number)}"
        mail = f"{given}.{family}".lower().replace("ü", "ue")
        cards.append(CONTACT.format(given=given, family=family, code=6000 + number % 999, number=number, mail=mail))
    return "\n".join(cards)


@pytest.mark.parametrize("one_family", [False, True])
def test_every_contact_of_a_long_directory_is_right(one_family: bool) -> None:
    facts, _ = linked(directory(500, one_family=one_family))
    assert len(facts.people) == 500
    for number, person in enumerate(facts.people):
        assert person.phones == (number,)
        assert person.emails == (number,)
        assert len(person.roles) == 1
        assert [facts.organisations[index].name for index in person.organisations] == ["Landratsamt Testkreis"]


def test_two_thousand_contacts_cost_linear_time() -> None:
    def seconds(size: int) -> float:
        text = directory(size)
        start = time.process_time()
        linked(text)
        return time.process_time() - start

    seconds(100)  # loads lexicons and models
    assert seconds(2000) < 12 * seconds(400) + 1.0


def on_one_line(size: int) -> str:
    """People of one given name with their mailboxes and clubs, all on one line."""
    pairs = (
        f"[Anna {letters(n).title()}](PER) vom [Verein {letters(n).upper()}](ORG) "
        f"[anna.{letters(n)}@a.de](EMAIL anna.{letters(n)}@a.de)"
        for n in range(size)
    )
    return " ".join(pairs)


def acronyms(size: int) -> str:
    return "\n".join(
        f"[{letters(n).upper()}](ORG), [Verein {letters(n).title()}](ORG), [Verein](ORG)" for n in range(size)
    )


def abbreviated(size: int) -> str:
    return "\n".join(
        f"[HWK Worms {letters(n).title()}](ORG), [Handwerkskammer Worms {letters(n).title()}](ORG)" for n in range(size)
    )


def references(size: int) -> str:
    return "\n".join(
        f"[Anna {letters(n).title()}](PER), Mail: wie Frau [{letters(0).title()}](PER)" for n in range(size)
    )


def addressed(size: int) -> str:
    """People and bodies in turn, each with an address of its own."""
    return "\n\n".join(
        f"[{f'Anna {letters(n).title()}](PER' if n % 2 else f'Verein {letters(n).title()}](ORG'})\n"
        f"[Ring {n}, 54516 Wittlich](ADDR Ring|{n}|54516|Wittlich)"
        for n in range(size)
    )


def namesake(number: int) -> tuple[str, str]:
    """Name and mailbox of one of many people with few family names, most of them double."""
    given, first, second = (
        f"{head}{letters(n)}" for head, n in zip("ALB", (number % 9, number % 20, number // 20), strict=True)
    )
    return f"{given} {first}-{second}", f"{given}.{first}-{second}".lower()


def double_names(size: int) -> str:
    return "\n".join(CONTACT_OF.format(name=name, mail=mail) for name, mail in map(namesake, range(size)))


def contacts_on_one_line(size: int) -> str:
    return double_names(size).strip().replace("\n\n", "; ").replace("\n", ", ")


def one_initial(size: int) -> str:
    """Mailboxes that fit everybody of a long list."""
    return "\n".join(
        f"[Anna{letters(n)} Lang](PER)\n[a.lang{n}@a.de](EMAIL a.lang{n}@a.de)\n[lang{n}@a.de](EMAIL lang{n}@a.de)\n"
        for n in range(size)
    )


def test_every_mailbox_of_people_with_double_names_is_right() -> None:
    for page in (double_names, contacts_on_one_line):
        facts, _ = linked(page(300))
        assert [person.emails for person in facts.people] == [(number,) for number in range(300)]


def test_every_address_of_a_long_page_is_given_once() -> None:
    facts, _ = linked(addressed(400))
    given = [entity.addresses for pair in zip(facts.organisations, facts.people, strict=True) for entity in pair]
    assert given == [(number,) for number in range(400)]


@pytest.mark.parametrize(
    "page", [on_one_line, acronyms, abbreviated, references, addressed, double_names, contacts_on_one_line, one_initial]
)
def test_strange_pages_cost_linear_time(page: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = page(size)
        start = time.process_time()
        linked(text)
        return time.process_time() - start

    seconds(50)
    assert seconds(1600) < 12 * seconds(400) + 1.0


@pytest.mark.parametrize(
    "page",
    [
        "",
        "\n\n\n",
        "\n".join(f"[Anna{letters(n)} Be{letters(n)}](PER)" for n in range(1000)),
        ", ".join("[Müller](PER)" for _ in range(1000)),
        "\n".join(f"[030 12{n:05}](PHONE +493012{n:05} phone)" for n in range(1000)),
        " ".join(f"[a{letters(n)}@b.de](EMAIL a{letters(n)}@b.de)" for n in range(1000)),
        "Landrat, Bürgermeisterin, Arzt. " * 300,
    ],
    ids=["empty", "blank", "names", "one-name", "numbers", "mailboxes", "roles"],
)
def test_pages_of_one_kind_of_thing_give_no_links(page: str) -> None:
    facts, _ = linked(page)
    assert all(not (p.roles or p.organisations or p.phones or p.emails or p.addresses) for p in facts.people)
    assert facts.phone_owners == (None,) * len(facts.values.phones)
    assert facts.email_owners == (None,) * len(facts.values.emails)


def test_scores_and_reasons_are_given_for_every_link() -> None:
    facts, _ = linked(directory(3))
    for person in facts.people:
        assert 0.0 < person.score <= 1.0
        kinds = {reason.split(" ")[0] for reason in person.reasons}
        assert {"role", "organisation", "phone", "email"} <= kinds


def test_rows_in_a_frame_of_bars_are_not_doubted() -> None:
    pairs = (("Ute Erz", "2390"), ("Jan Ott", "2391"))
    rows = "\n".join(f"| [{name}](PER) | [06571 {end}](PHONE +496571{end} phone) |" for name, end in pairs)
    facts, issues = linked(rows)
    assert [person.phones for person in facts.people] == [(0,), (1,)]
    assert not issues


def test_roles_of_nobody_stay_with_nobody() -> None:
    facts, _ = linked("Gesucht werden\neine [Sekretärin](ROLE)\nein [Hausmeister](ROLE) beim [Landratsamt Cham](ORG)\n")
    assert facts.people == ()
    assert [len(organisation.phones) for organisation in facts.organisations] == [0]
