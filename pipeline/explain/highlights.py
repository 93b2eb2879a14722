"""The spans of a record as highlights of its source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.documents import RemovedBlock
from pipeline.records import Record, Removed


@dataclass(frozen=True, slots=True)
class Highlight:
    """A piece of the source with its kind (a CSS class) and what to say about it.

    Attributes:
        removed: the kind of junk, where cleaning took the piece out.
    """

    start: int
    end: int
    kind: str
    note: str
    removed: str | None = None


def highlights(record: Record) -> list[Highlight]:
    """Removed blocks and values by position in the source."""
    found = [*removed_highlights(record.removed), *_entities(record), *_contacts(record), *_dates(record)]
    return sorted(found, key=lambda item: (item.start, -item.end, item.kind))


def removed_highlights(removed: Iterable[RemovedBlock | Removed]) -> list[Highlight]:
    """What cleaning took out, as highlights."""
    return [
        Highlight(block.start, block.end, "removed", f"removed: {block.kind} ({block.rule})", block.kind)
        for block in removed
    ]


def _entities(record: Record) -> Iterator[Highlight]:
    for person in record.people:
        for mention in person.mentions:
            yield Highlight(mention.start, mention.end, "person", f"{person.id} {person.name}")
        for role in person.roles:
            where = f" at {role.organisation}" if role.organisation is not None else ""
            yield Highlight(role.start, role.end, "role", f"role of {person.id} {person.name}{where}")
    for body in record.organisations:
        for mention in body.mentions:
            yield Highlight(mention.start, mention.end, "organisation", f"{body.id} {body.name}")
    for place in record.places:
        for mention in place.mentions:
            yield Highlight(mention.start, mention.end, "place", f"{place.id} {place.name}")


def _contacts(record: Record) -> Iterator[Highlight]:
    for phone in record.phones:
        yield Highlight(phone.start, phone.end, "phone", f"{phone.value} {phone.kind}{_of(phone.owner)}")
    for email in record.emails:
        yield Highlight(email.start, email.end, "email", f"{email.value or 'letters are lost'}{_of(email.owner)}")
    for url in record.urls:
        yield Highlight(url.start, url.end, "url", url.value)
    for address in record.addresses:
        parts = (address.street, address.house_number, address.postcode, address.town)
        yield Highlight(address.start, address.end, "address", " | ".join(p or "-" for p in parts) + _of(address.owner))


def _dates(record: Record) -> Iterator[Highlight]:
    for date in record.dates:
        yield Highlight(date.start, date.end, "date", f"{date.value or 'unresolved'} ({date.basis}, {date.precision})")
    published = record.published
    if published is not None and published.start is not None and published.end is not None:
        note = f"published {published.value} ({published.basis})"
        yield Highlight(published.start, published.end, "published", note)


def _of(owner: str | None) -> str:
    return "" if owner is None else f" of {owner}"
