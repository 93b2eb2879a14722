"""What stands between two items, and whether it joins them."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.scene import Kind
from tests.link.pages import page


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        (" ", "touching"),
        (", ", "comma"),
        (" • ", "marks"),  # a sign of no class of its own
        (" , • ", "comma"),  # the first of several
        (" Zimmer ", "words-1"),
        (" Zimmer 1, ", "words-2-3"),
        (" im Haus am See, ", "words-4-7"),
        (" im Haus am See, zweiter Stock, links hinten, ", "words-8up"),
    ],
)
def test_gaps_have_a_class(between: str, kind: str) -> None:
    scene = gold_scene(page(f"[Ute Erz](PER){between}[06571 14-2390](PHONE +496571142390 phone)")).scene
    (name,), (point,) = scene.of(Kind.PERSON), scene.of(Kind.PHONE)
    assert scene.gap(name.end, point.start) == kind


@pytest.mark.parametrize(
    ("between", "joined"),
    [
        (", ", True),
        (" und ", True),
        (" – ", True),
        ("/", True),
        (" Erster ", True),
        (": ", False),
        ("; ", False),
        ("\n", False),
    ],
)
def test_items_are_joined_loosely(between: str, joined: bool) -> None:
    scene = gold_scene(page(f"[Ute Erz](PER){between}[Jan Ott](PER)")).scene
    left, right = scene.of(Kind.PERSON)
    assert scene.joined_loosely(left, right) is joined
    assert not scene.joined_loosely(right, left)
