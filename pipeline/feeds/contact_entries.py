"""Contact points of an entry: each value once, with its period, its sources and whether it still holds."""

from collections import defaultdict
from collections.abc import Iterable

from pipeline.feeds.appearances import Contacts, Sighting
from pipeline.feeds.entries import EntryContact
from pipeline.feeds.timeline import contact_status, documents, sources, span

ORDER = ("phone", "mobile", "fax", "email", "address")
RANK = {"current": 0, "unconfirmed": 1, "superseded": 2}


def contact_entries(stated: Iterable[tuple[Contacts, Sighting]], freshness: str | None) -> list[EntryContact]:
    """All values of an entity by kind, those that hold first.

    Args:
        stated: the contacts of each appearance with where they were read.
        freshness: day of the entity's latest document.
    """
    found: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for contacts, sighting in stated:
        for item in contacts.items():
            found[item].append(sighting)
    periods = {item: span(sightings) for item, sightings in found.items()}
    entries = []
    for (kind, value), sightings in found.items():
        period = periods[kind, value]
        rivals = [(other, periods[k, other]) for k, other in found if k == kind and other != value]
        status, why = contact_status(period, rivals, freshness)
        entries.append(
            EntryContact.model_validate(
                {
                    "kind": kind,
                    "value": value,
                    "first_seen": period.first,
                    "last_seen": period.last,
                    "documents": documents(sightings),
                    "status": status,
                    "why": why,
                    "sources": sources(sightings),
                }
            )
        )
    return sorted(entries, key=lambda one: (ORDER.index(one.kind), RANK[one.status], one.value))
