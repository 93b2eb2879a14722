"""Words, windows and decoding: the parts of the transformer's path that need no network."""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.ner_decode import TAGS, Entity, decode, reduce_labels
from pipeline.annotate.ner_tokens import GAP, LINE, PARAGRAPH, split_words
from pipeline.annotate.ner_windows import cut_windows


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Anna Müller", ["▁Anna", "▁Müller"]),
        ("CDU-Fraktion", ["▁CDU", "-", "Fraktion"]),
        ("a\nb", ["▁a", LINE, "▁b"]),
        ("a \n  b", ["▁a", LINE, "▁b"]),
        ("a\n\n\nb", ["▁a", PARAGRAPH, "▁b"]),
        ("a\r\nb\r\rc", ["▁a", LINE, "▁b", PARAGRAPH, "▁c"]),
        ("a\tb   c  d", ["▁a", GAP, "▁b", GAP, "▁c", "▁d"]),
        ("Mu\u0308ller", ["▁Mu\u0308ller"]),
        ("Mül\u00adler", ["▁Mül\u00adler"]),
        ("", []),
        ("   ", [GAP]),
        ("👩‍👩‍👧 שלום", ["▁👩", "\u200d", "👩", "\u200d", "👧", "▁שלום"]),
    ],
)
def test_words(text: str, forms: list[str]) -> None:
    assert [word.form for word in split_words(text)] == forms


@given(st.text(max_size=200))
def test_words_cover_everything_but_plain_space(text: str) -> None:
    words = split_words(text)
    assert all(left.end <= right.start for left, right in pairwise(words))
    covered = {position for word in words for position in range(word.start, word.end)}
    assert all(letter.isspace() for position, letter in enumerate(text) if position not in covered)


@given(st.lists(st.integers(1, 12), max_size=400), st.integers(48, 160), st.integers(0, 12), st.randoms())
def test_windows_decide_every_word_once_and_fit(lengths, budget, context, chance) -> None:
    ends = [number for number in range(len(lengths)) if chance.random() < 0.1]
    windows = cut_windows(lengths, ends, budget, context)
    assert [number for window in windows for number in range(window.first, window.last)] == list(range(len(lengths)))
    for window in windows:
        assert window.start <= window.first < window.last <= window.end
        assert sum(lengths[window.start : window.end]) <= budget


def test_windows_read_no_more_than_their_context() -> None:
    for window in cut_windows([1] * 1000, list(range(9, 1000, 10)), 160, 8):
        assert window.first - window.start <= 8
        assert window.end - window.last <= 8


def test_windows_end_where_lines_end() -> None:
    windows = cut_windows([1] * 100, [29, 69], 40, 0)
    assert [(window.first, window.last) for window in windows] == [(0, 30), (30, 70), (70, 100)]


def scores(*tags: str, certainty: float = 0.9) -> np.ndarray:
    rows = np.full((len(tags), len(TAGS)), (1 - certainty) / (len(TAGS) - 1), dtype=np.float32)
    for row, tag in enumerate(tags):
        rows[row, TAGS.index(tag)] = certainty
    return np.log(rows)


def found(entities: list[Entity]) -> list[tuple[int, int, str]]:
    return [(entity.first, entity.last, entity.label) for entity in entities]


def test_decodes_entities() -> None:
    tags = scores("O", "B-PER", "I-PER", "B-PER", "O", "B-LOC")
    assert found(decode(tags, [False] * 6)) == [(1, 3, "PER"), (3, 4, "PER"), (5, 6, "LOC")]


def test_an_inside_tag_never_begins_an_entity_or_follows_another_label() -> None:
    for entity in decode(scores("I-PER", "I-LOC", "O", "B-ORG", "I-PER"), [False] * 5):
        assert entity.last - entity.first >= 1
    assert found(decode(scores("B-ORG", "I-ORG", "I-ORG"), [False] * 3)) == [(0, 3, "ORG")]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.floats(-6, 0), min_size=7, max_size=7), min_size=1, max_size=4), st.data())
def test_no_allowed_tag_sequence_is_more_probable(rows, data) -> None:
    """Whether a stretch is searched or read off word by word, it is the best of all sequences that keep the rules."""
    scores = np.array(rows, dtype=np.float32)
    barriers = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    path = [0] * len(rows)
    for entity in decode(scores, barriers):
        begin = TAGS.index(f"B-{entity.label}")
        path[entity.first : entity.last] = [begin] + [begin + 1] * (entity.last - entity.first - 1)
    outside = (scores[:, 0] > -0.005) | np.array(barriers)

    def allowed(tags: tuple[int, ...]) -> bool:
        inside = all(tag % 2 or tag == 0 or before in (tag, tag - 1) for before, tag in pairwise((0, *tags)))
        return inside and all(tag == 0 for tag, closed in zip(tags, outside, strict=True) if closed)

    def total(tags: Sequence[int]) -> float:
        return float(sum(scores[number, tag] for number, tag in enumerate(tags) if not outside[number]))

    assert allowed(tuple(path))
    best = max(total(tags) for tags in product(range(len(TAGS)), repeat=len(rows)) if allowed(tags))
    assert total(path) == pytest.approx(best, abs=1e-4)


def test_no_entity_crosses_a_barrier() -> None:
    tags = scores("B-PER", "I-PER", "I-PER")
    assert all(entity.last <= 1 or entity.first >= 2 for entity in decode(tags, [False, True, False]))


def test_other_labels_count_as_outside() -> None:
    labels = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-ROLE", "I-ROLE")
    logits = np.array([[0.0, 2.0, 0, 0, 0, 0, 0, 1.9, 0]], dtype=np.float32)
    reduced = np.exp(reduce_labels(logits, labels, 1.0))
    assert reduced.shape == (1, 7)
    assert reduced.sum() == pytest.approx(1.0, abs=1e-5)
    assert reduced[0, 0] > reduced[0, 1]


def test_a_higher_temperature_means_less_certainty() -> None:
    logits, labels = np.array([[0.0, 3.0, 0, 0, 0, 0, 0]], dtype=np.float32), TAGS
    assert reduce_labels(logits, labels, 2.0)[0, 1] < reduce_labels(logits, labels, 1.0)[0, 1]
