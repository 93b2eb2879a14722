"""Where the evidence of each decision stands in the text, and which decisions overrule which there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.decisions import EVERY_DOCUMENT, Action, Decision, Field, Quotes, canonical
from pipeline.decisions.evidence import Place
from pipeline.documents import Spanned
from pipeline.errors import DecisionError

OWN_MATTER = frozenset({Action.REASSIGN, Action.MERGE, Action.SPLIT})  # do not touch whether an item stands
ONCE = frozenset({Field.PEOPLE, Field.ORGANISATIONS, Field.PLACES, Field.DOCUMENT, Field.PUBLISHED})


@dataclass(slots=True)
class Sited:
    """A decision with the places in the cleaned text where its evidence stands.

    Attributes:
        concerns_nobody: a decision for every document, and this one is not concerned.
    """

    decision: Decision
    places: tuple[Place, ...]
    concerns_nobody: bool = False

    @property
    def gone(self) -> bool:
        """Whether there was evidence and none of it is left."""
        return bool(self.decision.evidence) and not self.places

    @property
    def details(self) -> dict[str, Any]:
        """The corrected or added item.

        Raises:
            DecisionError: the decision names none, which the log refuses.
        """
        if not isinstance(self.decision.correction, dict):
            raise DecisionError(f"decision {self.decision.id} needs the item that is right as its correction")
        return self.decision.correction

    @property
    def merged(self) -> list[Any]:
        """The names of those whom another one takes over.

        Raises:
            DecisionError: the decision lists none, which the log refuses.
        """
        if not isinstance(self.decision.correction, list):
            raise DecisionError(f"decision {self.decision.id} needs a list of names as its correction")
        return self.decision.correction

    @property
    def everywhere(self) -> bool:
        """Whether the decision is made for every document."""
        return self.decision.document == EVERY_DOCUMENT

    @property
    def shown(self) -> str:
        """The value as a message quotes it; who is suppressed is not named."""
        value = self.decision.value
        if self.decision.action is Action.SUPPRESS:
            return "by name"
        return repr(value) if isinstance(value, str) else canonical(value)

    def covers(self, span: Spanned) -> bool:
        """Whether a span shares a character with the evidence; without evidence the value alone counts."""
        if not self.decision.evidence:
            return True
        return any(start < span.end and span.start < end for start, end in self.places)


def sited(text: str, decisions: Sequence[Decision]) -> list[Sited]:
    """The decisions that are not overruled, in the order they were made.

    The log tells decisions apart by their evidence; when the text around changes, two reviewers quote the same words
    with different context. Of decisions on one value at one place the latest stands here as well.
    """
    quotes = Quotes(text)
    taken: dict[str, list[Place]] = {}
    standing = []
    for decision in reversed(decisions):
        places = tuple(sorted({place for quoted in decision.evidence for place in quotes.find(quoted)}))
        if decision.action not in OWN_MATTER and decision.field not in ONCE and places:
            earlier = taken.setdefault(f"{decision.field} {canonical(decision.value)}", [])
            if all(any(a < end and start < b for a, b in earlier) for start, end in places):
                continue
            earlier += places
        standing.append(Sited(decision, places))
    return standing[::-1]
