"""Where every character of a derived text came from.

A text that is copied, repaired and cut out of another one stays traceable: an `OffsetMap` is a list of segments, each
either copied character by character ("verbatim") or replaced as a whole (an entity, repaired mojibake, folded space).
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple


class Segment(NamedTuple):
    """One run of derived characters; ``source_start == source_end`` marks inserted text."""

    start: int
    end: int
    source_start: int
    source_end: int
    verbatim: bool


class OffsetMap:
    """Maps code-point offsets of a derived text to those of its source, in logarithmic time."""

    __slots__ = ("_starts", "length", "segments")

    def __init__(self, segments: list[Segment]) -> None:
        for left, right in pairwise(segments):
            if left.end != right.start or left.source_end > right.source_start:
                raise ValueError(f"segments overlap or leave a gap: {left} {right}")
        self.segments = segments
        self._starts = [segment.start for segment in segments]
        self.length = segments[-1].end if segments else 0

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """The map of a text onto itself."""
        return cls([Segment(0, length, 0, length, verbatim=True)] if length else [])

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source span of the derived span ``[start, end)``; a touched replacement counts as a whole.

        Raises:
            ValueError: the span is empty, reversed or outside the text.
        """
        if not 0 <= start < end <= self.length:
            raise ValueError(f"span {start}:{end} is not inside 0:{self.length}")
        first, last = self._segment(start), self._segment(end - 1)
        source_start = first.source_start + (start - first.start if first.verbatim else 0)
        source_end = last.source_start + (end - last.start) if last.verbatim else last.source_end
        return source_start, source_end

    def touched(self, start: int, end: int) -> list[Segment]:
        """The segments that the derived span ``[start, end)`` is made of, in order."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return self.segments[first : max(bisect_left(self._starts, end), first)]

    def after(self, earlier: "OffsetMap") -> "OffsetMap":
        """This map (C onto B) after ``earlier`` (B onto A): C onto A."""
        composed: list[Segment] = []
        for segment in self.segments:
            composed.extend(_compose(segment, earlier))
        return OffsetMap(_merge(composed))

    def _segment(self, position: int) -> Segment:
        return self.segments[bisect_right(self._starts, position) - 1]


class Inverse:
    """The way from the source to the cleaned text: an `OffsetMap` read backwards."""

    def __init__(self, offsets: OffsetMap) -> None:
        self._segments = [segment for segment in offsets.segments if segment.source_end > segment.source_start]
        self._starts = [segment.source_start for segment in self._segments]
        self._ends = [segment.source_end for segment in self._segments]
        self._length = offsets.length

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The cleaned span of a source span; None where cleaning took all of it out."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        if first > last:
            return None
        head, tail = self._segments[first], self._segments[last]
        begin = head.start + max(0, start - head.source_start) if head.verbatim else head.start
        finish = tail.start + min(tail.source_end, end) - tail.source_start if tail.verbatim else tail.end
        return (begin, finish) if begin < finish else None

    def point(self, position: int) -> int:
        """The cleaned offset at which a source position falls, for pieces that were taken out."""
        following = bisect_left(self._starts, position)
        return self._segments[following].start if following < len(self._segments) else self._length


def _compose(segment: Segment, earlier: OffsetMap) -> list[Segment]:
    if segment.source_start == segment.source_end:
        at = _point(segment.source_start, earlier)
        return [Segment(segment.start, segment.end, at, at, verbatim=False)]
    if not segment.verbatim:
        start, end = earlier.to_source(segment.source_start, segment.source_end)
        return [Segment(segment.start, segment.end, start, end, verbatim=False)]
    shift = segment.start - segment.source_start
    pieces = []
    for inner in earlier.touched(segment.source_start, segment.source_end):
        low, high = max(inner.start, segment.source_start), min(inner.end, segment.source_end)
        start, end = earlier.to_source(low, high)
        pieces.append(Segment(low + shift, high + shift, start, end, inner.verbatim))
    return pieces


def _point(position: int, earlier: OffsetMap) -> int:
    if position < earlier.length:
        return earlier.to_source(position, position + 1)[0]
    return earlier.segments[-1].source_end if earlier.segments else 0


def _merge(segments: list[Segment]) -> list[Segment]:
    """Joins neighbouring verbatim segments, so that long documents keep short maps, and parts of one replacement."""
    merged: list[Segment] = []
    for segment in segments:
        last = merged[-1] if merged else None
        if last is not None and last.source_end > segment.source_start:
            end = max(last.source_end, segment.source_end)
            merged[-1] = Segment(last.start, segment.end, last.source_start, end, verbatim=False)
        elif last is not None and last.verbatim and segment.verbatim and last.source_end == segment.source_start:
            merged[-1] = Segment(last.start, segment.end, last.source_start, segment.source_end, verbatim=True)
        else:
            merged.append(segment)
    return merged


class TextBuilder:
    """Builds a derived text piece by piece, together with its `OffsetMap`; source pieces must come in order."""

    __slots__ = ("_length", "_parts", "_segments", "_source", "_source_end")

    def __init__(self, source: str) -> None:
        self._source = source
        self._source_end = 0
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Code points written so far."""
        return self._length

    def copy(self, start: int, end: int) -> None:
        """Appends ``source[start:end]`` unchanged."""
        if start < end:
            self._append(self._source[start:end], start, end, verbatim=True)

    def replace(self, start: int, end: int, text: str) -> None:
        """Appends ``text`` in place of ``source[start:end]``."""
        if text:
            self._append(text, start, end, verbatim=False)

    def insert(self, text: str) -> None:
        """Appends text that has no source, such as the line break between two blocks."""
        if text:
            self._append(text, self._source_end, self._source_end, verbatim=False)

    def build(self) -> tuple[str, OffsetMap]:
        """The derived text and its map onto the source."""
        return "".join(self._parts), OffsetMap(_merge(self._segments))

    def _append(self, text: str, start: int, end: int, *, verbatim: bool) -> None:
        self._segments.append(Segment(self._length, self._length + len(text), start, end, verbatim))
        self._parts.append(text)
        self._length += len(text)
        self._source_end = end
