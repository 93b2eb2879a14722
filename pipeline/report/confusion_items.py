"""Gold and record as pieces of the text with a kind and a value, which can be laid over each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.evaluate.facts import fold, fold_address
from pipeline.evaluate.gold import Annotation, GoldDocument
from pipeline.records import Record

GOLD_KINDS = {
    "PER": "person", "ORG": "organisation", "LOC": "place", "ROLE": "role", "DATE": "date",
    "PHONE": "phone", "EMAIL": "e-mail", "URL": "web address", "ADDR": "address", "-": "decoy",
}  # fmt: skip
"""Kinds by label; titles are no part of a record's spans. A decoy looks like an entity and is none."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the text.

    Attributes:
        kind: as in the rows of the table.
        value: comparable with the other side's, None where there is none.
        detail: a number's kind, or what a date was counted from; empty for the rest and for a gold date.
    """

    kind: str
    start: int
    end: int
    text: str
    value: str | None = None
    detail: str = ""


def gold_items(gold: GoldDocument) -> list[Item]:
    """The annotations, in the order of the text."""
    return [_annotated(one) for one in gold.annotations if one.label in GOLD_KINDS]


def record_items(record: Record) -> list[Item]:
    """The spans of a record; offsets point into its source."""
    found = [*_named(record), *_contacts(record)]
    found += [Item("date", one.start, one.end, one.text, one.value, one.basis) for one in record.dates]
    return sorted(set(found), key=lambda item: (item.start, item.end, item.kind, item.value or ""))


def is_placed(gold: GoldDocument, items: list[Item]) -> bool:
    """Whether the record was made of the gold's own text, so that offsets of both mean the same.

    Most pieces must be found where they are said to be: characters that cleaning repairs differ in a few.
    """
    found = sum(fold(gold.text[item.start : item.end]) == fold(item.text) for item in items)
    return 2 * found >= len(items)


def _annotated(one: Annotation) -> Item:
    value, detail = one.value, ""
    if one.label == "PHONE":
        value, detail = (one.value or "").split()
    elif one.label == "ADDR":
        value = _address(*((one.value or "").split("|")))
    return Item(GOLD_KINDS[one.label], one.start, one.end, one.surface, None if value == "?" else value, detail)


def _named(record: Record) -> Iterator[Item]:
    for person in record.people:
        yield from (Item("person", m.start, m.end, m.text, person.name) for m in person.mentions)
        yield from (Item("role", role.start, role.end, role.text) for role in person.roles)
    for body in record.organisations:
        yield from (Item("organisation", m.start, m.end, m.text, body.name) for m in body.mentions)
    for place in record.places:
        yield from (Item("place", m.start, m.end, m.text, place.name) for m in place.mentions)


def _contacts(record: Record) -> Iterator[Item]:
    for phone in record.phones:
        yield Item("phone", phone.start, phone.end, phone.text, phone.value, phone.kind)
    for email in record.emails:
        yield Item("e-mail", email.start, email.end, email.text, email.value)
    for url in record.urls:
        yield Item("web address", url.start, url.end, url.text, url.value)
    for one in record.addresses:
        value = _address(one.street, one.house_number, one.postcode, one.town)
        yield Item("address", one.start, one.end, one.text, value)


def _address(street: str | None, number: str | None, postcode: str | None, town: str | None) -> str:
    return " ".join(filter(None, fold_address(street, number, postcode, town)))
