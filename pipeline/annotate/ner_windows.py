"""Cuts a long document into windows the encoder reads one at a time.

Windows depend on the document alone. Each word is decided in exactly one window, with context on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``[start, end)`` are read, words ``[first, last)`` are decided."""

    start: int
    end: int
    first: int
    last: int


def cut_windows(lengths: Sequence[int], ends: Sequence[int], budget: int, context: int) -> list[Window]:
    """Windows of at most ``budget`` pieces that together decide every word once.

    Args:
        lengths: pieces of each word, each at most a quarter of the budget.
        ends: numbers of the words behind which a line ends, ascending: good places to cut.
        budget: pieces a window may hold.
        context: pieces a window reads before and behind what it decides.
    """
    if not lengths:
        return []
    sums = [0, *accumulate(lengths)]
    windows: list[Window] = []
    first, cursor = 0, 0
    while first < len(lengths):
        start = _back(sums, first, context)
        if sums[-1] - sums[start] <= budget:
            last = len(lengths)
        else:
            limit = _forward(sums, start, budget - context, first + 1)
            while cursor < len(ends) and ends[cursor] < limit:
                cursor += 1
            line = ends[cursor - 1] + 1 if cursor else 0
            last = line if sums[line] - sums[first] > budget // 2 and line > first else limit
        windows.append(Window(start, _forward(sums, last, context, last), first, last))
        first = last
    return windows


def _back(sums: Sequence[int], word: int, pieces: int) -> int:
    """The earliest word so that at most ``pieces`` lie between it and ``word``."""
    start = word
    while start > 0 and sums[word] - sums[start - 1] <= pieces:
        start -= 1
    return start


def _forward(sums: Sequence[int], start: int, pieces: int, at_least: int) -> int:
    """The end of the longest run of words from ``start`` that holds at most ``pieces``."""
    end = at_least
    while end + 1 < len(sums) and sums[end + 1] - sums[start] <= pieces:
        end += 1
    return end
