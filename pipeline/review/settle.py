"""Which decisions answer which changes.

A decision answers the changes of its item as they stand when it is made. That is written down (``settled``), since the
same item may change again in a later run, and is then open again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from pipeline.decisions import Action, Decision, canonical

LINKS = {"roles": ("person", "role"), "affiliations": ("person", "organisation")}
RENAMES = frozenset({Action.CORRECT, Action.ADD, Action.SPLIT})


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the queue.

    Attributes:
        key: hash of what changed into what, the same in every run.
        number: its place in the document.
        identity: of the item as it is now (of a removed one as it was), as the decision log names it.
        old: the item in the older record, None where it was added; ``new`` likewise.
        state: ``open``, ``applied`` (a decision made it), or the action that answered it.
    """

    document: str
    number: int
    key: str
    field: str
    op: str
    identity: JsonValue
    old: JsonValue
    new: JsonValue
    importance: float
    score: float | None
    pattern: str
    state: str = "open"
    decision: str | None = None
    author: str | None = None


def change_key(field: str, op: str, identity: JsonValue, old: JsonValue, new: JsonValue) -> str:
    """The key of a change."""
    return hashlib.sha256(canonical([field, op, identity, old, new]).encode()).hexdigest()[:20]


def answers(decision: Decision, field: str, identity: JsonValue) -> bool:
    """Whether a decision is about the item with this identity."""
    return decision.field == field and canonical(identity) in {canonical(name) for name in names_of(decision)}


def names_of(decision: Decision) -> list[JsonValue]:
    """The identities of the items that a decision touches."""
    names = [decision.value]
    if decision.action is Action.MERGE and isinstance(decision.correction, list):
        names += decision.correction
    if decision.action in RENAMES and isinstance(decision.correction, dict):
        names.append(identity_of(decision.field, decision.correction))
    return names


def identity_of(field: str, entry: dict[str, JsonValue]) -> JsonValue:
    """What names an item, taken from the item itself."""
    if field in ("people", "organisations", "places"):
        return entry.get("name")
    if field == "addresses":
        return {part: entry.get(part) for part in ("street", "house_number", "postcode", "town")}
    if field in LINKS:
        return {part: entry.get(part) for part in LINKS[field]}
    return entry.get("value")


def made_by(decisions: Iterable[Decision], field: str, identity: JsonValue) -> Decision | None:
    """The applied decision that explains a change, if one does; the latest of several."""
    found = [
        decision
        for decision in decisions
        if decision.action is not Action.ACCEPT and answers(decision, field, identity)
    ]
    return found[-1] if found else None
