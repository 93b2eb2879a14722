"""Text repairs: what they change, what they leave alone, and that hostile input costs linear time."""

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repairs import PieceKind, fold, pieces, repaired, restore

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "repairs.yml").read_text(encoding="utf-8")
)
HOSTILE = [
    "<a ",
    "<svg>",
    "<!--",
    "</",
    "<script>",
    "<a b='",
    '<a b="',
    "<",
    "<a =",
    "=' ",
    "<p>",
    "&#1",
    "Ã",
    "â€",
    "-\n",
]
SECONDS = 5.0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    assert restore(case["in"], f"text/{case.get('media', 'plain')}") == case["out"]


@pytest.mark.parametrize("case", [case for case in CASES if "media" not in case], ids=lambda case: case["id"])
def test_repairing_twice_changes_nothing(case: dict[str, Any]) -> None:
    once = repaired(case["in"], hyphenated=True)
    assert fold(repaired(once, hyphenated=True)) == fold(once)


@given(st.text(alphabet="<>/!-\"'= abp\n&;", max_size=80))
def test_pieces_cover_the_source_without_gaps(source: str) -> None:
    found = list(pieces(source))
    assert "".join(source[piece.start : piece.end] for piece in found) == source
    assert all(left.end == right.start for left, right in pairwise(found))


def test_an_unclosed_script_hides_the_rest() -> None:
    assert [piece.kind for piece in pieces("a<script>b")] == [PieceKind.TEXT, PieceKind.HIDDEN]


def test_an_unclosed_drawing_hides_nothing() -> None:
    assert restore("a<svg>b", "text/html") == "a b"


@pytest.mark.parametrize("seed", HOSTILE)
def test_hostile_markup_costs_linear_time(seed: str) -> None:
    started = time.process_time()
    restore(seed * (300_000 // len(seed)), "text/html")
    assert time.process_time() - started < SECONDS
