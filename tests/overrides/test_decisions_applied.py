"""What each decision makes of the record."""

import pytest

from pipeline.decisions import Action, Field
from pipeline.records import Record
from tests.overrides.desk import CLAUS, ERIKA, PAGE, Desk, raw

ADDRESS = {"street": "Marktplatz", "house_number": "2", "postcode": "67547", "town": "Worms"}
PERSON = {"name": "Klaus Scheller", "given": "Klaus", "family": "Scheller", "title": "Dr."}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def decided(desk: Desk) -> Record:
    """The record; every decision must hold."""
    record = desk.trace().record
    assert record.provenance.overrides == [decision.id for decision in desk.decisions]
    assert [issue for issue in record.issues if issue.code == "decision-stale"] == []
    return record


def names(record: Record) -> list[str]:
    return [person.name for person in record.people]


def test_without_decisions_nothing_changes(desk: Desk) -> None:
    trace = desk.trace()
    assert trace.record.provenance.overrides == []
    assert names(trace.record) == ["Claus Scheller", "Erika Muster"]


def test_accepting_changes_the_provenance_alone(desk: Desk) -> None:
    before = desk.trace().record
    desk.decide(Action.ACCEPT, Field.PEOPLE, "Claus Scheller", quotes=("Claus Scheller",))
    desk.decide(Action.ACCEPT, Field.PHONES, CLAUS, quotes=("06241 853-1060",))
    desk.decide(Action.ACCEPT, Field.ADDRESSES, ADDRESS, quotes=("Marktplatz 2",))
    desk.decide(Action.ACCEPT, Field.PUBLISHED, "2021-02-02", quotes=("02.02.2021",))
    desk.decide(Action.ACCEPT, Field.ROLES, {"person": "Claus Scheller", "role": "Amtsleiter"}, quotes=("Amtsleiter",))
    desk.decide(Action.ACCEPT, Field.DOCUMENT, raw(PAGE).sha256)
    after = decided(desk)
    assert after.model_copy(update={"provenance": before.provenance}) == before


def test_a_rejected_phone_is_gone_with_its_links(desk: Desk) -> None:
    desk.decide(Action.REJECT, Field.PHONES, CLAUS, quotes=("06241 853-1060",))
    record = decided(desk)
    assert [phone.value for phone in record.phones] == [ERIKA]
    assert [person.phones for person in record.people] == [[], [ERIKA]]
    assert record.phones[0].owner == "p2"


def test_a_rejected_person_leaves_contacts_without_owner(desk: Desk) -> None:
    desk.decide(Action.REJECT, Field.PEOPLE, "Claus Scheller", quotes=("Claus Scheller",))
    record = decided(desk)
    assert names(record) == ["Erika Muster"]
    assert [(phone.value, phone.owner) for phone in record.phones] == [(CLAUS, None), (ERIKA, "p1")]


def test_a_rejected_organisation_is_gone_from_people_and_addresses(desk: Desk) -> None:
    desk.decide(Action.REJECT, Field.ORGANISATIONS, "Stadt Worms", quotes=("Stadt Worms",))
    record = decided(desk)
    assert record.organisations == []
    assert [person.organisations for person in record.people] == [[], []]
    assert record.addresses[0].owner is None


def test_a_corrected_value_keeps_the_text_of_the_source(desk: Desk) -> None:
    desk.decide(Action.CORRECT, Field.PHONES, CLAUS, {"value": "+496241853999"}, ("06241 853-1060",))
    desk.decide(Action.CORRECT, Field.EMAILS, "erika.muster@worms.example", {"value": "e@worms.example"}, ("erika.m",))
    desk.decide(Action.CORRECT, Field.ADDRESSES, ADDRESS, {**ADDRESS, "house_number": "2a"}, ("Marktplatz 2",))
    desk.decide(Action.CORRECT, Field.DATES, "2021-02-02", {"value": "2021-02"}, ("heute",))
    record = decided(desk)
    assert (record.phones[0].value, record.phones[0].text) == ("+496241853999", "06241 853-1060")
    assert record.people[0].phones == ["+496241853999"]
    assert record.people[1].emails == ["e@worms.example"]
    assert (record.addresses[0].house_number, record.addresses[0].owner) == ("2a", "o1")
    assert [(date.value, date.precision) for date in record.dates] == [("2021-02-02", "day"), ("2021-02", "month")]


