"""Rules for continuous integration: which changes must not happen, and how many of them may."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.diff.changes import DocumentChange
from pipeline.diff.importance import FIELDS
from pipeline.errors import UsageError

RULE = re.compile(r"([a-z]{1,20}|\*)(?::(added|removed|changed|any))?(?:>([0-9]{1,9}))?")
DOCUMENTS = {"ADD": "added", "DEL": "removed", "MOD": "changed"}


@dataclass(frozen=True, slots=True)
class Rule:
    """More than ``most`` changes of a field by an operation break it; ``field`` may be ``documents`` or ``*``."""

    text: str
    field: str
    op: str
    most: int


def parse_rule(text: str) -> Rule:
    """A rule such as ``phones:removed``, ``people:removed>5``, ``documents:removed`` or ``*:changed>100``.

    Raises:
        UsageError: it is no rule, or there is no such field.
    """
    match = RULE.fullmatch(text.strip())
    if match is None or match[1] not in {"*", "documents", *FIELDS}:
        fields = ", ".join(("*", "documents", *FIELDS))
        form = "FIELD, FIELD:OPERATION or FIELD:OPERATION>NUMBER"
        raise UsageError(f"{text!r} is no rule; write {form}, with added, removed, changed or any, and one of {fields}")
    return Rule(text.strip(), match[1], match[2] or "any", int(match[3] or 0))


@dataclass(slots=True)
class Tally:
    """Counts the changes of a comparison."""

    documents: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)

    def add(self, change: DocumentChange) -> None:
        """Counts one document."""
        self.documents += 1
        self.causes.update(change.cause)
        self.counts["documents", DOCUMENTS[change.op]] += 1
        self.counts.update((found.field, found.op) for found in change.changes)

    def fields(self) -> list[str]:
        """Everything that has changes: documents, then fields by importance."""
        seen = {name for name, _ in self.counts}
        return [name for name in ("documents", *FIELDS) if name in seen]

    def broken(self, rules: Iterable[Rule]) -> list[str]:
        """A message for every rule that is broken."""
        counted = ((rule, self._count(rule)) for rule in rules)
        return [f"{rule.text}: {count} (at most {rule.most})" for rule, count in counted if count > rule.most]

    def _count(self, rule: Rule) -> int:
        return sum(
            count
            for (name, op), count in self.counts.items()
            if rule.op in {op, "any"} and (name == rule.field or (rule.field == "*" and name != "documents"))
        )
