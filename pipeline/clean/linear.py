"""Linear models over named features, with their weights as data.

The first pass judges every unit by itself; a second one also by what the first thought of its neighbours.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon

Scores = tuple[float, float]
HTML_WEIGHTS = "clean/html.yml"
LIMIT = 30.0  # log-odds beyond which a probability is 0 or 1 for all purposes


@dataclass(frozen=True)
class TwoPassModel:
    """Two logistic regressions; features without a weight count nothing.

    Attributes:
        weights: feature -> its log-odds of junk in the first and in the second pass.
    """

    weights: Mapping[str, Scores]

    def scores(self, features: Iterable[str]) -> Scores:
        """The features' log-odds in both passes, bias included."""
        first, second = self.weights["bias"]
        known = self.weights
        for name in features:
            pair = known.get(name)
            if pair is not None:
                first += pair[0]
                second += pair[1]
        return first, second

    def around(self, features: Iterable[str]) -> float:
        """What features of the neighbourhood add in the second pass."""
        known = self.weights
        return sum([known[name][1] for name in features if name in known])


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return 1.0 / (1.0 + math.exp(-max(min(score, LIMIT), -LIMIT)))


@cache
def weights_of(name: str, key: str) -> Mapping[str, float]:
    """The log-odds of every feature under ``key`` of ``resources/NAME``, read once a process.

    Raises:
        LexiconError: it is missing or does not map names to numbers.
    """
    weights = lexicon(name).get(key)
    if not isinstance(weights, dict) or not all(isinstance(weight, (int, float)) for weight in weights.values()):
        raise LexiconError(f"lexicon resources/{name}: {key!r} must map feature names to numbers")
    return {str(feature): float(weight) for feature, weight in weights.items()}


@cache
def two_pass_model(name: str) -> TwoPassModel:
    """The weights of ``resources/NAME``, read once a process.

    Raises:
        LexiconError: ``first`` or ``second`` is missing or does not map names to numbers.
    """
    first, second = weights_of(name, "first"), weights_of(name, "second")
    names = dict.fromkeys([*first, *second, "bias"])
    return TwoPassModel({feature: (first.get(feature, 0.0), second.get(feature, 0.0)) for feature in names})


class Group(NamedTuple):
    """Features of an HTML block that many blocks have in common, their weights summed once.

    Attributes:
        names: the features.
        score: their log-odds of junk in the first pass, bias not included.
    """

    names: tuple[str, ...]
    score: float


def group_of(*names: str) -> Group:
    """Features with what the model for HTML thinks of them."""
    known = weights_of(HTML_WEIGHTS, "first")
    return Group(names, sum([known[name] for name in names if name in known]))
