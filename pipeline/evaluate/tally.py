"""Counts of right, wrong and missed items, and the figures made of them."""

from collections.abc import Set
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")


class Tally(NamedTuple):
    """True positives, false positives, false negatives; tallies of documents add up to a micro-average."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def errors(self) -> int:
        """Wrong and missed items."""
        return self.fp + self.fn

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right; 1 where nothing is predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold items that are found; 1 where there are none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def compare(predicted: Set[Item], gold: Set[Item]) -> Tally:
    """Tally of two sets."""
    return Tally(len(predicted & gold), len(predicted - gold), len(gold - predicted))
