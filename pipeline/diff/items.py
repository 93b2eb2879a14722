"""A record's facts as items: each with an identity, its details, and what it may be recognised by when that changes.

Offsets, mentions and scores are no facts: a person who stands elsewhere in the text is the same person.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from pipeline.decisions import canonical
from pipeline.records import AddressEntry, DateEntry, EmailEntry, Person, PhoneEntry, Record, Succession, UrlEntry

ALONE = "alone: "
SCORE = re.compile(r" \([01]\.[0-9]{2}\)$")  # behind the message of a doubtful link
Details = dict[str, JsonValue]

MANY = " | "  # between the values of one detail where an item stands in several places


@dataclass(frozen=True, slots=True)
class Item:
    """A fact.

    Attributes:
        traces: what identifies it as well, if less surely; an item of another value with a common trace is this one.
        origin: the item as it was, where this one bears other names for comparison.
    """

    field: str
    identity: JsonValue
    details: Details
    score: float | None = None
    traces: frozenset[str] = frozenset()
    origin: "Item | None" = None

    @property
    def named(self) -> JsonValue:
        """The identity it was found with."""
        return self.identity if self.origin is None else self.origin.identity

    @property
    def shown(self) -> dict[str, JsonValue]:
        """The details it was found with."""
        return dict(self.details if self.origin is None else self.origin.details)

    @property
    def key(self) -> str:
        """The identity as a text; of what has no value (an unresolved date, a damaged address) what is printed."""
        return canonical(self.details.get("text") if self.identity is None else self.identity)


def items_of(record: Record) -> dict[str, dict[str, Item]]:
    """The items of a record by field and key, each once."""
    names = _names(record)
    found: dict[str, dict[str, Item]] = {}
    for item in _items(record, names):
        of_field = found.setdefault(item.field, {})
        known = of_field.get(item.key)
        of_field[item.key] = item if known is None else _joined(known, item)
    return found


class _Names(dict[str, str]):
    """Names by id; of a foreign record an id may lead nowhere, and stands for itself then."""

    def __missing__(self, entity: str) -> str:
        return entity


def _names(record: Record) -> Mapping[str, str]:
    people = {person.id: person.name for person in record.people}
    return _Names(people | {body.id: body.name for body in record.organisations})


def _items(record: Record, names: Mapping[str, str]) -> Iterator[Item]:
    for person in record.people:
        yield from _person(person, names)
    for body in record.organisations:
        part_of = None if body.part_of is None else names[body.part_of]
        traces = frozenset(_folded(mention.text) for mention in body.mentions)
        yield Item(
            "organisations", body.name, {"name": body.name, "kind": body.kind, "part_of": part_of}, body.score, traces
        )
    for place in record.places:
        details: Details = {"name": place.name, "geonames": place.geonames, "state": place.state}
        traces = frozenset(_folded(mention.text) for mention in place.mentions)
        yield Item("places", place.name, details, place.score, traces)
    holders = _holders(record, names)
    yield from (_phone(phone, holders) for phone in record.phones)
    yield from (_email(email, holders) for email in record.emails)
    yield from (_url(url, names) for url in record.urls)
    yield from (_address(address, names) for address in record.addresses)
    yield from map(_date, record.dates)
    yield from (_succession(succession, names) for succession in record.successions)
    for issue in record.issues:
        identity: Details = {"code": issue.code, "message": SCORE.sub("", issue.message)}
        yield Item("issues", identity, {**identity, "severity": issue.severity})


def _person(person: Person, names: Mapping[str, str]) -> Iterator[Item]:
    details: Details = {
        "name": person.name,
        "given": person.given,
        "family": person.family,
        "title": person.title,
    }
    yield Item("people", person.name, details, person.score, _traces_of(person))
    for role in person.roles:
        identity: Details = {"person": person.name, "role": _spaced(role.text)}
        body = None if role.organisation is None else names[role.organisation]
        traces = frozenset({person.name})
        facts: Details = {**identity, "organisation": body, "status": list[JsonValue](role.status)}
        yield Item("roles", identity, facts, person.score, traces)
    for organisation in person.organisations:
        identity = {"person": person.name, "organisation": names[organisation]}
        yield Item("affiliations", identity, dict(identity), person.score)


def _traces_of(person: Person) -> frozenset[str]:
    """The full name as printed; the family name with the given name's initial, or with a contact point.

    A contact point alone is none: who succeeds to an office takes over its phone. A family name alone is one if either
    person has no given name.
    """
    family = _folded(person.family or person.name)
    traces = {f"printed {_folded(mention.text)}" for mention in person.mentions if " " in mention.text}
    traces |= {f"{family} {contact}" for contact in (*person.phones, *person.emails)}
    if person.given is not None:
        traces.add(f"{family} {person.given[:1].casefold()}")
    return frozenset({*traces, f"{ALONE}{family}"})


def _holders(record: Record, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Who a number or address is linked to, by its value."""
    links = [(value, person.name) for person in record.people for value in (*person.phones, *person.emails)]
    links += [(value, body.name) for body in record.organisations for value in (*body.phones, *body.emails)]
    links += [(phone.value, names[phone.owner]) for phone in record.phones if phone.owner is not None]
    links += [(mail.value, names[mail.owner]) for mail in record.emails if mail.value and mail.owner is not None]
    found: dict[str, list[str]] = {}
    for value, name in sorted(set(links)):
        found.setdefault(value, []).append(name)
    return found


