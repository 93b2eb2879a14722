"""Which threshold a linking model gets."""

import numpy as np

from evaluation.linking_validation import Scored


def test_the_threshold_is_the_middle_of_those_as_good_as_the_best() -> None:
    scored = Scored(np.array([0.95, 0.9, 0.5, 0.4, 0.1]), np.array([True, True, True, False, False]))
    assert scored.best_threshold() == 0.46  # 0.41 to 0.5 are without an error


def test_of_thresholds_that_all_do_the_same_it_is_the_middle() -> None:
    assert Scored(np.array([0.9, 0.1]), np.array([True, False])).best_threshold() == 0.45
