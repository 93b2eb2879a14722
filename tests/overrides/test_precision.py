"""How exact a date is that a reviewer gives, by the form of its value."""

import pytest

from pipeline.overrides.dates import precision_of


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2021-02-02T18:00", "minute"), ("2021-02-02", "day"), ("2021-02-02~", "day"), ("2021-12", "month"),
        ("2021-21", "season"), ("2021-33", "quarter"), ("2021-41?", "half"), ("2021", "year"), ("199X", "decade"),
        ("19XX", "century"), ("2021-02-02/2021-02-04", "interval"), ("../2021", "interval"), (None, "day"),
    ],
)  # fmt: skip
def test_the_precision_is_that_of_the_form(value: str | None, precision: str) -> None:
    assert precision_of(value) == precision
