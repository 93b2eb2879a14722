"""The facts of a document while decisions change them: objects that point at each other instead of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.documents import Mention
from pipeline.values import (
    Address,
    DateValue,
    Email,
    Linked,
    LinkedOrganisation,
    LinkedPerson,
    LinkedPlace,
    Owner,
    Phone,
    Published,
    Url,
)

T = TypeVar("T", Phone, Email, Url, Address, DateValue)


@dataclass(slots=True, eq=False)
class Item(Generic[T]):
    """A phone, e-mail, web address, postal address or date."""

    value: T
    owner: "Person | Organisation | None" = None

    @property
    def mention(self) -> Mention:
        """Where it stands."""
        return self.value.mention


@dataclass(slots=True, eq=False)
class Role:
    """A person's role."""

    mention: Mention
    organisation: "Organisation | None" = None


@dataclass(slots=True, eq=False)
class Organisation:
    """An organisation with what belongs to it."""

    fact: LinkedOrganisation
    contacts: list[Item[Phone] | Item[Email] | Item[Url] | Item[Address]] = field(default_factory=list)
    part_of: "Organisation | None" = None


@dataclass(slots=True, eq=False)
class Person:
    """A person with what belongs to them."""

    fact: LinkedPerson
    roles: list[Role] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    contacts: list[Item[Phone] | Item[Email] | Item[Url] | Item[Address]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Place:
    """A place."""

    fact: LinkedPlace


Entity = Person | Organisation | Place
Holder = Person | Organisation
Contact = Item[Phone] | Item[Email] | Item[Url] | Item[Address]


@dataclass(slots=True)
class Draft:
    """All facts of one document."""

    original: Linked
    people: list[Person]
    organisations: list[Organisation]
    places: list[Place]
    phones: list[Item[Phone]]
    emails: list[Item[Email]]
    urls: list[Item[Url]]
    addresses: list[Item[Address]]
    dates: list[Item[DateValue]]
    published: Published | None
    suppressed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, linked: Linked) -> "Draft":
        """The facts of a linked document."""
        values = linked.values
        draft = cls(
            linked,
            [Person(person) for person in linked.people],
            [Organisation(body) for body in linked.organisations],
            [Place(place) for place in linked.places],
            [Item(phone) for phone in values.phones],
            [Item(email) for email in values.emails],
            [Item(url) for url in values.urls],
            [Item(address) for address in values.addresses],
            [Item(date) for date in values.dates],
            values.published,
        )
        draft._connect()
        return draft

    def _connect(self) -> None:
        for person in self.people:
            fact = person.fact
            person.roles = [Role(role.mention, self._body(role.organisation)) for role in fact.roles]
            person.organisations = [self.organisations[number] for number in fact.organisations]
            person.contacts = self._contacts_of(fact)
        for body in self.organisations:
            body.contacts = self._contacts_of(body.fact)
            body.part_of = self._body(body.fact.part_of)
        linked = self.original
        _own(self.phones, [self._owner(owner) for owner in linked.phone_owners])
        _own(self.emails, [self._owner(owner) for owner in linked.email_owners])
        _own(self.urls, [self._owner(owner) for owner in linked.url_owners])
        _own(self.addresses, [self._owner(owner) for owner in linked.address_owners])

    def _body(self, number: int | None) -> Organisation | None:
        return None if number is None else self.organisations[number]

    def _owner(self, owner: Owner | None) -> Person | Organisation | None:
        if owner is None:
            return None
        kind, number = owner
        return self.people[number] if kind == "person" else self.organisations[number]

    def _contacts_of(self, fact: LinkedPerson | LinkedOrganisation) -> list[Contact]:
        return [
            *(self.phones[number] for number in fact.phones),
            *(self.emails[number] for number in fact.emails),
            *(self.addresses[number] for number in fact.addresses),
        ]

    @property
    def contacts(self) -> list[Contact]:
        """Everything that can have an owner."""
        return [*self.phones, *self.emails, *self.urls, *self.addresses]

    @property
    def all_holders(self) -> list[Holder]:
        """Everybody who can own something."""
        return [*self.people, *self.organisations]

    def holders(self, contact: Contact) -> list[Holder]:
        """Everybody a contact point is linked to, its owner included."""
        linked = [holder for holder in self.all_holders if contact in holder.contacts]
        return linked if contact.owner is None or contact.owner in linked else [*linked, contact.owner]


def _own(items: Sequence[Contact], owners: Sequence[Person | Organisation | None]) -> None:
    for item, owner in zip(items, owners, strict=True):
        item.owner = owner
