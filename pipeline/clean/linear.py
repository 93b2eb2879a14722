"""A linear model over named features, with its weights as data."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression; features without a weight count nothing."""

    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Probability that the features belong to junk."""
        weights = self.weights
        score = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) for name in features)
        return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))


@cache
def linear_model(name: str, key: str) -> LinearModel:
    """The weights under ``key`` of ``resources/NAME``, read once a process.

    Raises:
        LexiconError: the key is missing or does not map names to numbers.
    """
    weights = lexicon(name).get(key)
    if not isinstance(weights, dict) or not all(isinstance(weight, (int, float)) for weight in weights.values()):
        raise LexiconError(f"lexicon resources/{name}: {key!r} must map feature names to numbers")
    return LinearModel({str(feature): float(weight) for feature, weight in weights.items()})
