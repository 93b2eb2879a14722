"""The entry of a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.feeds.appearances import PersonSeen, Sighting
from pipeline.feeds.contact_entries import contact_entries
from pipeline.feeds.entries import Entry, EntryRole, Membership
from pipeline.feeds.identities import Identity
from pipeline.feeds.timeline import documents, role_status, sources, span


def person_entry(
    identity: Identity,
    seen: Mapping[str, PersonSeen],
    body_of: Mapping[str, str],
    bodies: Mapping[str, Entry],
) -> Entry:
    """The entry of one person.

    Args:
        identity: its members are keys of ``seen``.
        seen: all appearances of people.
        body_of: id of the organisation's entry by key of an organisation's appearance.
        bodies: the entries of organisations by id.
    """
    people = [seen[key] for key in identity.members]
    best = _best_name(people)
    sightings = [person.sighting for person in people]
    period = span(sightings)
    return Entry(
        id=identity.id,
        kind="person",
        name=best.name,
        given=best.given,
        family=best.family,
        title=_latest_title(people),
        other_names=sorted({person.name for person in people} - {best.name}),
        organisation_kind=None,
        part_of=None,
        roles=_roles(people, body_of, bodies, period.last),
        organisations=_memberships(people, body_of, bodies),
        contacts=contact_entries([(person.contacts, person.sighting) for person in people], period.last),
        first_seen=period.first,
        freshness=period.last,
        documents=documents(sightings),
        sources=sources(sightings),
        confidence=round(max(person.score for person in people), 2),
    )


def _best_name(people: Sequence[PersonSeen]) -> PersonSeen:
    """The name to show: the fullest given name; of the names used in the latest document of each, the most frequent."""
    counts = Counter(person.name for person in people)

    def rank(person: PersonSeen) -> tuple[int, int, str, str]:
        full = sum(len(word.strip(".")) > 1 for word in (person.given or "").replace("-", " ").split())
        return min(full, 2), counts[person.name], person.sighting.date or "", person.name

    return max(people, key=rank)


def _latest_title(people: Iterable[PersonSeen]) -> str | None:
    titled = [person for person in people if person.title is not None]
    return max(titled, key=lambda person: (person.sighting.date or "", person.title or "")).title if titled else None


@dataclass(slots=True)
class _Held:
    """A role in one organisation: as first printed, where it was read, and where as a former one."""

    text: str
    sightings: list[Sighting] = field(default_factory=list)
    former: list[Sighting] = field(default_factory=list)

    def ended(self) -> bool:
        """Whether the latest documents that name the role call it a former one."""
        last = span(self.sightings).last
        return bool(self.former) and span(self.former).last == last


def _roles(
    people: Iterable[PersonSeen], body_of: Mapping[str, str], bodies: Mapping[str, Entry], freshness: str | None
) -> list[EntryRole]:
    """Each role once per organisation, current ones first, then by the last day."""
    found: dict[tuple[str, str | None], _Held] = {}
    for person in people:
        for role in person.roles:
            held = found.setdefault((role.text.casefold(), body_of.get(role.organisation or "")), _Held(role.text))
            held.sightings.append(person.sighting)
            if role.former:
                held.former.append(person.sighting)
    roles = [_role(held, bodies.get(body or ""), freshness) for (_, body), held in found.items()]
    return sorted(roles, key=lambda role: (role.status != "current", _reversed(role.last_seen), role.text))


def _role(held: _Held, body: Entry | None, freshness: str | None) -> EntryRole:
    period = span(held.sightings)
    status, why = role_status(period, ended=held.ended(), freshness=freshness)
    return EntryRole(
        first_seen=period.first,
        last_seen=period.last,
        documents=documents(held.sightings),
        status=status,
        why=why,
        sources=sources(held.sightings),
        text=held.text,
        organisation=body.id if body is not None else None,
        organisation_name=body.name if body is not None else None,
    )


def _reversed(date: str | None) -> tuple[int, ...]:
    """A sort key that puts late dates first and missing ones last."""
    return tuple(-ord(char) for char in date) if date is not None else (1,)


def _memberships(
    people: Iterable[PersonSeen], body_of: Mapping[str, str], bodies: Mapping[str, Entry]
) -> list[Membership]:
    found: dict[str, list[Sighting]] = defaultdict(list)
    for person in people:
        for key in person.organisations:
            if key in body_of:
                found[body_of[key]].append(person.sighting)
    members = []
    for body, sightings in found.items():
        period = span(sightings)
        name = bodies[body].name
        members.append(Membership(organisation=body, name=name, first_seen=period.first, last_seen=period.last))
    return sorted(members, key=lambda one: (_reversed(one.last_seen), one.organisation))
