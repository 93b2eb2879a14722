"""Cross-validation of linking models by document: how a model scores links on pages it has not learnt from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.linking_tasks import Example

FOLDS = 5
LOWEST, HIGHEST, STEP = 0.30, 0.60, 0.01  # thresholds that are tried
PLATEAU = 0.005  # of F1 below the best

Numbered = tuple[int, Example]  # number of the document, candidate link
Weights = tuple[float, dict[str, float]]
Fit = Callable[[list[Numbered]], Weights]


@dataclass(frozen=True, slots=True)
class Scored:
    """Probabilities of candidate links and gold's answers, both of shape ``(links,)``."""

    chances: np.ndarray
    right: np.ndarray

    def f1(self, threshold: float) -> float:
        """F1 of the links at or over a threshold; links that are no candidates do not count."""
        made = self.chances >= threshold
        return 2 * float((made & self.right).sum()) / max(1.0, float(made.sum() + self.right.sum()))

    def best_threshold(self) -> float:
        """The middle of the thresholds whose F1 is within half a point of the best: the very best is one by chance."""
        steps = [round(float(step), 2) for step in np.arange(LOWEST, HIGHEST + STEP / 2, STEP)]
        figures = {threshold: self.f1(threshold) for threshold in steps}
        good = [threshold for threshold in steps if figures[threshold] >= max(figures.values()) - PLATEAU]
        return good[len(good) // 2]


def scored(examples: Sequence[Numbered], weights: Weights) -> Scored:
    """What a model says of examples."""
    bias, by_name = weights
    sums = np.array([bias + sum(by_name.get(name, 0.0) for name in example.features) for _, example in examples])
    right = np.array([example.right for _, example in examples], dtype=bool)
    return Scored(1.0 / (1.0 + np.exp(-np.clip(sums, -30, 30))), right)


def held_out(examples: Sequence[Numbered], fit: Fit) -> Scored:
    """What models say of documents they were not fitted on: every fifth document is scored by the other four fifths."""
    parts = []
    for fold in range(FOLDS):
        model = fit([pair for pair in examples if pair[0] % FOLDS != fold])
        parts.append(scored([pair for pair in examples if pair[0] % FOLDS == fold], model))
    return Scored(np.concatenate([p.chances for p in parts]), np.concatenate([p.right for p in parts]))


def report(name: str, unseen: Scored, seen: Scored, threshold: float) -> str:
    """One line: F1 on documents that the model has seen, and has not."""
    return (
        f"{name}: F1 at {threshold:.2f} cross-validated {unseen.f1(threshold):.3f}, in sample {seen.f1(threshold):.3f}"
    )
