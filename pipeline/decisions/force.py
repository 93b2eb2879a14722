"""Which entries of a log are in force: neither taken back nor overruled by a later one on the same matter."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.decisions.decision import EVERY_DOCUMENT, Action, Decision, Field, canonical

ENTITIES = frozenset({Field.PEOPLE, Field.ORGANISATIONS, Field.PLACES})
CHANGES_IDENTITY = frozenset({Action.MERGE, Action.SPLIT})

Matter = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reviewers decided differently about one matter; the later decision stands, the earlier one is overruled."""

    standing: Decision
    overruled: Decision

    @property
    def sides(self) -> tuple[Decision, Decision]:
        """What stands, and what it overrules."""
        return self.standing, self.overruled


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions in force for one run, by document; each in the order they were made."""

    by_document: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)

    @classmethod
    def of_entries(cls, entries: Iterable[Decision]) -> "Decisions":
        """Those in force among the entries of a log."""
        grouped: dict[str, list[Decision]] = defaultdict(list)
        for entry in entries:
            grouped[entry.document].append(entry)
        standing = {document: in_force(history) for document, history in grouped.items()}
        return cls({document: found for document, found in standing.items() if found})

    def of(self, document: str) -> tuple[Decision, ...]:
        """The decisions that concern a document, those for every document included."""
        return (*self.by_document.get(EVERY_DOCUMENT, ()), *self.by_document.get(document, ()))

    def only(self, document: str) -> "Decisions":
        """These decisions for one document alone, to be handed to a worker."""
        keys = (EVERY_DOCUMENT, document)
        return Decisions({key: self.by_document[key] for key in keys if key in self.by_document})

    def suppresses(self, document: str) -> bool:
        """Whether no record of the document may be made."""
        return any(d.action is Action.SUPPRESS and d.field is Field.DOCUMENT for d in self.of(document))

    def sha256(self, document: str) -> str:
        """Fingerprint of the decisions that concern a document: its record has to be made again when this changes."""
        return hashlib.sha256("\n".join(decision.id for decision in self.of(document)).encode()).hexdigest()


def in_force(entries: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions of one document that stand, in the order they were made."""
    latest: dict[Matter, Decision] = {}
    for decision in _not_undone(entries):
        matter = matter_of(decision)
        latest.pop(matter, None)  # the place in the order is that of the decision that stands
        latest[matter] = decision
    return tuple(latest.values())


def conflicts(entries: Iterable[Decision]) -> tuple[Conflict, ...]:
    """Where reviewers disagree: every earlier decision whose author is another and whose outcome differs."""
    by_matter: dict[Matter, list[Decision]] = defaultdict(list)
    for decision in _not_undone(entries):
        by_matter[matter_of(decision)].append(decision)
    found = []
    for *earlier, last in by_matter.values():
        found += [Conflict(last, other) for other in earlier if _disagree(other, last)]
    return tuple(found)


def matter_of(decision: Decision) -> Matter:
    """What two decisions must have in common for the later one to replace the earlier.

    Whether and how an item stands, whom it belongs to, and each merging or splitting are separate matters. People,
    organisations and places go by their name, everything else by its evidence as well: one number may stand twice.
    """
    aspect = "identity" if decision.action in CHANGES_IDENTITY else "item"
    if decision.action is Action.REASSIGN:
        aspect = "owner"
    parts = [aspect, decision.field, canonical(decision.value)]
    if decision.action in CHANGES_IDENTITY:
        parts.append(canonical(decision.correction))
    if decision.field is Field.DOCUMENT:
        parts = [aspect, decision.field, decision.action]
    elif decision.field is Field.PUBLISHED:
        parts = [aspect, decision.field]  # there is one
    elif decision.field not in ENTITIES:
        parts += sorted("\0".join((quoted.before, quoted.quote, quoted.after)) for quoted in decision.evidence)
    return tuple(parts)


def _disagree(first: Decision, second: Decision) -> bool:
    outcomes = [(decision.action, canonical(decision.correction)) for decision in (first, second)]
    return first.author != second.author and outcomes[0] != outcomes[1]


def _not_undone(entries: Iterable[Decision]) -> list[Decision]:
    """The decisions that no undo takes back, in the order of time; an undo can be undone itself."""
    ordered: Sequence[Decision] = sorted(entries, key=lambda entry: (entry.time, entry.id))
    undone: set[str] = set()
    for entry in reversed(ordered):
        if entry.action is Action.UNDO and entry.undoes is not None and entry.id not in undone:
            undone.add(entry.undoes)
    return [entry for entry in ordered if entry.action is not Action.UNDO and entry.id not in undone]
