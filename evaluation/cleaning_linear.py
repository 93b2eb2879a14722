"""Logistic regression with an L2 penalty over binary features, by Adam over all rows at once. Deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

STEPS = 120
RATE = 0.15
SMALLEST = 0.03  # weights below it are not written
DIGITS = 3  # decimals of a written weight


@dataclass(frozen=True)
class Encoded:
    """The binary features of one document's units: row and column of every one that is set."""

    rows: Numbers
    columns: Numbers
    count: int


@dataclass(frozen=True)
class Linear:
    """A weight for every column of a vocabulary, rounded as they will be written."""

    weights: Floats
    bias: float

    def log_odds(self, document: Encoded) -> Floats:
        """The log-odds of every unit."""
        return np.asarray(np.bincount(document.rows, self.weights[document.columns], document.count) + self.bias)


def encoded(features: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Encoded:
    """The features of a document in the columns of a vocabulary, which grows by those it lacks."""
    pairs = [
        (row, vocabulary.setdefault(name, len(vocabulary)))
        for row, names in enumerate(features)
        for name in dict.fromkeys(names)
    ]
    flat = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Encoded(flat[:, 0].copy(), flat[:, 1].copy(), len(features))


def fit_linear(
    documents: Sequence[Encoded], labels: Floats, weights: Floats, size: int, penalty: float, rare: int
) -> Linear:
    """Fits the units of all documents in a row; a feature of fewer than ``rare`` documents has no weight."""
    seen = np.zeros(size, dtype=np.intp)
    for document in documents:
        seen[np.unique(document.columns)] += 1
    starts = np.cumsum([0, *(document.count for document in documents)])
    rows = np.concatenate([document.rows + start for document, start in zip(documents, starts, strict=False)])
    columns = np.concatenate([document.columns for document in documents])
    known = seen[columns] >= rare
    shares = weights * (len(weights) / weights.sum())
    found = descended(rows[known], columns[known], labels, shares, size, penalty)
    rounded = np.round(found, DIGITS)
    rounded[:-1][np.abs(found[:-1]) < SMALLEST] = 0.0
    return Linear(rounded[:-1], float(rounded[-1]))


def descended(rows: Numbers, columns: Numbers, labels: Floats, shares: Floats, size: int, penalty: float) -> Floats:
    """The weights of all columns and the bias.

    Args:
        rows: the row of every feature that is set.
        columns: its column.
        labels: of every row, 0 to 1.
        shares: how much a row counts, 1 on average.
        size: number of columns.
        penalty: of squared weights.
    """
    parameters = np.zeros(size + 1)
    momentum, scale = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, parameters[columns], len(labels)) + parameters[-1]
        error = (1 / (1 + np.exp(-scores)) - labels) * shares
        gradient = np.bincount(columns, error[rows], size) + penalty * parameters[:-1]
        gradient = np.append(gradient, error.sum()) / len(labels)
        momentum = 0.9 * momentum + 0.1 * gradient
        scale = 0.999 * scale + 0.001 * gradient**2
        rate = RATE if step < 0.6 * STEPS else 0.3 * RATE
        parameters -= rate * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-8)
    return parameters
