"""What a feed changed against the one before it, and how to apply that: the full export comes out byte for byte."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pipeline.errors import StateError

Operation = Literal["ADD", "MOD", "DEL"]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that differs; ``before`` and ``after`` are its lines, None where there is none."""

    id: str
    before: str | None
    after: str | None

    @property
    def op(self) -> Operation:
        """What happened."""
        if self.before is None:
            return "ADD"
        return "DEL" if self.after is None else "MOD"

    def to_json(self) -> str:
        """One JSON line: the operation, the checksums of both lines, and the new entry as it stands in the export."""
        head = {"op": self.op, "id": self.id, "before": _checksum(self.before), "after": _checksum(self.after)}
        return f'{json.dumps(head)[:-1]}, "entry": {self.after if self.after is not None else "null"}}}'


def changes(before: Iterable[str], after: Iterable[str]) -> Iterator[EntryChange]:
    """The entries that differ between two exports, sorted by id."""
    old = {_id(line): line for line in before}
    new = {_id(line): line for line in after}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield EntryChange(name, old.get(name), new.get(name))


def applied(before: Iterable[str], delta: Iterable[str]) -> list[str]:
    """The lines of the next export.

    Raises:
        StateError: the delta does not belong to this export.
    """
    lines = {_id(line): line for line in before}
    for change in delta:
        head, _, entry = change.partition(', "entry": ')
        facts = json.loads(head + "}")
        if _checksum(lines.get(facts["id"])) != facts["before"]:
            raise StateError(f"the delta's entry {facts['id']} belongs to another export; start from the full one")
        if facts["op"] == "DEL":
            del lines[facts["id"]]
        else:
            lines[facts["id"]] = entry[:-1]
    return [lines[name] for name in sorted(lines)]


def digest(lines: Iterable[str]) -> str:
    """SHA-256 of an export's bytes."""
    hashed = sha256()
    for line in lines:
        hashed.update(line.encode() + b"\n")
    return hashed.hexdigest()


def _id(line: str) -> str:
    return str(json.loads(line)["id"])


def _checksum(line: str | None) -> str | None:
    return sha256(line.encode()).hexdigest() if line is not None else None
