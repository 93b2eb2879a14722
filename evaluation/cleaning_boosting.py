"""Fits the small decision trees of the block model: boosting by second-order steps over binned signals.

Friedman 2001 (boosting), Chen and Guestrin 2016 (gain and leaf from sums of gradients and curvatures). Trees are
complete to three levels; each sees a share of the rows and of the signals, drawn from a fixed seed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.trees import LEAVES, SPLITS, UNIT, Trees

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

TREES = 150
RATE = 0.1
BINS = 128
ROW_SHARE, SIGNAL_SHARE = 0.7, 0.4
SHRINKAGE = 5.0  # added to every curvature
FEWEST = 40  # rows in a leaf
DEPTH = 3
DIGITS = 5  # significant ones of a cut


@dataclass(frozen=True)
class Binned:
    """Signals as numbers of bins.

    Attributes:
        bins: (rows, signals) how many cuts of its signal a value exceeds.
        cuts: the cuts of every signal, ascending.
    """

    bins: Numbers
    cuts: list[Floats]


def boosted(signals: Floats, junk: Floats, weights: Floats, seed: int = 0) -> Trees:
    """Trees for the log-odds of junk.

    Args:
        signals: (rows, signals).
        junk: the label of every row, 0 to 1.
        weights: how much it counts.
        seed: of the drawn shares.
    """
    binned = _binned(signals)
    chance = np.random.default_rng(seed)
    mean = float((junk * weights).sum() / weights.sum())
    base = round(UNIT * float(np.log(mean / (1 - mean))))
    scores = np.full(len(junk), base / UNIT)
    made = []
    for _ in range(TREES):
        odds = 1 / (1 + np.exp(-scores))
        gradients, curvatures = weights * (odds - junk), weights * odds * (1 - odds)
        drawn = np.flatnonzero(chance.random(len(junk)) < ROW_SHARE)
        seen = np.sort(chance.choice(signals.shape[1], round(SIGNAL_SHARE * signals.shape[1]), replace=False))
        tree, places = _tree(binned, gradients, curvatures, drawn, seen)
        scores += tree[2][places] / UNIT
        made.append(tree)
    chosen, cuts, leaves = (np.array(part) for part in zip(*made, strict=True))
    return Trees(base, chosen.astype(np.intp), cuts, leaves.astype(np.int64))


def _binned(signals: Floats) -> Binned:
    cuts = []
    for column in signals.T:
        found = np.quantile(column, np.arange(1, BINS) / BINS, method="nearest")
        cuts.append(np.unique([float(f"{cut:.{DIGITS}g}") for cut in found]))
    bins = [np.searchsorted(cut, column, side="left") for cut, column in zip(cuts, signals.T, strict=True)]
    return Binned(np.column_stack(bins), cuts)


def _tree(
    binned: Binned, gradients: Floats, curvatures: Floats, drawn: Numbers, seen: Numbers
) -> tuple[tuple[Numbers, Floats, NDArray[np.int64]], Numbers]:
    """One tree (signals, cuts, leaves), and the leaf of every row."""
    places = np.zeros(len(gradients), dtype=np.intp)
    signals, cuts = np.zeros(SPLITS, dtype=np.intp), np.full(SPLITS, 1e300)
    cells = np.arange(len(seen)) * BINS + binned.bins[np.ix_(drawn, seen)]
    for level in range(DEPTH):
        count = 2**level
        sums = _histogram(cells, places[drawn], gradients[drawn], curvatures[drawn], count)
        right = np.zeros(len(places), dtype=bool)
        for node in range(count):
            split = _best(sums[:, node])
            if split is not None:
                signal, cut = int(seen[split[0]]), split[1]
                signals[count - 1 + node], cuts[count - 1 + node] = signal, binned.cuts[signal][cut]
                right |= (places == node) & (binned.bins[:, signal] > cut)
        places = 2 * places + right
    total = np.bincount(places[drawn], gradients[drawn], LEAVES)
    curved = np.bincount(places[drawn], curvatures[drawn], LEAVES)
    leaves = np.rint(-UNIT * RATE * total / (curved + SHRINKAGE)).astype(np.int64)
    return (signals, cuts, leaves), places


def _histogram(cells: Numbers, places: Numbers, gradients: Floats, curvatures: Floats, nodes: int) -> Floats:
    """(gradients, curvatures and rows; nodes; signals; bins)."""
    size = cells.shape[1] * BINS
    flat = (places[:, None] * size + cells).ravel()
    width = cells.shape[1]
    parts = [
        np.bincount(flat, np.repeat(gradients, width), nodes * size),
        np.bincount(flat, np.repeat(curvatures, width), nodes * size),
        np.bincount(flat, minlength=nodes * size),
    ]
    return np.array(parts, dtype=np.float64).reshape(3, nodes, width, BINS)


def _best(sums: Floats) -> tuple[int, int] | None:
    """The signal and the bin after which a node is split best; None where no split gains."""
    left = sums.cumsum(axis=2)
    total = left[:, :1, -1:]
    right = total - left
    gain = left[0] ** 2 / (left[1] + SHRINKAGE) + right[0] ** 2 / (right[1] + SHRINKAGE)
    gain = np.where((left[2] >= FEWEST) & (right[2] >= FEWEST), gain, -np.inf)
    best = int(gain.argmax())
    signal, place = divmod(best, BINS)
    whole = total[0, 0, 0] ** 2 / (total[1, 0, 0] + SHRINKAGE)
    return (signal, place) if gain[signal, place] > whole + 1e-9 else None
