"""A record as rows for the page: every value with what it is called, what hangs on it and what speaks for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from pipeline.records import (
    AddressEntry,
    DateEntry,
    EmailEntry,
    Organisation,
    Person,
    PhoneEntry,
    PublicationDate,
    Record,
)  # fmt: skip
from pipeline.review.settle import identity_of

SECTIONS = (
    "published", "people", "roles", "affiliations", "organisations", "phones", "emails", "addresses", "places", "dates",
    "urls",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detail:
    """One line below a value; ``name`` is a key of the message catalogue."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One value of the record.

    Attributes:
        key: joins it to its marks in the text, such as ``people:0``.
        identity: what names it to the decision log.
        entry: the record's own JSON, which the editor starts from.
        linked: keys of marks other than its own.
        score: None where the record gives none.
    """

    key: str
    field: str
    label: str
    identity: JsonValue
    entry: dict[str, JsonValue]
    details: tuple[Detail, ...] = ()
    score: float | None = None
    reasons: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of the marks that light up with the item; those of the first one are its evidence."""
        return self.linked or (self.key,)


def items_of(record: Record) -> list[Item]:
    """Every value of a record, sections in the order in which a reviewer needs them."""
    names = {person.id: person.name for person in record.people}
    names |= {body.id: body.name for body in record.organisations}
    by_field = {
        "published": _published(record.published),
        "people": [_person(number, person, record, names) for number, person in enumerate(record.people)],
        "roles": list(_roles(record, names)),
        "affiliations": list(_affiliations(record, names)),
        "organisations": [_body(number, body, record, names) for number, body in enumerate(record.organisations)],
        "phones": [_phone(number, phone, names) for number, phone in enumerate(record.phones)],
        "emails": [_email(number, email, names) for number, email in enumerate(record.emails)],
        "addresses": [_address(number, address, names) for number, address in enumerate(record.addresses)],
        "places": list(_places(record)),
        "dates": [_date(number, date) for number, date in enumerate(record.dates)],
        "urls": [
            Item(
                f"urls:{number}",
                "urls",
                url.value,
                url.value,
                url.model_dump(mode="json"),
                _printed(url.text, url.value),
            )
            for number, url in enumerate(record.urls)
        ],
    }
    return [item for section in SECTIONS for item in by_field[section]]


def _published(published: PublicationDate | None) -> list[Item]:
    if published is None:
        return []
    details = (Detail("basis", published.basis), *_printed(published.text, published.value))
    entry = published.model_dump(mode="json")
    return [Item("published:0", "published", published.value, published.value, entry, details)]


def _person(number: int, person: Person, record: Record, names: dict[str, str]) -> Item:
    details = [
        *(Detail("role", _role(role.text, names.get(role.organisation or ""))) for role in person.roles),
        *(Detail("organisation", names[body]) for body in person.organisations),
        *_contacts(person, record),
        *_surfaces(person.name, [mention.text for mention in person.mentions]),
    ]
    label = person.name if person.title is None else f"{person.title} {person.name}"
    linked = (f"people:{number}", *(f"roles:{number}.{position}" for position in range(len(person.roles))))
    entry = person.model_dump(mode="json")
    reasons = tuple(person.reasons)
    return Item(linked[0], "people", label, person.name, entry, tuple(details), person.score, reasons, linked)


def _role(text: str, body: str | None) -> str:
    return text if body is None else f"{text} · {body}"


def _roles(record: Record, names: dict[str, str]) -> Iterator[Item]:
    for number, person in enumerate(record.people):
        for position, role in enumerate(person.roles):
            entry: dict[str, JsonValue] = {"person": person.name, "role": role.text}
            body = names.get(role.organisation or "")
            details = () if body is None else (Detail("organisation", body),)
            key = f"roles:{number}.{position}"
            linked = (key, f"people:{number}")
            yield Item(key, "roles", f"{role.text} · {person.name}", entry, entry, details, linked=linked)


