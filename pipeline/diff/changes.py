"""What a comparison finds."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import JsonValue

Operation = Literal["added", "removed", "changed"]
DocumentOperation = Literal["ADD", "MOD", "DEL"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One item that came, went, or is another now.

    Attributes:
        field: a list of the record, ``roles`` or ``affiliations`` of its people, or a single field such as ``title``.
        identity: of the item, as decisions name it; of a changed item as it was. None for a single field.
        old: the item before; None where it was added. ``new`` likewise.
        importance: how much a directory depends on it, in [0, 1].
        score: the pipeline's confidence in the item, None where it has none.
    """

    field: str
    op: Operation
    identity: JsonValue
    old: JsonValue
    new: JsonValue
    importance: float
    score: float | None = None

    @property
    def rank(self) -> tuple[float, float]:
        """The most important first, of equally important ones the most doubtful."""
        return -self.importance, 1.0 if self.score is None else self.score


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What changed in one document, by rank.

    Attributes:
        cause: source, pipeline, model, settings, lexicon, decision; one or more.
        uri: of the source; ``title`` and ``publisher`` are the newer record's, or the only one's.
    """

    id: str
    op: DocumentOperation
    cause: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    uri: str = ""
    title: str | None = None
    publisher: str | None = None

    @property
    def rank(self) -> tuple[float, float, str]:
        """By the document's foremost change."""
        return (*min((change.rank for change in self.changes), default=(0.0, 1.0)), self.id)

    def to_json(self) -> str:
        """One JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)
