"""A decision that lacks its correction is refused by name, with and without Python's own checks."""

import pytest

from pipeline.decisions import Action, Decision, Field
from pipeline.errors import DecisionError
from pipeline.overrides.places import Sited


def sited(correction: object) -> Sited:
    decision = Decision("d", Action.CORRECT, Field.PHONES, correction=correction, id="7f")  # type: ignore[arg-type]  # any JSON
    return Sited(decision, ())


def test_a_correction_is_given_as_it_is() -> None:
    assert sited({"value": "115"}).details == {"value": "115"}
    assert sited(["Uta Lang"]).merged == ["Uta Lang"]


@pytest.mark.parametrize("correction", [None, "115", 7])
def test_a_decision_without_correction_is_named(correction: object) -> None:
    with pytest.raises(DecisionError, match="decision 7f needs the item"):
        _ = sited(correction).details
    with pytest.raises(DecisionError, match="decision 7f needs a list"):
        _ = sited(correction).merged
