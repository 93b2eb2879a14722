"""Where a span of the source stands in the cleaned text: exactly, or without the original as a search can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.offsets import Inverse as Inverse
from pipeline.records import Record
from pipeline.repairs import fold

SEARCHES = 200  # from the beginning of the text, for words that do not stand behind the former ones


@dataclass(frozen=True, slots=True)
class Evidence:
    """One span of a record: which item it supports, and its place in the source.

    Attributes:
        key: of the item on the page, such as ``people:0``.
        field: of the record, for the colour.
    """

    key: str
    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a shown text that supports an item; code points of that text."""

    start: int
    end: int
    key: str
    field: str


def mapped(evidence: Iterable[Evidence], inverse: Inverse) -> Iterator[Mark]:
    """Marks of the cleaned text, by the offset map."""
    for item in evidence:
        span = inverse.span(item.start, item.end)
        if span is not None:
            yield Mark(*span, item.key, item.field)


def searched(evidence: Iterable[Evidence], text: str) -> Iterator[Mark]:
    """Marks of the cleaned text without a map: spans are looked for in the order in which they stand in the source."""
    position, patience = 0, SEARCHES
    for item in sorted(evidence, key=lambda found: (found.start, -found.end)):
        start = text.find(item.text, position)
        if start < 0 and patience > 0:  # each such search reads the whole text
            start, patience = text.find(fold(item.text)), patience - 1
        if start >= 0:
            yield Mark(start, start + len(item.text), item.key, item.field)
            position = max(position, start)


def evidence_of(record: Record) -> list[Evidence]:
    """Every span of a record, in the order of the source."""
    found = [*_entities(record), *_values(record)]
    return sorted(found, key=lambda item: (item.start, -item.end, item.key))


def _entities(record: Record) -> Iterator[Evidence]:
    for number, person in enumerate(record.people):
        for mention in person.mentions:
            yield Evidence(f"people:{number}", "people", mention.start, mention.end, mention.text)
        for position, role in enumerate(person.roles):
            yield Evidence(f"roles:{number}.{position}", "roles", role.start, role.end, role.text)
    for number, body in enumerate(record.organisations):
        for mention in body.mentions:
            yield Evidence(f"organisations:{number}", "organisations", mention.start, mention.end, mention.text)
    for number, place in enumerate(record.places):
        for mention in place.mentions:
            yield Evidence(f"places:{number}", "places", mention.start, mention.end, mention.text)


def _values(record: Record) -> Iterator[Evidence]:
    for field in ("phones", "emails", "urls", "addresses", "dates"):
        for number, entry in enumerate(getattr(record, field)):
            yield Evidence(f"{field}:{number}", field, entry.start, entry.end, entry.text)
    published = record.published
    if published is not None and published.start is not None and published.end is not None:
        yield Evidence("published:0", "published", published.start, published.end, published.text or "")
