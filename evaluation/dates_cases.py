"""What the date suites share: cases, scope, and how an expression is read apart from a document."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.annotate.dates import read_expressions
from pipeline.expressions import DateExpression
from pipeline.normalise.dates.anchors import Anchors, Direction, Reference, Tense
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.resolve import resolve

SCOPE = Path(__file__).with_name("out_of_scope_dates.yml")
AHEAD = Tense(Direction.FUTURE, 400)
BEHIND = Tense(Direction.PAST, 400)
Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: whether it came out right, and what to show where it did not.

    Attributes:
        spurious: an answer where the suite has none: it counts against precision only.
        silent: no answer where the suite has one: it counts against recall only.
    """

    right: bool
    shown: str
    spurious: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    right: int
    said: int
    gold: int

    def __str__(self) -> str:
        precision = self.right / self.said if self.said else 1.0
        recall = self.right / self.gold if self.gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"{self.right} right, {self.said} said, {self.gold} gold"
        return f"{self.name:<46} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   {counts}"


@cache
def out_of_scope(suite: str) -> dict[str, str]:
    """Case id -> reason; ids may be written as ranges, "94-122"."""
    found: dict[str, str] = {}
    for entry in yaml.safe_load(SCOPE.read_text(encoding="utf-8")).get(suite, []):
        for item in entry["ids"]:
            first, _, last = str(item).partition("-")
            for number in range(int(first), int(last or first) + 1):
                found[str(number)] = entry["reason"]
    return found


def cases(path: Path, suite: str) -> Iterator[Case]:
    """The cases of a JSON Lines file that are in scope."""
    excluded = out_of_scope(suite)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            if str(case["id"]).rsplit("/", 1)[-1] not in excluded:
                yield case


def resolve_text(text: str, reference: date, tense: Tense = AHEAD) -> list[Extent]:
    """The extents of a text that is known to be a date expression."""
    return resolved([found.expression for found in read_expressions(text)], reference, tense)


def resolved(expressions: Sequence[DateExpression], reference: date, tense: Tense = AHEAD) -> list[Extent]:
    """The extents of expressions, each counted from the reference date."""
    now = Reference(reference, "published")
    extents = (resolve(expression, Anchors(now, now, tense)) for expression in expressions)
    return [extent for extent in extents if extent is not None]
