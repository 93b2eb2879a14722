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
Figures = tuple[float, float, float]

PENALTY = 80.0
RARE = 4
FOLDS = 5
SNIPPET_WEIGHT = 4.0
PAGE_WEIGHT = 1.0  # of a named block of our own pages: there are more of them, and fewer publishers behind them
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


@dataclass(frozen=True)
class Lessons:
    """What the model learns from.

    Attributes:
        suite: pages of a suite by others.
        pages: pages of our own, whose blocks count only where a snippet names them.
        vocabulary: the number of every feature.
    """

    suite: Sequence[Taught]
    pages: Sequence[Taught]
    vocabulary: Mapping[str, int]


def lessons(
    suite: Sequence[SuitePage], teachers: Mapping[str, Mapping[str, str]], pages: Sequence[SuitePage]
) -> Lessons:
    """The pages with features, labels and weights."""
    vocabulary: dict[str, int] = {}
    silent = dict.fromkeys(TEACHER_WEIGHTS, 0.0)
    taught = [
        _taught(html_example(page, teachers), page, vocabulary, SNIPPET_WEIGHT, TEACHER_WEIGHTS) for page in suite
    ]
    ours = [_taught(html_example(page, {}), page, vocabulary, PAGE_WEIGHT, silent) for page in pages]
    return Lessons(taught, ours, vocabulary)


def _taught(
    example: HtmlExample, page: SuitePage, vocabulary: dict[str, int], snippet: float, others: Mapping[str, float]
) -> Taught:
    named = np.array(example.named, dtype=bool)
    weights = {name: np.where(named, snippet, weight) for name, weight in others.items()}
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


def cross_validated(learnt: Lessons, seed: int) -> tuple[Figures, Figures]:
    """Precision, recall and F1 of pages judged by models that saw no page of their publisher: the suite's, and ours."""
    chance = np.random.default_rng(seed)
    suite, pages = (
        [listed[number] for number in chance.permutation(len(listed))] for listed in (learnt.suite, learnt.pages)
    )
    everything = [*suite, *pages]
    folds = [*publisher_folds([item.page for item in suite], FOLDS), *publisher_folds([i.page for i in pages], FOLDS)]
    texts: dict[str, str] = {}
    for fold in range(FOLDS):
        seen = [item for item, place in zip(everything, folds, strict=True) if place != fold]
        model = fit_model(seen, len(learnt.vocabulary))
        texts |= {i.page.name: model.kept(i) for i, place in zip(everything, folds, strict=True) if place == fold}
    return snippet_figures([i.page for i in suite], texts), snippet_figures([i.page for i in pages], texts)


def in_sample(taught: Sequence[Taught], model: BlockModel) -> Figures:
    """The same figures of the pages that a model was fitted on."""
    return snippet_figures([item.page for item in taught], {item.page.name: model.kept(item) for item in taught})
