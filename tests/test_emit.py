"""Emission: spans are mapped to the source, proven, and a wrong one stops the document."""

from dataclasses import dataclass, replace

import pytest

from pipeline.documents import (
    Block,
    BlockKind,
    CleanDocument,
    Issue,
    Label,
    Mention,
    PublishedHint,
    RawDocument,
)
from pipeline.emit import emit
from pipeline.errors import DocumentError, GroundingError
from pipeline.offsets import TextBuilder
from pipeline.records import Record
from pipeline.settings import Settings
from pipeline.values import (
    Address,
    DateValue,
    Email,
    Linked,
    LinkedOrganisation,
    LinkedPerson,
    LinkedPlace,
    LinkedRole,
    LinkedSuccession,
    Phone,
    Published,
    Url,
    Values,
)

SOURCE = "<p>M&uuml;ller, <b>Leiterin</b> des Amts, Tel. 06241 853, a@b.de, Weg 1, 2.2.2021, b.de</p>"
TEXT = "Müller, Leiterin des Amts, Tel. 06241 853, a@b.de, Weg 1, 2.2.2021, b.de"


@dataclass(frozen=True)
class NoModel:
    name: str = "none"
    version: str = "1"
    sha256: str = "0" * 64

    def recognise(self, document: CleanDocument) -> list[Mention]:
        return []


def document() -> CleanDocument:
    builder = TextBuilder(SOURCE)
    builder.copy(3, 4)
    builder.replace(4, 10, "ü")
    builder.copy(10, SOURCE.index("<b>"))
    builder.copy(SOURCE.index("Leiterin"), SOURCE.index("</b>"))
    builder.copy(SOURCE.index(" des"), SOURCE.index("</p>"))
    text, offsets = builder.build()
    assert text == TEXT
    raw = RawDocument("id", "page.html", "page.html", "text/html", "utf-8", "0" * 64, SOURCE)
    return CleanDocument(raw, text, offsets, (Block(0, len(text), BlockKind.PARAGRAPH),))


def mention(label: Label, surface: str) -> Mention:
    start = TEXT.index(surface)
    return Mention(label, start, start + len(surface), surface, score=0.98765)


def linked() -> Linked:
    values = Values(
        phones=(Phone(mention(Label.PHONE, "06241 853"), "+496241853", "phone"),),
        emails=(Email(mention(Label.EMAIL, "a@b.de"), "a@b.de"),),
        urls=(Url(mention(Label.URL, ", b.de"), "https://b.de"),),
        addresses=(Address(mention(Label.ADDR, "Weg 1"), "Weg", "1", None, None),),
        dates=(DateValue(mention(Label.DATE, "2.2.2021"), "2021-02-02", "explicit", "day"),),
        published=Published("2021-02-02", "header", "day", mention(Label.DATE, "2.2.2021")),
    )
    role = LinkedRole(mention(Label.ROLE, "Leiterin"), 0)
    person = LinkedPerson(
        "Müller", None, "Müller", None, (mention(Label.PER, "Müller"),), (role,), (0,), (0,), (0,), (0,)
    )
    body = LinkedOrganisation("Amt", "authority", (mention(Label.ORG, "Amts"),))
    place = LinkedPlace("Weg", (mention(Label.LOC, "Weg"),))
    owner = ("person", 0)
    return Linked(values, (person,), (body,), (place,), (owner,), (owner,), (None,), url_owners=(owner,))  # type: ignore[arg-type]  # literals widen here


def build(given: Linked, issues: tuple[Issue, ...] = ()) -> Record:
    return emit(document(), given, issues, NoModel(), Settings())


def test_every_value_is_cut_from_the_source_with_markup_and_entities() -> None:
    record = build(linked())
    person = record.people[0]
    assert SOURCE[person.mentions[0].start : person.mentions[0].end] == "M&uuml;ller"
    assert SOURCE[person.roles[0].start : person.roles[0].end] == "Leiterin"
    assert (person.roles[0].organisation, person.organisations) == ("o1", ["o1"])
    assert (person.phones, person.emails, person.addresses) == (["+496241853"], ["a@b.de"], [0])
    assert record.phones[0].owner == record.emails[0].owner == "p1"
    assert record.addresses[0].owner is None
    assert record.published is not None
    assert SOURCE[record.published.start : record.published.end] == "2.2.2021"


def test_scores_have_three_decimals() -> None:
    assert build(linked()).phones[0].score == 0.988


def test_a_span_that_does_not_give_back_its_text_stops_the_document() -> None:
    wrong = replace(mention(Label.PER, "Müller"), text="Meier")
    person = replace(linked().people[0], mentions=(wrong,))
    with pytest.raises(GroundingError, match="PER value does not round-trip"):
        build(replace(linked(), people=(person,)))


def test_a_value_outside_the_schema_stops_the_document_and_is_named() -> None:
    values = replace(linked().values, phones=(Phone(mention(Label.PHONE, "06241 853"), "06241 853", "phone"),))
    with pytest.raises(DocumentError, match=r"phones\.0\.value") as caught:
        build(replace(linked(), values=values))
    assert caught.value.code == "invalid-record"


def test_issues_are_mapped_to_the_source_unless_they_are_there_already() -> None:
    inside, outside = Issue("a", "info", "", 8, 16), Issue("b", "info", "", 8, 16, in_source=True)
    whole = Issue("c", "info", "")
    issues = build(linked(), (inside, outside, whole)).issues
    assert SOURCE[issues[0].start : issues[0].end] == "Leiterin"
    assert (issues[1].start, issues[1].end) == (8, 16)
    assert (issues[2].start, issues[2].end) == (None, None)


@pytest.mark.parametrize("hint", [None, PublishedHint("2021-02-02", "meta", 1, 5)])
def test_a_date_from_metadata_has_the_span_of_its_hint_or_none(hint: PublishedHint | None) -> None:
    values = replace(linked().values, published=Published("2021-02-02", "meta", "day", None, hint))
    published = build(replace(linked(), values=values)).published
    assert published is not None
    assert (published.start, published.text) == ((None, None) if hint is None else (1, "2021-02-02"))


def test_json_keys_keep_the_order_of_the_schema() -> None:
    line = build(linked()).to_json()
    assert line.startswith('{"schema":"press-record/1","id":"id","source":{"uri":')
    assert "\n" not in line


def test_successions_name_people_by_their_mentions() -> None:
    given = linked()
    person = given.people[0]
    first, *_ = person.mentions
    other = replace(person, mentions=(person.roles[0].mention,))
    link = LinkedSuccession(first, person.roles[0].mention, person.roles[0].mention, None, 0.9)
    record = build(replace(given, people=(person, other), successions=(link,)))
    assert [(one.successor, one.predecessor, one.text) for one in record.successions] == [("p1", "p2", "Leiterin")]
    assert build(replace(given, successions=(link,))).successions == []
