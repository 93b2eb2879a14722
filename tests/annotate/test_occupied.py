"""What is taken is asked for without walking through all of it: pages with ten thousand names stay linear."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from pipeline.annotate import addressed, titles
from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention

SPANS = [Mention(Label.DATE, start, start + 4, "2021") for start in (10, 14, 30)]


class Walked(list[Mention]):
    """Counts how often somebody walks through it."""

    walks = 0

    def __iter__(self) -> Iterator[Mention]:
        self.walks += 1
        return super().__iter__()


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [(0, 10, False), (0, 11, True), (12, 13, True), (13, 15, True), (18, 30, False), (33, 40, True), (34, 40, False)],
)
def test_spans_overlap_where_they_share_a_character(start: int, end: int, *, taken: bool) -> None:
    assert Occupied(SPANS).overlaps(start, end) is taken
    assert Occupied(reversed(SPANS)).overlaps(start, end) is taken


@pytest.mark.parametrize("recogniser", [titles, addressed])
def test_the_walks_do_not_grow_with_what_is_found(recogniser: ModuleType, page: Callable[[str], CleanDocument]) -> None:
    walks = []
    for count in (2, 200):
        line = "Frau Dr. Uta Lang und Prof. Jan Ohm, M.A.\n"
        taken = Walked(
            Mention(Label.PER, row * len(line) + start, row * len(line) + start + len(name), name)
            for row in range(count)
            for name in (("Uta Lang", "Jan Ohm") if recogniser is titles else ("Jan Ohm",))
            for start in (line.index(name),)
        )
        assert len(recogniser.find(page(line * count), taken)) >= count
        walks.append(taken.walks)
    assert walks[0] == walks[1] <= 3