def test_a_phone_that_is_a_fax_belongs_to_its_owner_alone(desk: Desk) -> None:
    desk.decide(Action.CORRECT, Field.PHONES, CLAUS, {"value": CLAUS, "kind": "fax"}, ("06241 853-1060",))
    record = decided(desk)
    assert (record.phones[0].kind, record.phones[0].owner, record.people[0].phones) == ("fax", "p1", [])
    desk.decide(Action.CORRECT, Field.PHONES, CLAUS, {"value": CLAUS, "kind": "mobile"}, ("06241 853-1060",))
    record = desk.trace().record
    assert (record.phones[0].kind, record.people[0].phones) == ("mobile", [CLAUS])


def test_a_corrected_person_keeps_everything_else(desk: Desk) -> None:
    before = desk.trace().record.people[0]
    desk.decide(Action.CORRECT, Field.PEOPLE, "Claus Scheller", PERSON, ("Claus Scheller",))
    assert decided(desk).people[0] == before.model_copy(update=PERSON)


def test_later_decisions_speak_of_the_corrected_item(desk: Desk) -> None:
    desk.decide(Action.CORRECT, Field.PEOPLE, "Claus Scheller", PERSON, ("Claus Scheller",))
    desk.decide(Action.REASSIGN, Field.PHONES, ERIKA, {"person": "Klaus Scheller"}, ("06241 853-1061",))
    assert [person.phones for person in decided(desk).people] == [[CLAUS, ERIKA], []]


def test_what_was_missed_is_added_where_it_is_quoted(desk: Desk) -> None:
    new = {"name": "Amt für Integration", "kind": "authority"}
    desk.decide(Action.ADD, Field.ORGANISATIONS, new["name"], new, ("Amt für Integration",))
    desk.decide(Action.ADD, Field.PLACES, "Worms", {"name": "Worms"}, ("Worms",))
    desk.decide(Action.ADD, Field.URLS, "https://worms.example", {"value": "https://worms.example"}, ("worms.example",))
    desk.decide(Action.ADD, Field.DATES, None, {"value": None}, ("seit heute",))
    link = {"person": "Erika Muster", "organisation": "Amt für Integration"}
    desk.decide(Action.ADD, Field.AFFILIATIONS, link, link, ("Erika Muster",))
    role = {"person": "Erika Muster", "role": "vertreten"}
    desk.decide(Action.ADD, Field.ROLES, role, role, ("vertreten",))
    record = decided(desk)
    assert [body.name for body in record.organisations] == ["Amt für Integration", "Stadt Worms"]
    assert record.organisations[0].mentions[0].text == "Amt für Integration"
    assert [place.name for place in record.places] == ["Worms"]
    assert {url.value for url in record.urls} >= {"https://worms.example"}
    assert record.people[1].organisations == ["o2", "o1"]
    assert [role.text for role in record.people[1].roles] == ["vertreten", "Stellvertreterin"]
    assert [date.text for date in record.dates if date.value is None] == ["seit heute"]


def test_adding_somebody_who_is_known_adds_a_mention() -> None:
    desk = Desk(PAGE + "\nFür heute grüßt Scheller alle Leserinnen und Leser des Amtsblatts.\n")
    details = {"name": "Claus Scheller", "given": "Claus", "family": "Scheller"}
    desk.decide(Action.ADD, Field.PEOPLE, "Claus Scheller", details, ("Scheller alle",))
    record = decided(desk)
    assert names(record) == ["Claus Scheller", "Erika Muster"]
    assert [mention.text for mention in record.people[0].mentions][-1] == "Scheller alle"


def test_merged_people_share_everything(desk: Desk) -> None:
    desk.decide(Action.MERGE, Field.PEOPLE, "Claus Scheller", ["Erika Muster"], ("Claus Scheller", "Erika Muster"))
    (person,) = decided(desk).people
    assert person.phones == [CLAUS, ERIKA]
    assert [role.text for role in person.roles] == ["Amtsleiter", "Stellvertreterin"]
    assert len(person.mentions) == 4
    assert {phone.owner for phone in desk.trace().record.phones} == {"p1"}


