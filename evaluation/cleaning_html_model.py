"""Fits the block model: a linear pass over what a block is and says, then trees over what the page says about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.cleaning_boosting import boosted
from evaluation.cleaning_data import SuitePage
from evaluation.cleaning_examples import HtmlExample, html_example
from evaluation.cleaning_folds import kept_text, publisher_folds, snippet_figures
from evaluation.cleaning_linear import Encoded, Linear, encoded, fit_linear
from pipeline.clean.html_features import HtmlContext
from pipeline.clean.html_signals import html_signals
from pipeline.clean.linear import probability
from pipeline.clean.trees import Trees

Floats = NDArray[np.float64]

PENALTY = 80.0
RARE = 4
FOLDS = 5
SNIPPET_WEIGHT = 4.0
TEACHER_WEIGHTS = {"linear": 0.2, "trees": 0.05}  # of a block that no snippet names


@dataclass(frozen=True)
class Taught:
    """A page as the model learns from it; weights by pass."""

    page: SuitePage
    context: HtmlContext
    features: Encoded
    junk: Floats
    weights: Mapping[str, Floats]


@dataclass(frozen=True)
class BlockModel:
    """Both passes."""

    linear: Linear
    trees: Trees

    def kept(self, taught: Taught) -> str:
        """The text that stays of a page, the rules having their say."""
        signals = html_signals(taught.context, self.linear.log_odds(taught.features).tolist())
        return kept_text(taught.context, [probability(score) for score in self.trees.log_odds(signals).tolist()])


def taught_pages(
    pages: Sequence[SuitePage], teachers: Mapping[str, Mapping[str, str]]
) -> tuple[list[Taught], dict[str, int]]:
    """The pages with features and labels, and the vocabulary of their features."""
    vocabulary: dict[str, int] = {}
    return [_taught(page, html_example(page, teachers), vocabulary) for page in pages], vocabulary


def _taught(page: SuitePage, example: HtmlExample, vocabulary: dict[str, int]) -> Taught:
    named = np.array(example.named, dtype=bool)
    weights = {name: np.where(named, SNIPPET_WEIGHT, weight) for name, weight in TEACHER_WEIGHTS.items()}
    return Taught(page, example.context, encoded(example.features, vocabulary), np.array(example.junk), weights)


def fit_model(taught: Sequence[Taught], size: int) -> BlockModel:
    """Both passes; the trees learn from what a first pass says of publishers that it was not fitted on."""
    folds = publisher_folds([item.page for item in taught], FOLDS)
    signals: list[Floats] = [np.zeros(0) for _ in taught]
    for fold in range(FOLDS):
        first = _first([item for item, place in zip(taught, folds, strict=True) if place != fold], size)
        for number, (item, place) in enumerate(zip(taught, folds, strict=True)):
            if place == fold:
                signals[number] = html_signals(item.context, first.log_odds(item.features).tolist())
    second = boosted(np.concatenate(signals), *_targets(taught, "trees"))
    return BlockModel(_first(taught, size), second)


def _first(taught: Sequence[Taught], size: int) -> Linear:
    return fit_linear([item.features for item in taught], *_targets(taught, "linear"), size, PENALTY, RARE)


def _targets(taught: Sequence[Taught], name: str) -> tuple[Floats, Floats]:
    return np.concatenate([item.junk for item in taught]), np.concatenate([item.weights[name] for item in taught])


def cross_validated(taught: Sequence[Taught], size: int, seed: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of pages judged by models that saw no page of their publisher."""
    chance = np.random.default_rng(seed)
    shuffled = [taught[number] for number in chance.permutation(len(taught))]
    folds = publisher_folds([item.page for item in shuffled], FOLDS)
    texts: dict[str, str] = {}
    for fold in range(FOLDS):
        model = fit_model([item for item, place in zip(shuffled, folds, strict=True) if place != fold], size)
        texts |= {i.page.name: model.kept(i) for i, place in zip(shuffled, folds, strict=True) if place == fold}
    return snippet_figures([item.page for item in shuffled], texts)


def in_sample(taught: Sequence[Taught], model: BlockModel) -> tuple[float, float, float]:
    """The same figures of the pages that a model was fitted on."""
    return snippet_figures([item.page for item in taught], {item.page.name: model.kept(item) for item in taught})
