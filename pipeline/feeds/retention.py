"""Drop what no document has confirmed for some months. Time is that of the documents or given, never the clock's."""

import re
from collections.abc import Iterable, Sequence

from pipeline.errors import UsageError
from pipeline.feeds.appearances import OrganisationSeen, PersonSeen
from pipeline.feeds.timeline import day

DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def retained(
    people: Sequence[PersonSeen], organisations: Sequence[OrganisationSeen], months: int, as_of: str | None = None
) -> tuple[list[PersonSeen], list[OrganisationSeen]]:
    """The appearances of the last months; documents without a date confirm nothing.

    Args:
        people: of all records.
        organisations: likewise.
        months: how long a document confirms what it says.
        as_of: day from which to count back (ISO 8601); None for the latest publication date of all documents.

    Raises:
        UsageError: ``as_of`` is no day.
    """
    if as_of is not None and DATE.fullmatch(as_of) is None:
        raise UsageError(f"--as-of {as_of} is no day; write it like 2024-05-03")
    reference = as_of if as_of is not None else _latest((*people, *organisations))
    if reference is None:
        return [], []
    first = months_before(reference, months)
    return [one for one in people if _confirms(one, first)], [one for one in organisations if _confirms(one, first)]


def months_before(date: str, months: int) -> str:
    """The same day some months earlier, as text that sorts; the day may be one that the month does not have.

    >>> months_before("2024-03-31", 25)
    '2022-02-31'
    """
    total = int(date[:4]) * 12 + int(date[5:7]) - 1 - months
    return f"{total // 12:04d}-{total % 12 + 1:02d}-{date[8:10]}"


def _confirms(one: PersonSeen | OrganisationSeen, first: str) -> bool:
    date = day(one.sighting.date)
    return date is not None and date >= first[: len(date)]


def _latest(seen: Iterable[PersonSeen | OrganisationSeen]) -> str | None:
    days = (day(one.sighting.date) for one in seen)
    return max((date for date in days if date is not None and DATE.fullmatch(date) is not None), default=None)
