"""Which parts of the text are taken, asked in logarithmic time: hostile pages hold a hundred thousand mentions."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from pipeline.documents import Spanned


class Occupied:
    """A set of spans that do not overlap each other."""

    def __init__(self, spans: Iterable[Spanned] = ()) -> None:
        self._spans = sorted((span.start, span.end) for span in spans)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any span shares a character with start:end."""
        after = bisect_left(self._spans, (end, 0))
        return after > 0 and self._spans[after - 1][1] > start

    def add(self, start: int, end: int) -> None:
        """Take one more span."""
        insort(self._spans, (start, end))
