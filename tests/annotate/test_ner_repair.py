"""Edges of entities, from the table in ``tests/cases/ner/repair.yml``."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.ner_repair import Found, repair
from pipeline.documents import Label

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "ner" / "repair.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["found"])
def test_edges(case: dict[str, str]) -> None:
    start = case["text"].index(case["found"])
    found = Found(start, start + len(case["found"]), Label(case["label"]), 0.9)
    mended = repair(case["text"], [found])
    assert [case["text"][entity.start : entity.end] for entity in mended] == case["want"]


@given(
    st.text(alphabet="aB ä.,;:()„“-\n–/&\"'", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
)
def test_entities_stay_inside_the_text_and_never_overlap(text: str, spans: list[tuple[int, int]]) -> None:
    found = [
        Found(start, min(start + length, len(text)), Label.PER, 0.5) for start, length in spans if start < len(text)
    ]
    mended = repair(text, found)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in mended)
    assert all(left.end <= right.start for left, right in pairwise(mended))


@pytest.mark.parametrize("letter", ["(", "-\n", " und ", "Dr. ", "a"])
def test_a_huge_entity_takes_linear_time(letter: str, seconds) -> None:
    text = letter * (100_000 // len(letter))
    assert seconds(lambda: repair(text, [Found(0, len(text), Label.PER, 0.5)])) < 2


@pytest.mark.parametrize(
    ("text", "names", "want"),
    [
        (
            "Ev.-luth. Kirchengemeinde Ihorst lädt",
            ["Ev.-luth.", "Kirchengemeinde Ihorst"],
            ["Ev.-luth. Kirchengemeinde Ihorst"],
        ),
        (
            "Caritas Kirchengemeinde Ihorst lädt",
            ["Caritas", "Kirchengemeinde Ihorst"],
            ["Caritas", "Kirchengemeinde Ihorst"],
        ),
        ("das Amt für Jugend und Caritas", ["Amt für Jugend", "Caritas"], ["Amt für Jugend", "Caritas"]),
    ],
)
def test_a_confession_is_one_with_its_body(text: str, names: list[str], want: list[str]) -> None:
    found = [Found(text.index(name), text.index(name) + len(name), Label.ORG, 0.9) for name in names]
    assert [text[entity.start : entity.end] for entity in repair(text, found)] == want
