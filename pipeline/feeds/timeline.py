"""When values were stated, by which documents, and whether they still hold; the documents' time, never the clock's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.feeds.appearances import Sighting
from pipeline.feeds.entries import Source, Status

MOST_SOURCES = 5  # of one value: the first, then the latest
DAY = 10  # characters of an EDTF date up to the day


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day on which documents state something (EDTF, to the day), None without dates."""

    first: str | None
    last: str | None


def day(date: str | None) -> str | None:
    """An EDTF date or date-time to the day; of an interval its beginning. Coarser dates stay as they are."""
    if date is None:
        return None
    return date.split("/")[0][:DAY].rstrip("~?") or None


def span(sightings: Iterable[Sighting]) -> Span:
    """The period over which sightings stretch."""
    days = sorted(date for sighting in sightings if (date := day(sighting.date)) is not None)
    return Span(days[0], days[-1]) if days else Span(None, None)


def documents(sightings: Iterable[Sighting]) -> int:
    """How many records there are."""
    return len({sighting.record for sighting in sightings})


def sources(sightings: Iterable[Sighting]) -> list[Source]:
    """The first source and the latest ones, one a record, oldest first."""
    by_record = {sighting.record: sighting for sighting in reversed(list(sightings))}
    ordered = sorted(by_record.values(), key=lambda sighting: (day(sighting.date) or "", sighting.record))
    chosen = ordered if len(ordered) <= MOST_SOURCES else [ordered[0], *ordered[1 - MOST_SOURCES :]]
    return [Source(record=one.record, uri=one.uri, date=one.date, quote=one.quote) for one in chosen]


def contact_status(own: Span, rivals: Sequence[tuple[str, Span]], freshness: str | None) -> tuple[Status, str]:
    """Whether a contact value still holds.

    Args:
        own: when it was stated.
        rivals: other values of the same kind with their periods.
        freshness: day of the entity's latest document.
    """
    if own.last is None:
        return "unconfirmed", "no document that states it has a date"
    later = [(value, rival.first) for value, rival in rivals if rival.first is not None and rival.first > own.last]
    if later:
        value, since = min(later, key=lambda item: item[1])
        return "superseded", f"last stated on {own.last}; since {since} documents give {value}"
    return _by_age(own.last, freshness)


def role_status(own: Span, *, ended: bool, freshness: str | None) -> tuple[Status, str]:
    """Whether a role still holds; ``ended`` where the latest document calls it a former one."""
    if ended:
        return "former", "the latest document that names it calls it a former role"
    if own.last is None:
        return "unconfirmed", "no document that states it has a date"
    return _by_age(own.last, freshness)


def _by_age(last: str, freshness: str | None) -> tuple[Status, str]:
    """A value is confirmed in the year up to the entity's latest document."""
    if freshness is not None and last[:4].isdigit() and freshness[:4].isdigit() and _a_year_before(freshness) > last:
        return "unconfirmed", f"last stated on {last}, not in the year up to the latest document of {freshness}"
    return "current", f"stated on {last}"


def _a_year_before(date: str) -> str:
    return f"{int(date[:4]) - 1:04d}{date[4:]}"
