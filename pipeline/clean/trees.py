"""A sum of small decision trees over numeric signals, with its splits as data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import LexiconError
from pipeline.lexicons import resource_text

SPLITS = 7  # of a tree of three levels: the root, its two children, their four
LEAVES = 8
UNIT = 1000  # leaves are whole thousandths, so that their sum does not depend on its order
ROWS = 512  # judged at once, which bounds the memory of a page of any size


@dataclass(frozen=True)
class Trees:
    """Log-odds as a sum of leaves. A row goes right at a split where its signal is greater than the cut.

    Attributes:
        base: thousandths that every row begins with.
        signals: (trees, ``SPLITS``) column that each split looks at, level by level.
        cuts: (trees, ``SPLITS``) where it splits.
        leaves: (trees, ``LEAVES``) thousandths of log-odds, left to right.
    """

    base: int
    signals: NDArray[np.intp]
    cuts: NDArray[np.float64]
    leaves: NDArray[np.int64]

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of every row of signals."""
        parts = [self._sums(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
        return (self.base + np.concatenate([np.zeros(0, dtype=np.int64), *parts])) / UNIT

    def _sums(self, rows: NDArray[np.float64]) -> NDArray[np.int64]:
        """(rows,) thousandths; a split's signals lie side by side, so that numpy copies and compares them in one go."""
        right = np.take(np.ascontiguousarray(rows.T), self.signals.ravel(), axis=0) > self.cuts.reshape(-1, 1)
        right = right.reshape(-1, SPLITS, len(rows))
        root = right[:, 0]
        child = np.where(root, right[:, 2], right[:, 1])
        lowest = np.where(root, np.where(child, right[:, 6], right[:, 5]), np.where(child, right[:, 4], right[:, 3]))
        first = LEAVES * np.arange(len(self.leaves)).reshape(-1, 1)
        return np.asarray(np.take(self.leaves.ravel(), first + root * 4 + child * 2 + lowest).sum(axis=0))


@cache
def trees(name: str, signals: Sequence[str]) -> Trees:
    """The trees of ``resources/NAME``, read once a process.

    Args:
        name: a JSON file: ``base`` and ``trees``, each of them ``[signals, cuts, leaves]``.
        signals: the names of the columns that the rows will have.

    Raises:
        LexiconError: the file is missing or broken, or speaks of a signal that there is not.
    """
    try:
        data = json.loads(resource_text(name))
        columns = {signal: number for number, signal in enumerate(signals)}
        listed = data["trees"]
        made = Trees(
            int(data["base"]),
            np.array([[columns[signal] for signal in tree[0]] for tree in listed], dtype=np.intp),
            np.array([tree[1] for tree in listed], dtype=np.float64),
            np.array([tree[2] for tree in listed], dtype=np.int64),
        )
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise LexiconError(f"lexicon resources/{name} holds no trees over the known signals: {error!r}") from error
    shapes = (made.signals.shape[1:], made.cuts.shape[1:], made.leaves.shape[1:])
    if shapes != ((SPLITS,), (SPLITS,), (LEAVES,)):
        raise LexiconError(f"lexicon resources/{name}: a tree has {SPLITS} splits and {LEAVES} leaves")
    return made
