"""Dates found and resolved, case by case, and what holds for any text."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate import dates
from pipeline.documents import Block, BlockKind, CleanDocument, RawDocument
from pipeline.expressions import DateExpression
from pipeline.normalise import dates as values
from pipeline.offsets import OffsetMap
from pipeline.records import EDTF_PATTERN
from pipeline.values import Published

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "dates.yml").read_text(encoding="utf-8")
)
BASES = {"explicit", "published", "context", "none"}
PRECISION = re.compile(
    r"(?:minute|day|week|month|season|quarter|half|year|decade|century|interval)(?:/(?:start|middle|end))?"
)
PIECES = st.sampled_from(
    (
        "1. 12. 30. 31. 2021 99 '22 Mai März Januar Montag Di. Sa , . : / – - und bis zum vom am der den um 18 Uhr "
        "9.30 8:15 heute gestern morgen Abend nächste vergangenen Woche Jahr Jahres Ende Anfang Mitte Herbst Quartal "
        "drittes KW Ostern vor zwei drei Tage später Nacht auf ab sofort 2021-02-03 T10:00 zwischen 1990er Jahre \n"
    ).split(" ")
)


def cases() -> list[Any]:
    return [
        pytest.param(*((case, None, []) if isinstance(case, str) else read(case)), id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ]


def read(case: dict[str, Any]) -> tuple[str, date | None, list[Any]]:
    return case["text"], case.get("published"), case["dates"]


def document(text: str) -> CleanDocument:
    raw = RawDocument("id", "page.txt", "page.txt", "text/plain", "utf-8", "0" * 64, text)
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), BlockKind.LINE))
        start += len(line) + 1
    return CleanDocument(raw, text, OffsetMap.identity(len(text)), tuple(blocks))


@pytest.mark.parametrize(("text", "published", "expected"), cases())
def test_dates_are_found_and_resolved(text: str, published: date | None, expected: list[Any]) -> None:
    page = document(text)
    own = None if published is None else Published(published.isoformat(), "given", "day")
    found, _ = values.normalise(page, dates.find(page, ()), own)
    assert [[value.mention.text, value.value] for value in found] == expected
    assert all(value.basis in BASES and PRECISION.fullmatch(value.precision) for value in found)
    assert all((value.value is None) == (value.basis == "none") for value in found)


@pytest.mark.parametrize(
    "case", [case for members in CASES.values() for case in members if isinstance(case, dict) and "issues" in case]
)
def test_contradictions_are_reported(case: dict[str, Any]) -> None:
    page = document(case["text"])
    own = Published(case["published"].isoformat(), "given", "day")
    _, issues = values.normalise(page, dates.find(page, ()), own)
    assert [issue.code for issue in issues] == case["issues"]


def test_what_is_taken_is_left_alone() -> None:
    page = document("Am 3. Mai 2021 und am 5. Juni 2021")
    first, second = dates.find(page, ())
    assert [mention.text for mention in dates.find(page, (first,))] == [second.text]


def test_no_date_crosses_the_end_of_a_block() -> None:
    page = document("Nummer 12.\nMai 2021")
    assert [mention.text for mention in dates.find(page, ())] == ["Mai 2021"]


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80))
def test_mentions_lie_in_order_inside_one_block_and_resolve_without_error(text: str) -> None:
    page = document(text)
    mentions = dates.find(page, ())
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert "\n" not in mention.text
        assert isinstance(mention.parse, DateExpression)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(mention.start >= end for mention, end in zip(mentions, ends, strict=False))
    found, _ = values.normalise(page, mentions, Published("2024-02-29", "given", "day"))
    assert len(found) == len(mentions)
    assert all(value.value is None or re.fullmatch(EDTF_PATTERN, value.value) for value in found)


@pytest.mark.parametrize(
    "seed", ["1", "1.", "1. ", "am 1. ", "1. und ", " ", ".", "12.12.", "heute ", "Montag, ", "vor zwei ", "1999 bis "]
)
def test_hostile_text_costs_linear_time(seed: str, seconds: Callable[[Callable[[], object]], float]) -> None:
    def cost(length: int) -> float:
        page = document(seed * (length // len(seed)))
        return seconds(lambda: values.normalise(page, dates.find(page, ()), None))

    assert cost(60_000) < 12 * max(cost(15_000), 0.05)  # four times the text; a quadratic search needs 16 times as long
