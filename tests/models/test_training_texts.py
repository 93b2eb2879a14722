"""The training recipe's handling of texts: reading, varying and scoring them must never move a span off its words."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.augment import Pools, add_noise, apply_edits, replace_entities
from models.training.documents import Text, join_tokens, read_gold
from models.training.scoring import strict_scores

GOLD = """# published: none
---
~nav Start | Kontakt
[Dr.](TITLE) [Petra Lang](PER) leitet das [Jugendamt](ORG Jugendamt Worms) in [Worms](LOC). [Langs](PER Petra Lang) Büro
liegt in [Höxter](LOC); \\[sic\\] [Uwe Groß](PER) hilft.
===
people: []
"""
POOLS = Pools(["Mia", "Jonas"], ["Sommer", "Fuchs"], ["Worms", "Höxter", "Celle"], ["Verein der Freunde e.V."])


@pytest.fixture
def text(tmp_path: Path) -> Text:
    (tmp_path / "one.gold.txt").write_text(GOLD, encoding="utf-8")
    return read_gold(tmp_path)[0]


def surfaces(text: Text) -> list[tuple[str, str]]:
    return [(text.text[start:end], label) for start, end, label in text.spans]


def test_reads_gold_without_junk_and_markup(text: Text) -> None:
    assert text.text.startswith("Dr. Petra Lang leitet das Jugendamt")
    assert "[sic]" in text.text
    assert surfaces(text)[1:4] == [("Petra Lang", "PER"), ("Jugendamt", "ORG"), ("Worms", "LOC")]
    assert text.names[4] == "Petra Lang"


@pytest.mark.parametrize("seed", range(20))
def test_replaced_people_stay_the_same_people(text: Text, seed: int) -> None:
    varied = replace_entities(text, POOLS, random.Random(seed))  # noqa: S311 -- varied, not secret
    people = [surface for surface, label in surfaces(varied) if label == "PER"]
    given, family = people[0].split()
    assert given in POOLS.given
    assert family in POOLS.family
    assert people[1] == (f"{family}s" if family[-1] not in "sxzß" else f"{family}’")


@pytest.mark.parametrize("seed", range(60))
def test_noise_keeps_every_span_on_its_words(text: Text, seed: int) -> None:
    noisy = add_noise(text, random.Random(seed))  # noqa: S311 -- varied, not secret
    assert len(noisy.spans) == len(text.spans)
    plain = str.maketrans({"ö": "oe", "ß": "ss", "Ö": "Oe"})

    def folded(surface: str) -> str:
        return surface.replace("\n", " ").translate(plain).casefold()

    for (before, label), (after, same) in zip(surfaces(text), surfaces(noisy), strict=True):
        assert label == same
        assert folded(before) == folded(after)


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 3), st.text(alphabet="xyz", max_size=4)), max_size=6))
def test_edits_outside_of_spans_leave_their_surface_alone(edits: list[tuple[int, int, str]]) -> None:
    text = Text("t", "abcdefghij ENTITY klmnop", ((11, 17, "PER"),), (None,))
    outside = [(start, min(start + size, 11), new) for start, size, new in edits if start < 11]
    outside += [
        (start + 6, start + 6 + size, new) for start, size, new in edits if start + 6 >= 17 and start + 6 + size < 24
    ]
    assert surfaces(apply_edits(text, outside)) == [("ENTITY", "PER")]


def test_joins_tokens_as_printed() -> None:
    tokens = [
        ("Anna", "B-PER"),
        ("Lang", "I-PER"),
        (",", "O"),
        ('"', "O"),
        ("ja", "O"),
        ('"', "O"),
        ("(", "O"),
        ("Ulm", "B-LOC"),
        (")", "O"),
    ]
    joined = join_tokens(tokens, "t")
    assert joined.text == 'Anna Lang, "ja" (Ulm)'
    assert surfaces(joined) == [("Anna Lang", "PER"), ("Ulm", "LOC")]


def test_scores_are_strict() -> None:
    text = Text("t", "Anna Lang in Ulm", ((0, 9, "PER"), (13, 16, "LOC")), (None, None))
    scores = strict_scores([(text, [(0, 9, "PER"), (10, 16, "LOC")])])
    assert scores["PER"].f1 == 1.0
    assert scores["LOC"].f1 == 0.0
    assert scores["all"].precision == scores["all"].recall == 0.5
