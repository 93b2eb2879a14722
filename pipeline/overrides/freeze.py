"""A draft as the document's facts again: everything in text order, references as numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.overrides.draft import Contact, Draft, Entity, Item, Organisation, Person
from pipeline.values import (
    Address,
    DateValue,
    Email,
    Linked,
    LinkedOrganisation,
    LinkedPerson,
    LinkedRole,
    Owner,
    Phone,
    Url,
)


def frozen(draft: Draft, decisions: tuple[str, ...]) -> Linked:
    """The facts of a draft.

    Args:
        draft: its lists are sorted by this.
        decisions: ids of those that hold.
    """
    for items in (draft.phones, draft.emails, draft.urls, draft.addresses, draft.dates):
        items.sort(key=_start)
    for entities in (draft.people, draft.organisations, draft.places):
        entities.sort(key=_first)
    return _Frozen(draft).linked(decisions)


class _Frozen:
    """Turns a draft's references into numbers."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._people = _numbers(draft.people)
        self._bodies = _numbers(draft.organisations)
        self._phones = _numbers(draft.phones)
        self._emails = _numbers(draft.emails)
        self._addresses = _numbers(draft.addresses)

    def linked(self, decisions: tuple[str, ...]) -> Linked:
        draft = self._draft
        values = replace(
            draft.original.values,
            phones=tuple(item.value for item in draft.phones),
            emails=tuple(item.value for item in draft.emails),
            urls=tuple(item.value for item in draft.urls),
            addresses=tuple(item.value for item in draft.addresses),
            dates=tuple(item.value for item in draft.dates),
            published=draft.published,
        )
        return Linked(
            values,
            tuple(map(self._person, draft.people)),
            tuple(map(self._organisation, draft.organisations)),
            tuple(place.fact for place in draft.places),
            tuple(self._owner(item.owner) for item in draft.phones),
            tuple(self._owner(item.owner) for item in draft.emails),
            tuple(self._owner(item.owner) for item in draft.addresses),
            decisions,
            tuple(draft.suppressed),
            tuple(self._owner(item.owner) for item in draft.urls),
            draft.original.successions,
        )

    def _person(self, person: Person) -> LinkedPerson:
        roles = (
            LinkedRole(role.mention, None if role.organisation is None else self._bodies[id(role.organisation)])
            for role in sorted(person.roles, key=lambda role: role.mention.start)
        )
        return replace(
            person.fact,
            roles=tuple(roles),
            organisations=tuple(dict.fromkeys(self._bodies[id(body)] for body in person.organisations)),
            phones=_found(self._phones, person.contacts),
            emails=_found(self._emails, person.contacts),
            addresses=_found(self._addresses, person.contacts),
        )

    def _organisation(self, body: Organisation) -> LinkedOrganisation:
        return replace(
            body.fact,
            phones=_found(self._phones, body.contacts),
            emails=_found(self._emails, body.contacts),
            addresses=_found(self._addresses, body.contacts),
            part_of=None if body.part_of is None else self._bodies[id(body.part_of)],
        )

    def _owner(self, owner: Person | Organisation | None) -> Owner | None:
        if owner is None:
            return None
        if isinstance(owner, Person):
            return "person", self._people[id(owner)]
        return "organisation", self._bodies[id(owner)]


def _numbers(things: Iterable[object]) -> dict[int, int]:
    return {id(thing): number for number, thing in enumerate(things)}


def _found(numbers: dict[int, int], contacts: Sequence[Contact]) -> tuple[int, ...]:
    return tuple(sorted({numbers[id(contact)] for contact in contacts if id(contact) in numbers}))


def _start(item: Item[Phone] | Item[Email] | Item[Url] | Item[Address] | Item[DateValue]) -> int:
    return item.mention.start


def _first(entity: Entity) -> int:
    return entity.fact.mentions[0].start
