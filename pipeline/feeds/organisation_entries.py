"""The entry of an organisation."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.feeds.appearances import OrganisationSeen
from pipeline.feeds.contact_entries import contact_entries
from pipeline.feeds.entries import Entry
from pipeline.feeds.identities import Identity
from pipeline.feeds.timeline import documents, sources, span

UNKNOWN = "other"


def organisation_entry(identity: Identity, seen: Mapping[str, OrganisationSeen], parent: str | None) -> Entry:
    """The entry of one body; ``identity``'s members are keys of ``seen``, ``parent`` is the id of its body."""
    bodies = [seen[key] for key in identity.members]
    name = _best_name(bodies)
    sightings = [body.sighting for body in bodies]
    period = span(sightings)
    return Entry(
        id=identity.id,
        kind="organisation",
        name=name,
        given=None,
        family=None,
        title=None,
        other_names=sorted({body.name for body in bodies} - {name}),
        organisation_kind=_kind(bodies),
        part_of=parent,
        roles=[],
        organisations=[],
        contacts=contact_entries([(body.contacts, body.sighting) for body in bodies], period.last),
        first_seen=period.first,
        freshness=period.last,
        documents=documents(sightings),
        sources=sources(sightings),
        confidence=round(max(body.score for body in bodies), 2),
    )


def _best_name(bodies: Sequence[OrganisationSeen]) -> str:
    """The most frequent name, of equally frequent ones the longer."""
    counts = Counter(body.name for body in bodies)
    return max(counts, key=lambda name: (counts[name], len(name), name))


def _kind(bodies: Sequence[OrganisationSeen]) -> str:
    counts = Counter(body.kind for body in bodies if body.kind != UNKNOWN)
    return max(counts, key=lambda kind: (counts[kind], kind)) if counts else UNKNOWN