def test_namesakes_are_merged() -> None:
    desk = Desk()
    other = {"name": "Claus Scheller jun.", "given": "Claus", "family": "Scheller"}
    desk.decide(Action.SPLIT, Field.PEOPLE, "Claus Scheller", other, ("Claus Scheller",))
    same = {"name": "Claus Scheller", "given": "Claus", "family": "Scheller"}
    desk.decide(Action.CORRECT, Field.PEOPLE, "Claus Scheller jun.", same, ("Claus Scheller",))
    assert names(desk.trace().record).count("Claus Scheller") == 2
    both = ("Claus Scheller", "Claus Scheller, Amtsleiter")
    desk.decide(Action.MERGE, Field.PEOPLE, "Claus Scheller", ["Claus Scheller"], both)
    assert names(decided(desk)) == ["Claus Scheller", "Erika Muster"]


def test_split_mentions_become_somebody_else(desk: Desk) -> None:
    other = {"name": "Claus Scheller jun.", "given": "Claus", "family": "Scheller"}
    desk.decide(Action.SPLIT, Field.PEOPLE, "Claus Scheller", other, ("Claus Scheller",))
    record = decided(desk)
    assert names(record) == ["Claus Scheller jun.", "Erika Muster", "Claus Scheller"]
    assert [len(person.mentions) for person in record.people] == [1, 2, 1]
    assert record.people[2].phones == [CLAUS]


def test_a_split_is_undone_by_a_merge(desk: Desk) -> None:
    before = desk.trace().record.people
    other = {"name": "Claus Scheller jun.", "given": "Claus", "family": "Scheller"}
    desk.decide(Action.SPLIT, Field.PEOPLE, "Claus Scheller", other, ("Claus Scheller",))
    desk.decide(Action.MERGE, Field.PEOPLE, "Claus Scheller", ["Claus Scheller jun."], ("Claus Scheller",))
    assert decided(desk).people == before


@pytest.mark.parametrize(
    ("field", "value", "quote"),
    [
        (Field.PHONES, CLAUS, "06241 853-1060"),
        (Field.EMAILS, "claus.scheller@worms.example", "claus.scheller@worms.example"),
        (Field.ADDRESSES, ADDRESS, "Marktplatz 2"),
    ],
)
def test_a_contact_point_is_reassigned_and_taken_from_others(
    desk: Desk, field: Field, value: object, quote: str
) -> None:
    desk.decide(Action.REASSIGN, field, value, {"person": "Erika Muster"}, (quote,))
    record = decided(desk)
    item = getattr(record, field)[0]
    assert item.owner == "p2"
    held = getattr(record.people[1], field)
    assert (0 if field is Field.ADDRESSES else value) in held
    assert value not in getattr(record.people[0], field)
    assert field is not Field.ADDRESSES or record.organisations[0].addresses == []


def test_a_contact_point_can_be_nobodys_or_an_organisations(desk: Desk) -> None:
    desk.decide(Action.REASSIGN, Field.PHONES, CLAUS, None, ("06241 853-1060",))
    desk.decide(Action.REASSIGN, Field.PHONES, ERIKA, {"organisation": "Stadt Worms"}, ("06241 853-1061",))
    record = decided(desk)
    assert [phone.owner for phone in record.phones] == [None, "o1"]
    assert [person.phones for person in record.people] == [[], []]
    assert record.organisations[0].phones == [ERIKA]


def test_roles_are_rejected_and_reassigned(desk: Desk) -> None:
    mine = {"person": "Claus Scheller", "role": "Amtsleiter"}
    desk.decide(Action.REASSIGN, Field.ROLES, mine, {"person": "Erika Muster"}, ("Amtsleiter",))
    hers = {"person": "Erika Muster", "role": "Stellvertreterin"}
    desk.decide(Action.REJECT, Field.ROLES, hers, quotes=("Stellvertreterin",))
    assert [[role.text for role in person.roles] for person in decided(desk).people] == [[], ["Amtsleiter"]]


def test_a_rejected_affiliation_is_gone_from_roles_too(desk: Desk) -> None:
    link = {"person": "Claus Scheller", "organisation": "Stadt Worms"}
    desk.decide(Action.REJECT, Field.AFFILIATIONS, link, quotes=("Stadt Worms",))
    person = decided(desk).people[0]
    assert person.organisations == []
    assert {role.organisation for role in person.roles} == {None}


def test_the_publication_date_is_corrected_or_rejected(desk: Desk) -> None:
    desk.decide(Action.CORRECT, Field.PUBLISHED, "2021-02-02", {"value": "2021-02-03"}, ("02.02.2021",))
    published = decided(desk).published
    assert published is not None
    assert (published.value, published.text, published.basis) == ("2021-02-03", "02.02.2021", "header")
    desk.decide(Action.REJECT, Field.PUBLISHED, "2021-02-02", quotes=("02.02.2021",))
    assert desk.trace().record.published is None