def _phone(phone: PhoneEntry, holders: Mapping[str, list[str]]) -> Item:
    details: Details = {
        "value": phone.value,
        "kind": phone.kind,
        "extension": phone.extension,
        "holders": list[JsonValue](holders.get(phone.value, [])),
        "text": _spaced(phone.text),
    }
    return Item("phones", phone.value, details, phone.score, _printed(phone.text))


def _email(email: EmailEntry, holders: Mapping[str, list[str]]) -> Item:
    owners: list[JsonValue] = [] if email.value is None else list(holders.get(email.value, []))
    details: Details = {"value": email.value, "holders": owners, "text": _spaced(email.text)}
    return Item("emails", email.value, details, None, _printed(email.text))


def _address(address: AddressEntry, names: Mapping[str, str]) -> Item:
    identity: Details = {
        "street": address.street,
        "house_number": address.house_number,
        "postcode": address.postcode,
        "town": address.town,
    }
    owner = None if address.owner is None else names[address.owner]
    details: Details = {**identity, "country": address.country, "owner": owner, "text": _spaced(address.text)}
    traces = _printed(address.text)
    if address.street is not None:
        traces |= {_folded(f"{address.street} {address.house_number}")}
    return Item("addresses", identity, details, None, traces)


def _url(url: UrlEntry, names: Mapping[str, str]) -> Item:
    owner = None if url.owner is None else names[url.owner]
    details: Details = {"value": url.value, "owner": owner, "text": _spaced(url.text)}
    return Item("urls", url.value, details, None, _printed(url.text))


def _succession(succession: Succession, names: Mapping[str, str]) -> Item:
    identity: Details = {"successor": names[succession.successor], "predecessor": names[succession.predecessor]}
    return Item("successions", identity, {**identity, "date": succession.date}, succession.score)


def _date(date: DateEntry) -> Item:
    details: Details = {"value": date.value, "precision": date.precision, "text": _spaced(date.text)}
    return Item("dates", date.value, details, None, _printed(date.text))


def _joined(first: Item, second: Item) -> Item:
    """One item for a value that stands in several places."""
    details = {name: _both(value, second.details[name]) for name, value in first.details.items()}
    scores = [score for score in (first.score, second.score) if score is not None]
    return Item(first.field, first.identity, details, max(scores, default=None), first.traces | second.traces)


def _both(first: JsonValue, second: JsonValue) -> JsonValue:
    if isinstance(first, list) and isinstance(second, list):
        return list[JsonValue](sorted({str(name) for name in (*first, *second)}))
    values = [value for value in (first, second) if value is not None]
    parts = sorted({part for value in values for part in str(value).split(MANY)})
    return values[0] if len(parts) == 1 else MANY.join(parts) if parts else None


def _printed(text: str) -> frozenset[str]:
    return frozenset({_folded(text)})


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    """Only letters and digits count: another way to write the same is the same."""
    return "".join(char for char in text.casefold() if char.isalnum())
