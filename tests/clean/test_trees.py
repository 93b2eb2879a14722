"""Sums of decision trees: each row's sum is that of the leaves it falls into, and broken files are named."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.clean import trees as module
from pipeline.clean.html_rules import TREES
from pipeline.clean.html_signals import SIGNALS
from pipeline.clean.trees import LEAVES, ROWS, SPLITS, UNIT, Trees, trees
from pipeline.errors import LexiconError

NUMBERS = st.integers(-3, 3).map(float)
COLUMNS = 4


def walked(model: Trees, row: np.ndarray) -> float:
    """The log-odds of one row, split by split."""
    total = model.base
    for signals, cuts, leaves in zip(model.signals, model.cuts, model.leaves, strict=True):
        node = 0
        while node < SPLITS:
            node = 2 * node + (2 if row[signals[node]] > cuts[node] else 1)
        total += int(leaves[node - SPLITS])
    return total / UNIT


@given(
    arrays(np.intp, (5, SPLITS), elements=st.integers(0, COLUMNS - 1)),
    arrays(np.float64, (5, SPLITS), elements=NUMBERS),
    arrays(np.int64, (5, LEAVES), elements=st.integers(-900, 900)),
    arrays(np.float64, st.tuples(st.integers(0, 9), st.just(COLUMNS)), elements=NUMBERS),
)
def test_rows_fall_into_the_leaves_that_their_signals_lead_to(
    signals: np.ndarray, cuts: np.ndarray, leaves: np.ndarray, rows: np.ndarray
) -> None:
    model = Trees(-250, signals, cuts, leaves)
    assert model.log_odds(rows).tolist() == [walked(model, row) for row in rows]


def test_a_long_page_is_judged_in_pieces_as_a_whole() -> None:
    model = trees(TREES, SIGNALS)
    rows = np.random.default_rng(1).normal(size=(ROWS + 7, len(SIGNALS))) * 50
    assert model.log_odds(rows).tolist() == [walked(model, row) for row in rows]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"base": 0, "trees": [[["nowhere"] * SPLITS, [0.0] * SPLITS, [0] * LEAVES]]},
        {"base": 0, "trees": [[[SIGNALS[0]] * 3, [0.0] * 3, [0] * 4]]},
        {"base": "much", "trees": []},
        [],
    ],
)
def test_a_broken_file_is_named(data: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "resource_text", lambda _: json.dumps(data))
    trees.cache_clear()
    with pytest.raises(LexiconError, match=r"resources/broken\.json"):
        trees("broken.json", SIGNALS)
    trees.cache_clear()
