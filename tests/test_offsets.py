"""Offset maps: positions survive copying, replacing, inserting and composing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.offsets import OffsetMap, Segment, TextBuilder


@st.composite
def derived(draw: st.DrawFn, source: str) -> tuple[str, OffsetMap]:
    """A text derived from the source by random copies, replacements, insertions and omissions."""
    builder, position = TextBuilder(source), 0
    while position < len(source):
        end = draw(st.integers(position + 1, len(source)))
        action = draw(st.sampled_from(["copy", "replace", "insert", "omit"]))
        if action == "copy":
            builder.copy(position, end)
        elif action == "replace":
            builder.replace(position, end, draw(st.text("xyz", max_size=3)))
        elif action == "insert":
            builder.insert("|")
            continue
        position = end
    return builder.build()


def test_verbatim_positions_shift() -> None:
    builder = TextBuilder("abcdef")
    builder.copy(1, 3)
    builder.replace(3, 5, "X")
    builder.copy(5, 6)
    text, offsets = builder.build()
    assert text == "bcXf"
    assert [offsets.to_source(at, at + 1) for at in range(4)] == [(1, 2), (2, 3), (3, 5), (5, 6)]
    assert offsets.to_source(1, 4) == (2, 6)


@given(st.data())
def test_verbatim_spans_give_back_their_text(data: st.DataObject) -> None:
    source = data.draw(st.text("abcdefgh", min_size=1, max_size=30))
    text, offsets = data.draw(derived(source))
    for segment in offsets.segments:
        if segment.verbatim:
            start, end = offsets.to_source(segment.start, segment.end)
            assert source[start:end] == text[segment.start : segment.end]


@given(st.data())
def test_composition_maps_like_its_parts(data: st.DataObject) -> None:
    source = data.draw(st.text("abcdefgh", min_size=1, max_size=30))
    middle, first = data.draw(derived(source))
    if not middle:
        return
    final, second = data.draw(derived(middle))
    composed = second.after(first)
    assert composed.length == len(final)
    for segment in second.segments:
        if segment.verbatim:
            through = first.to_source(*second.to_source(segment.start, segment.end))
            found = composed.to_source(segment.start, segment.end)
            assert found[0] <= through[0]
            assert found[1] >= through[1]


def test_a_replacement_that_is_cut_in_two_counts_as_a_whole() -> None:
    first, second = TextBuilder("abc"), TextBuilder("aXYc")
    first.copy(0, 1)
    first.replace(1, 2, "XY")
    first.copy(2, 3)
    second.copy(0, 2)
    second.insert("|")
    second.copy(2, 4)
    composed = second.build()[1].after(first.build()[1])
    assert [composed.to_source(at, at + 1) for at in range(5)] == [(0, 1), (1, 2), (1, 2), (1, 2), (2, 3)]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_spans_outside_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not inside"):
        OffsetMap.identity(3).to_source(start, end)


def test_overlapping_segments_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        OffsetMap([Segment(0, 1, 0, 2, verbatim=False), Segment(1, 2, 1, 3, verbatim=False)])


def test_a_long_document_keeps_a_short_map() -> None:
    builder = TextBuilder("a" * 1000)
    for at in range(1000):
        builder.copy(at, at + 1)
    assert len(builder.build()[1].segments) == 1