def _affiliations(record: Record, names: dict[str, str]) -> Iterator[Item]:
    places = {body.id: place for place, body in enumerate(record.organisations)}
    for number, person in enumerate(record.people):
        for body in person.organisations:
            entry: dict[str, JsonValue] = {"person": person.name, "organisation": names[body]}
            label = f"{person.name} · {names[body]}"
            linked = (f"organisations:{places[body]}", f"people:{number}")
            yield Item(f"affiliations:{number}.{places[body]}", "affiliations", label, entry, entry, linked=linked)


def _body(number: int, body: Organisation, record: Record, names: dict[str, str]) -> Item:
    part_of = () if body.part_of is None else (Detail("part_of", names[body.part_of]),)
    mentions = _surfaces(body.name, [mention.text for mention in body.mentions])
    details = (Detail("kind", body.kind), *part_of, *_contacts(body, record), *mentions)
    entry = body.model_dump(mode="json")
    return Item(f"organisations:{number}", "organisations", body.name, body.name, entry, details, body.score)


def _contacts(holder: Person | Organisation, record: Record) -> Iterator[Detail]:
    for phone in holder.phones:
        yield Detail("phone", phone)
    for email in holder.emails:
        yield Detail("email", email)
    for number in holder.addresses:
        yield Detail("address", address_line(record.addresses[number]))


def _surfaces(name: str, texts: list[str]) -> Iterator[Detail]:
    others = [text for text in dict.fromkeys(texts) if text != name]
    if others:
        yield Detail("also", ", ".join(others))


def _phone(number: int, phone: PhoneEntry, names: dict[str, str]) -> Item:
    extension = () if phone.extension is None else (Detail("extension", phone.extension),)
    details = (Detail("kind", phone.kind), *_owner(phone.owner, names), *extension, *_printed(phone.text, phone.value))
    entry = phone.model_dump(mode="json")
    return Item(f"phones:{number}", "phones", phone.value, phone.value, entry, details, phone.score)


def _email(number: int, email: EmailEntry, names: dict[str, str]) -> Item:
    label = email.text if email.value is None else email.value
    details = (*_owner(email.owner, names), *_printed(email.text, email.value))
    entry = email.model_dump(mode="json")
    return Item(f"emails:{number}", "emails", label, email.value, entry, details)


def _address(number: int, address: AddressEntry, names: dict[str, str]) -> Item:
    line = address_line(address)
    details = (*_owner(address.owner, names), *_printed(address.text, line))
    entry = address.model_dump(mode="json")
    identity = identity_of("addresses", entry)
    return Item(f"addresses:{number}", "addresses", line, identity, entry, details)


def address_line(address: AddressEntry) -> str:
    """The address on one line."""
    street = " ".join(part for part in (address.street, address.house_number) if part)
    town = " ".join(part for part in (address.postcode, address.town) if part)
    return ", ".join(part for part in (street, town) if part) or address.text


def _places(record: Record) -> Iterator[Item]:
    for number, place in enumerate(record.places):
        known = () if place.geonames is None else (Detail("geonames", f"{place.geonames} ({place.state})"),)
        details = (*known, *_surfaces(place.name, [mention.text for mention in place.mentions]))
        entry = place.model_dump(mode="json")
        yield Item(f"places:{number}", "places", place.name, place.name, entry, details, place.score)


def _date(number: int, date: DateEntry) -> Item:
    label = date.text if date.value is None else date.value
    details = (Detail("basis", f"{date.basis}, {date.precision}"), *_printed(date.text, date.value))
    return Item(f"dates:{number}", "dates", label, date.value, date.model_dump(mode="json"), details)


def _owner(owner: str | None, names: dict[str, str]) -> Iterator[Detail]:
    if owner is not None:
        yield Detail("owner", names[owner])


def _printed(text: str | None, value: str | None) -> tuple[Detail, ...]:
    return () if text is None or text == value else (Detail("printed", text),)
