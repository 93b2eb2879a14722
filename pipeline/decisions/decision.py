"""One decision of a reviewer, and its JSON form."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from pydantic import JsonValue, TypeAdapter, ValidationError

from pipeline.decisions.evidence import Evidence
from pipeline.errors import DecisionError

EVERY_DOCUMENT = "*"
"""As ``document``: a person's suppression holds everywhere."""


DIRECTORY = "directory"
"""As ``document``: a judgement on entities of the directory, which are in many documents."""


class Action(StrEnum):
    """What a reviewer does with an item of the record."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    REASSIGN = "reassign"
    SUPPRESS = "suppress"
    SAME = "same"
    DIFFERENT = "different"
    UNDO = "undo"


class Field(StrEnum):
    """What a decision is about: the record's lists, the links of people, the entities of the directory."""

    DOCUMENT = "document"
    PUBLISHED = "published"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    PLACES = "places"
    PHONES = "phones"
    EMAILS = "emails"
    URLS = "urls"
    ADDRESSES = "addresses"
    DATES = "dates"
    ROLES = "roles"
    AFFILIATIONS = "affiliations"
    ENTITIES = "entities"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided about one item of one document.

    Attributes:
        document: the record's id, `EVERY_DOCUMENT` or `DIRECTORY`.
        value: identifies the item among those of its field, such as an E.164 number; see `shapes`.
        correction: what the action needs besides: the corrected item, the new owner, the names to merge.
        evidence: the words the decision rests on; it stands while one of them does; without any, the value
            alone counts.
        time: ISO 8601 in UTC with microseconds; the log sets it.
        undoes: id of the entry that an ``undo`` takes back.
        id: hash of everything else, so that an entry is the same in every log; the log sets it.
    """

    document: str
    action: Action
    field: Field
    value: JsonValue = None
    correction: JsonValue = None
    evidence: tuple[Evidence, ...] = ()
    author: str = ""
    time: str = ""
    note: str | None = None
    undoes: str | None = None
    id: str = ""

    def stamped(self, time: str) -> "Decision":
        """The same with its time and the id that follows from it."""
        fields = asdict(replace(self, time=time))
        del fields["id"]
        return replace(self, time=time, id=hashlib.sha256(canonical(fields).encode()).hexdigest()[:20])

    def to_json(self) -> str:
        """One JSON line."""
        return canonical(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The decision of a JSON line.

        Raises:
            DecisionError: the line is no decision.
        """
        try:
            return _ADAPTER.validate_json(line)  # type: ignore[return-value]  # the adapter of this very class
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise DecisionError(f"not a decision: {where + ': ' if where else ''}{first['msg']}") from error


_ADAPTER = TypeAdapter(Decision)


def canonical(value: Any) -> str:
    """JSON in which equal values are equal texts: sorted keys, no spare white space."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
