"""Strict span scores."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from models.training.documents import ENTITY_LABELS, Span, Text


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one label."""

    hits: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the found spans that are right."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted spans that were found."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else 0.0


def strict_scores(pairs: Iterable[tuple[Text, Iterable[Span]]]) -> dict[str, Score]:
    """Scores by label and ``all``: a span counts where start, end and label are exactly right."""
    hits, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for text, spans in pairs:
        gold = {span for span in text.spans if span[2] in ENTITY_LABELS}
        mine = set(spans)
        for counter, chosen in ((hits, gold & mine), (found, mine), (wanted, gold)):
            counter.update(label for _, _, label in chosen)
            counter["all"] += len(chosen)
    return {label: Score(hits[label], found[label], wanted[label]) for label in (*ENTITY_LABELS, "all")}
