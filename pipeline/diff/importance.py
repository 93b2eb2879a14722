"""How much a directory of people and offices depends on a change."""

from collections.abc import Iterable

from pipeline.diff.changes import Operation

FIELDS = {
    "people": 1.0,
    "phones": 0.9,
    "emails": 0.9,
    "roles": 0.8,
    "addresses": 0.7,
    "affiliations": 0.7,
    "organisations": 0.6,
    "successions": 0.6,
    "published": 0.5,
    "dates": 0.4,
    "urls": 0.4,
    "places": 0.3,
    "publisher": 0.3,
    "title": 0.3,
    "issues": 0.2,
    "language": 0.2,
    "url": 0.2,
    "removed": 0.1,
    "text": 0.1,
}
OPERATIONS: dict[Operation, float] = {"removed": 1.0, "changed": 0.9, "added": 0.8}
"""What is lost comes first: a directory shows what is new and what is wrong, but nobody sees what is missing."""

WORDING = frozenset({"text", "severity", "precision", "state", "extension"})
"""Details in which the same fact may be put differently: a phone that is printed with other signs, for one."""
ONLY_WORDING = 0.25


def importance(field: str, op: Operation, details: Iterable[str] = ()) -> float:
    """The importance in [0, 1]; ``details`` are those that differ in a changed item."""
    differing = set(details)
    wording = bool(differing) and differing <= WORDING
    return round(FIELDS[field] * OPERATIONS[op] * (ONLY_WORDING if wording else 1.0), 3)
