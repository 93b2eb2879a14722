"""Floors: the figures that an evaluation may not fall below, tied to the gold they were measured on."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UsageError
from pipeline.evaluate.measure import Evaluation
from pipeline.evaluate.tally import Tally

SLACK = 0.005
"""How far any figure may lie below its floor."""
ROUNDED = 4
"""How many errors more a figure that rests on the entity model may have: its int8 products round differently from one
processor to the next. From one machine to another three organisations of 71 and three links of 58 changed."""
OF_THE_MODEL = frozenset(
    {"people", "organisations", "places", "person-role", "person-phone", "person-email", "person-organisation"}
)


class Floor(BaseModel):
    """The floors of one set: the digest of its gold and the least F1 of every field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    documents: int
    f1: dict[str, float]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    floors: dict[str, Floor] = {}
    lowered: list[dict[str, Any]] = []


@dataclass(slots=True)
class Floors:
    """The floors of all sets, as kept in a JSON file.

    Attributes:
        lowered: each lowering ever accepted, with its reason.
    """

    path: Path
    floors: dict[str, Floor] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The floors of a file; none where it does not exist yet.

        Raises:
            UsageError: the file is not what `save` writes.
        """
        if not path.exists():
            return cls(path)
        try:
            content = _File.model_validate(json.loads(path.read_bytes()))
        except (OSError, ValueError, RecursionError) as error:
            told = _told(path, error)
            raise UsageError(f"floors {told}: not usable; restore the file or write it anew") from error
        return cls(path, content.floors, content.lowered)

    def breaches(self, name: str, evaluation: Evaluation) -> list[str]:
        """What is wrong with an evaluation in the light of the floors: one line a figure, nothing where all is well."""
        floor = self.floors.get(name)
        if floor is None:
            return [f"{name}: no floors yet; write them with --write-floors"]
        if floor.digest != evaluation.digest:
            return [f"{name}: the gold has changed since the floors were measured; write them anew with --write-floors"]
        if evaluation.missing:
            return [f"{name}: no record for {', '.join(evaluation.missing)}"]
        totals = evaluation.totals()
        return [
            f"{name}: {field} has F1 {now:.4f}, below its floor {least}"
            for field, now, least in _fallen(floor, evaluation)
            if now < least - SLACK and _without_rounding(field, totals.get(field, Tally())) < least
        ]

    def raise_to(self, name: str, evaluation: Evaluation, reason: str | None = None) -> None:
        """Takes an evaluation's figures as the new floors.

        Args:
            name: of the set.
            evaluation: what was measured.
            reason: why a figure may fall; needed where one does and the gold is the same.

        Raises:
            UsageError: a figure falls and no reason is given.
        """
        old = self.floors.get(name)
        fallen = _fallen(old, evaluation) if old is not None and old.digest == evaluation.digest else []
        if fallen and reason is None:
            fields = ", ".join(f"{field} {least} -> {now:.4f}" for field, now, least in fallen)
            raise UsageError(f"{name}: floors would fall ({fields}); give --accept-lower REASON if that is meant")
        self.lowered += [
            {"set": name, "field": field, "from": least, "to": _floor(now), "reason": reason}
            for field, now, least in fallen
        ]
        figures = {field: _floor(tally.f1) for field, tally in evaluation.totals().items()}
        self.floors[name] = Floor(digest=evaluation.digest, documents=len(evaluation.documents), f1=figures)

    def save(self) -> None:
        """Writes the file."""
        content = _File(floors=dict(sorted(self.floors.items())), lowered=self.lowered)
        text = json.dumps(content.model_dump(), indent=2, ensure_ascii=False)
        self.path.write_text(f"{text}\n", encoding="utf-8")


def _told(path: Path, error: Exception) -> str:
    """The file with the line, or the key, that is wrong."""
    match error:
        case json.JSONDecodeError():
            return f"{path}:{error.lineno}"
        case ValidationError():
            return f"{path}, {'.'.join(map(str, error.errors()[0]['loc'])) or 'the whole'}"
        case _:
            return str(path)


def _fallen(floor: Floor, evaluation: Evaluation) -> list[tuple[str, float, float]]:
    totals = evaluation.totals()
    now = {field: totals[field].f1 if field in totals else 0.0 for field in floor.f1}
    return [(field, now[field], least) for field, least in floor.f1.items() if now[field] < least]


def _without_rounding(field: str, tally: Tally) -> float:
    """F1 as it would be without the errors that another processor may cause."""
    errors = max(tally.errors - ROUNDED, 0) if field in OF_THE_MODEL else tally.errors
    return 2 * tally.tp / (2 * tally.tp + errors) if tally.tp else 0.0


def _floor(figure: float) -> float:
    """Rounded down, so that a figure never falls below its own floor."""
    scale = 1000.0
    return math.floor(figure * scale) / scale
