"""Lines of a PDF page with their places -> text with an empty line wherever a reader sees a gap."""

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

PAGE_BREAK = "\f"
PARAGRAPH_PITCH = 1.25  # times the usual distance of two lines
OTHER_SIZE = 0.15  # difference of two line heights that tells a headline from text
WIDEST_PITCH = 3.0  # line heights; what is further apart says nothing about the line spacing


class PlacedLine(NamedTuple):
    """A line and its box in points, the origin at the page's lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def text_of(pages: Sequence[Sequence[PlacedLine]]) -> str:
    """The text of a document: an empty line sets blocks apart, a form feed pages."""
    return PAGE_BREAK.join("".join(_page(lines)) for lines in pages)


def _page(lines: Sequence[PlacedLine]) -> Iterator[str]:
    usual = _usual_pitch(lines)
    for line, following in pairwise(lines):
        yield line.text
        yield "\n\n" if _is_gap(line, following, usual) else "\n"
    if lines:
        yield lines[-1].text
        yield "\n"


def _usual_pitch(lines: Sequence[PlacedLine]) -> float:
    """The distance from one line to the next in most of the page's text."""
    pitches = [
        pitch
        for line, following in pairwise(lines)
        if 0 < (pitch := line.bottom - following.bottom) < WIDEST_PITCH * (line.top - line.bottom)
    ]
    return statistics.median_low(pitches) if pitches else 0.0


def _is_gap(line: PlacedLine, following: PlacedLine, usual: float) -> bool:
    pitch = line.bottom - following.bottom
    height, next_height = line.top - line.bottom, following.top - following.bottom
    other_size = abs(height - next_height) > OTHER_SIZE * max(height, next_height)
    if pitch < -height / 2:  # the top of the next column
        return not (line.text.endswith("-") or following.text[:1].islower())
    return pitch > PARAGRAPH_PITCH * usual or other_size
