"""EDTF against TIMEX2 and the scope of the date suites."""

import pytest

from evaluation.dates_cases import out_of_scope
from evaluation.dates_timex import calendar_value, timex_values


@pytest.mark.parametrize(
    ("edtf", "precision", "timex"),
    [
        ("1944-06-06", "day", ["1944-06-06"]),
        ("1944-06-06T04:15", "minute", ["1944-06-06"]),
        ("1941-21", "season", ["1941-SP"]),
        ("1941-24", "season", ["1941-WI"]),
        ("1990/1999", "decade", ["199"]),
        ("19XX", "century", ["19"]),
        ("1943-07/1943-12", "half", ["1943-H2"]),
        ("1940-05-03/1940-05-05", "interval", ["1940-05-03", "1940-05-05"]),
        (None, "day", ["?"]),
    ],
)
def test_edtf_as_timex(edtf: str | None, precision: str, timex: list[str]) -> None:
    assert timex_values(edtf, precision) == timex


def test_the_part_of_a_day_is_left_off() -> None:
    assert [calendar_value(value) for value in ("1944-06-06TMO", "1944-06", "1944-SU")] == [
        "1944-06-06",
        "1944-06",
        "1944-SU",
    ]


def test_ranges_of_ids_are_written_out_with_their_reason() -> None:
    excluded = out_of_scope("duckling")
    assert {"94", "110", "122"} <= excluded.keys()
    assert "93" not in excluded
    assert all(reason for reason in excluded.values())
