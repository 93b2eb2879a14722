"""A linear model that scores links: readable weights from YAML, a probability, and the reasons behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon, mapping

REASONS = "de/reasons.yml"
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression over named binary features."""

    name: str
    bias: float
    weights: Mapping[str, float]
    threshold: float

    def score(self, features: Iterable[str]) -> float:
        """The probability that the link is right."""
        weights, total = self.weights, self.bias
        for name in features:
            if name in weights:
                total += weights[name]
        return 1.0 / (1.0 + exp(30.0 if total < -30.0 else -30.0 if total > 30.0 else -total))

    def reasons(self, features: Iterable[str]) -> tuple[str, ...]:
        """What speaks most for the link, in words; features without a phrase are left out."""
        phrases = mapping(REASONS, "phrases")
        for_it = [name for name in features if name in phrases and self.weights.get(name, 0.0) > 0]
        for_it.sort(key=lambda name: -self.weights[name])
        return tuple(dict.fromkeys(phrases[name] for name in for_it[:MOST_REASONS]))


@cache
def load(name: str) -> LinearModel:
    """The model ``resources/link/NAME.yml``.

    Raises:
        LexiconError: the file is missing, or its weights are no numbers.
    """
    data = lexicon(f"link/{name}.yml")
    weights = data.get("weights")
    numbers = [data.get("bias"), data.get("threshold"), *(weights.values() if isinstance(weights, dict) else (None,))]
    if not isinstance(weights, dict) or not all(isinstance(value, int | float) for value in numbers):
        raise LexiconError(f"lexicon resources/link/{name}.yml must hold bias, threshold and numeric weights")
    return LinearModel(name, float(data["bias"]), weights, float(data["threshold"]))
