"""Conditions that a directory must meet before it is published; a failed one publishes nothing and says why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.errors import UsageError
from pipeline.feeds.entries import Entry


@dataclass(frozen=True, slots=True)
class Gates:
    """What is asked for.

    Attributes:
        least_entries: people and organisations together.
        most_removed: share of the last feed's entries that may disappear, in [0, 1]; None for no limit.
        least_filled: share of people, in [0, 1], that must have a field: phone, mobile, fax, email, address, role,
            organisation.
        stale_decisions_allowed: whether reviewers' decisions whose evidence is gone may be open.
    """

    least_entries: int = 0
    most_removed: float | None = 0.2
    least_filled: dict[str, float] = field(default_factory=dict)
    stale_decisions_allowed: bool = True


def parse_fill(rule: str) -> tuple[str, float]:
    """Field and share of a rule such as ``phone=0.3``.

    Raises:
        UsageError: it is no such rule.
    """
    name, _, share = rule.partition("=")
    try:
        value = float(share)
    except ValueError:
        value = -1.0
    if name not in FILLED or not 0 <= value <= 1:
        raise UsageError(f"{rule!r} is no fill rate; write FIELD=SHARE, such as phone=0.3, of {', '.join(FILLED)}")
    return name, value


def failures(gates: Gates, entries: Sequence[Entry], last_total: int, removed: int, stale: int) -> Iterator[str]:
    """One sentence for each condition that is not met.

    Args:
        gates: the conditions.
        entries: to be published.
        last_total: number of entries in the last feed.
        removed: how many of them are not in this one.
        stale: number of open stale decisions.
    """
    if len(entries) < gates.least_entries:
        yield f"{len(entries)} entries, at least {gates.least_entries} are required (--min-entries)"
    if gates.most_removed is not None and last_total and removed / last_total > gates.most_removed:
        share = removed / last_total
        limit = gates.most_removed
        yield f"{share:.1%} of the last feed's entries are gone, at most {limit:.1%} may be (--max-removed)"
    people = [entry for entry in entries if entry.kind == "person"]
    for name, wanted in gates.least_filled.items():
        share = sum(map(FILLED[name], people)) / len(people) if people else 0.0
        if share < wanted:
            yield f"{share:.1%} of the people have the field {name}, at least {wanted:.1%} must (--min-fill)"
    if stale and not gates.stale_decisions_allowed:
        yield f"{stale} decisions of reviewers are stale; settle them with press-records review (--require-review)"


def _has_contact(kind: str, entry: Entry) -> bool:
    return any(contact.kind == kind and contact.status != "superseded" for contact in entry.contacts)


FILLED = {
    "phone": lambda entry: _has_contact("phone", entry),
    "mobile": lambda entry: _has_contact("mobile", entry),
    "fax": lambda entry: _has_contact("fax", entry),
    "email": lambda entry: _has_contact("email", entry),
    "address": lambda entry: _has_contact("address", entry),
    "role": lambda entry: bool(entry.roles),
    "organisation": lambda entry: bool(entry.organisations),
}
