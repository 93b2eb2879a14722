"""The directory: appearances grouped into entities, named by stable ids, written as entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.feeds.appearances import OrganisationSeen, PersonSeen
from pipeline.feeds.clusters import Grouping, Judgement, Profile
from pipeline.feeds.entries import Entry
from pipeline.feeds.identities import Identity, assign, current
from pipeline.feeds.organisation_entries import organisation_entry
from pipeline.feeds.organisations import resolve_organisations
from pipeline.feeds.people import resolve_people
from pipeline.feeds.person_entries import person_entry


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries in order of their ids, with the identities that the next feed must know."""

    entries: tuple[Entry, ...]
    identities: tuple[Identity, ...]


def build(
    people: Sequence[PersonSeen],
    organisations: Sequence[OrganisationSeen],
    known: Iterable[Identity] = (),
    judgements: Sequence[Judgement] = (),
) -> Directory:
    """Resolves all appearances of a collection and writes their entries.

    Args:
        people: of all records, in any order.
        organisations: likewise.
        known: identities of the last feed.
        judgements: the reviewers' words on pairs of appearances.
    """
    known = list(known)
    bodies = {body.key: body for body in organisations}
    body_ids = assign(_entities(*resolve_organisations(organisations, judgements), bodies), _of(known, "O"), "O")
    body_of = current(body_ids)
    parents = _parents(organisations, body_of)
    humans = {person.key: person for person in people}
    groups = _entities(*resolve_people(people, body_of, parents, judgements), humans)
    person_ids = assign(groups, _of(known, "P"), "P")
    names = {one.id: organisation_entry(one, bodies, parents.get(one.id)) for one in _current(body_ids)}
    entries = [*names.values(), *(person_entry(one, humans, body_of, names) for one in _current(person_ids))]
    return Directory(tuple(sorted(entries, key=lambda entry: entry.id)), (*body_ids, *person_ids))


def _current(identities: Iterable[Identity]) -> Iterator[Identity]:
    return (one for one in identities if one.state == "current")


def _of(known: Iterable[Identity], prefix: str) -> list[Identity]:
    return [identity for identity in known if identity.id.startswith(f"{prefix}-")]


def _entities(
    profiles: Sequence[Profile], grouping: Grouping, seen: Mapping[str, PersonSeen] | Mapping[str, OrganisationSeen]
) -> list[list[str]]:
    """Keys of each entity, the oldest appearance first; undated ones last."""
    found = []
    for members in grouping.entities:
        keys = [key for number in members for key in profiles[number].keys]
        found.append(sorted(keys, key=lambda key: (seen[key].sighting.date or "~", key)))
    return found


def _parents(organisations: Iterable[OrganisationSeen], body_of: Mapping[str, str]) -> dict[str, str]:
    """The body that an organisation is most often said to be part of; never itself."""
    votes: dict[str, dict[str, int]] = {}
    for body in organisations:
        parent = body_of.get(body.part_of or "")
        child = body_of[body.key]
        if parent is not None and parent != child:
            counted = votes.setdefault(child, {})
            counted[parent] = counted.get(parent, 0) + 1
    return {child: max(counted, key=lambda parent: (counted[parent], parent)) for child, counted in votes.items()}