def test_a_suppressed_person_is_nowhere(desk: Desk) -> None:
    desk.decide(Action.SUPPRESS, Field.PEOPLE, "Claus Scheller", quotes=("Claus Scheller",))
    record = decided(desk)
    assert names(record) == ["Erika Muster"]
    assert [phone.value for phone in record.phones] == [ERIKA]
    assert [email.value for email in record.emails] == ["erika.muster@worms.example"]
    facts = record.model_dump_json(exclude={"title", "text"})  # these are the page's own words
    assert "Scheller" not in facts
    assert CLAUS not in facts


def test_a_web_address_belongs_to_whom_a_reviewer_says_and_goes_with_them(desk: Desk) -> None:
    url = desk.trace().record.urls[0].value
    desk.decide(Action.REASSIGN, Field.URLS, url, {"person": "Erika Muster"}, ("https://www.worms",))
    assert decided(desk).urls[0].owner == "p2"
    desk.decide(Action.SUPPRESS, Field.PEOPLE, "Erika Muster")
    assert [found.value for found in decided(desk).urls] == []


def test_a_contact_point_that_others_have_stays_when_one_person_is_suppressed() -> None:
    desk = Desk(PAGE.replace("853-1061", "853-1060"))
    desk.decide(Action.SUPPRESS, Field.PEOPLE, "Claus Scheller", quotes=("Claus Scheller",))
    record = desk.trace().record
    assert record.people[0].phones == [CLAUS]


def test_a_suppression_holds_when_the_words_around_the_name_change(desk: Desk) -> None:
    desk.decide(Action.SUPPRESS, Field.PEOPLE, "Claus Scheller", quotes=("Claus Scheller leitet",))
    edited = desk.edited(PAGE.replace("Claus Scheller leitet", "Claus Scheller führt"))
    assert names(edited.trace().record) == ["Erika Muster"]
    gone = desk.edited(PAGE.replace("Claus Scheller", "Veronik Amsel"))
    assert len(gone.stale()) == 1
    assert "Scheller" not in gone.stale()[0], "an issue must not name whom a decision suppresses"


def test_the_later_of_two_decisions_about_the_same_words_stands_after_the_context_changed(desk: Desk) -> None:
    desk.decide(Action.REJECT, Field.PHONES, CLAUS, quotes=("06241 853-1060",))
    later = desk.edited(PAGE.replace("Claus Scheller, Amtsleiter", "Claus Scheller, der Amtsleiter"))
    later.decide(Action.ACCEPT, Field.PHONES, CLAUS, quotes=("06241 853-1060",))
    assert len(later.decisions) == 2
    assert [phone.value for phone in later.trace().record.phones] == [CLAUS, ERIKA]
    assert later.applied() == [later.decisions[1].id]


def test_relative_dates_count_from_the_corrected_publication_date(desk: Desk) -> None:
    desk.decide(Action.CORRECT, Field.PUBLISHED, "2021-02-02", {"value": "2021-02-03"}, ("02.02.2021",))
    assert [(date.text, date.value) for date in decided(desk).dates] == [
        ("02.02.2021", "2021-02-02"),
        ("heute", "2021-02-03"),
    ]


def test_a_publication_date_that_was_missed_is_added() -> None:
    desk = Desk(PAGE.replace("02.02.2021 / Personelles", "Aus dem Rathaus") + "\nStand der Angaben: 5. März 2022.\n")
    assert desk.trace().record.published is None
    desk.decide(Action.ADD, Field.PUBLISHED, None, {"value": "2022-03-05"}, ("5. März 2022",))
    record = decided(desk)
    assert record.published is not None
    assert (record.published.value, record.published.text) == ("2022-03-05", "5. März 2022")
    assert ("heute", "2022-03-05") in [(date.text, date.value) for date in record.dates]


@pytest.mark.parametrize("edit", [("02.02.2021", "03.02.2021"), ("Personelles", "Vermischtes")])
def test_a_stale_publication_date_moves_no_other_date(desk: Desk, edit: tuple[str, str]) -> None:
    desk.decide(Action.CORRECT, Field.PUBLISHED, "2021-02-02", {"value": "2020-01-01"}, ("02.02.2021",))
    edited = desk.edited(PAGE.replace(*edit))
    assert edited.trace().record.dates == edited.trace(decided=False).record.dates
    assert len(edited.stale()) == 1
