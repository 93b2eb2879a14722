"""What a directory is made from: each person and each organisation of each record, with what the record says of it.

An appearance is the unit that resolution groups. Its key does not hold offsets or positions, so that it stays the same
when a document is extracted again and only its surroundings have changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from pipeline.records import Organisation, Person, Record, Span

AGAIN = " #"  # in front of the number of a repeated name in a key
DIGEST = 16  # hexadecimal digits
QUOTE_MARGIN = 60  # characters of context on each side of a quoted mention


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when something was said.

    Attributes:
        record: id of the record.
        uri: URL of the document where it is known, else its path as given to the run.
        date: the document's publication date (EDTF), None where it states none.
        quote: the words of the cleaned text around the mention.
    """

    record: str
    uri: str
    date: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role as printed, with the key of the organisation appearance it is held in, where the record links one.

    Attributes:
        former: whether the document says that it is held no more.
    """

    text: str
    organisation: str | None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contact values of one appearance; numbers in E.164, addresses in one line."""

    phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Everything that can be dialled."""
        return (*self.phones, *self.mobiles, *self.faxes)

    def items(self) -> Iterator[tuple[str, str]]:
        """(kind, value) of each."""
        kinds = ("phone", "mobile", "fax", "email", "address")
        for kind, values in zip(
            kinds, (self.phones, self.mobiles, self.faxes, self.emails, self.addresses), strict=True
        ):
            yield from ((kind, value) for value in values)


@dataclass(frozen=True, slots=True)
class OrganisationSeen:
    """An organisation in one record.

    Attributes:
        part_of: key of the appearance of the body it belongs to.
        publisher: of the document; where the page does not state it, the host of its URL.
        places: GeoNames ids of the places in the document.
        towns: names of the places in the document.
        staff_emails: of the people whom the record links to it.
        repeats: whether another organisation of the record bears the same name.
    """

    key: str
    name: str
    kind: str
    part_of: str | None
    contacts: Contacts
    publisher: str | None
    places: frozenset[int]
    sighting: Sighting
    score: float
    towns: frozenset[str] = frozenset()
    staff_emails: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person in one record; ``organisations`` are keys of organisation appearances, the rest is as there."""

    key: str
    name: str
    given: str | None
    family: str
    title: str | None
    roles: tuple[RoleSeen, ...]
    organisations: tuple[str, ...]
    contacts: Contacts
    publisher: str | None
    places: frozenset[int]
    sighting: Sighting
    score: float
    repeats: bool = False


def appearances(records: Iterable[Record]) -> Iterator[tuple[list[PersonSeen], list[OrganisationSeen]]]:
    """People and organisations of each record; a person without a family name is no entry of a directory."""
    for record in records:
        keys, flat = _keys(record), " ".join(record.text.split())
        organisations = [_organisation(record, body, keys, flat) for body in record.organisations]
        people = [_person(record, person, keys, flat) for person in record.people if person.family is not None]
        yield people, organisations


def _keys(record: Record) -> dict[str, str]:
    """Keys of the record's entities by their local id: the record, the name, and a number where a name repeats."""
    seen: Counter[str] = Counter()
    keys = {}
    named = [(person.id, f"p/{_digest(person.name)}") for person in record.people]
    named += [(body.id, f"o/{body.name.casefold()}") for body in record.organisations]
    for local, name in named:
        base = f"{record.id}/{name}"
        seen[base] += 1
        keys[local] = base if seen[base] == 1 else f"{base}{AGAIN}{seen[base]}"
    return keys


def _digest(name: str) -> str:
    """Stands for a person's name in a key: keys are kept when the person is erased."""
    return sha256(name.casefold().encode()).hexdigest()[:DIGEST]


def _person(record: Record, person: Person, keys: dict[str, str], flat: str) -> PersonSeen:
    roles = tuple(
        RoleSeen(role.text, keys.get(role.organisation or ""), "former" in role.status) for role in person.roles
    )
    return PersonSeen(
        key=keys[person.id],
        name=person.name,
        given=person.given,
        family=person.family or person.name,
        title=person.title,
        roles=roles,
        organisations=tuple(keys[body] for body in person.organisations if body in keys),
        contacts=_contacts(record, person),
        publisher=_publisher(record),
        places=_places(record),
        sighting=_sighting(record, person.mentions, flat),
        score=person.score,
        repeats=AGAIN in keys[person.id],
    )


def _organisation(record: Record, body: Organisation, keys: dict[str, str], flat: str) -> OrganisationSeen:
    return OrganisationSeen(
        key=keys[body.id],
        name=body.name,
        kind=body.kind,
        part_of=keys.get(body.part_of or ""),
        contacts=_contacts(record, body),
        publisher=_publisher(record),
        places=_places(record),
        sighting=_sighting(record, body.mentions, flat),
        score=body.score,
        towns=frozenset(place.name for place in record.places),
        staff_emails=_staff_emails(record, body.id),
        repeats=AGAIN in keys[body.id],
    )


def _contacts(record: Record, owner: Person | Organisation) -> Contacts:
    kinds = {phone.value: phone.kind for phone in record.phones}
    numbers = dict.fromkeys((*owner.phones, *(phone.value for phone in record.phones if phone.owner == owner.id)))
    lines = [_one_line(record, index) for index in owner.addresses]
    return Contacts(
        phones=tuple(number for number in numbers if kinds.get(number, "phone") in {"phone", "service"}),
        mobiles=tuple(number for number in numbers if kinds.get(number) == "mobile"),
        faxes=tuple(number for number in numbers if kinds.get(number) == "fax"),
        emails=tuple(dict.fromkeys(value.casefold() for value in owner.emails)),
        addresses=tuple(line for line in lines if line),
    )


def _one_line(record: Record, index: int) -> str:
    address = record.addresses[index]
    street = " ".join(part for part in (address.street, address.house_number) if part is not None)
    town = " ".join(part for part in (address.postcode, address.town) if part is not None)
    return ", ".join(part for part in (street, town) if part)


def _staff_emails(record: Record, body: str) -> tuple[str, ...]:
    emails = (email.casefold() for person in record.people if body in person.organisations for email in person.emails)
    return tuple(dict.fromkeys(emails))


def _publisher(record: Record) -> str | None:
    """Who published the document: its name where the page states it, else the host of its URL."""
    if record.publisher is not None:
        return " ".join(record.publisher.casefold().split())
    return urlsplit(record.source.url).hostname if record.source.url is not None else None


def _places(record: Record) -> frozenset[int]:
    return frozenset(place.geonames for place in record.places if place.geonames is not None)


def _sighting(record: Record, mentions: list[Span], flat: str) -> Sighting:
    published = record.published.value if record.published is not None else None
    return Sighting(record.id, record.source.url or record.source.uri, published, _quote(flat, mentions))


def _quote(flat: str, mentions: list[Span]) -> str:
    """The first mention with its surroundings; the mention alone where repairs keep it from being found."""
    if not mentions:
        return ""
    wanted = " ".join(mentions[0].text.split())
    at = flat.find(wanted)
    if at < 0:
        return wanted
    return flat[max(0, at - QUOTE_MARGIN) : at + len(wanted) + QUOTE_MARGIN].strip()
