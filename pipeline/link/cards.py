"""Contact cards: a line with a name, and the short lines below it down to its last contact point."""

from bisect import bisect_right

from pipeline.link.layout import Line
from pipeline.link.scene import POINTS, Kind, Scene

LONGEST = 9  # lines of a card
WITHOUT_POINTS = 3  # lines of a card that has no contact point
INDENT = 40  # characters before the name on its line: title, role, body


class Cards:
    """The cards of a page, found by offset."""

    def __init__(self, scene: Scene) -> None:
        self._cards = _cards(scene)
        self._starts = [start for start, _, _ in self._cards]

    def owners(self, offset: int) -> frozenset[int]:
        """The people whose card an offset lies in; empty outside of cards."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return frozenset()
        _, end, people = self._cards[index]
        return people if offset < end else frozenset()


def _cards(scene: Scene) -> list[tuple[int, int, frozenset[int]]]:
    """(start, end, people) of each card, in text order."""
    found = []
    lines = scene.layout.lines
    heads = [line for line in lines if _is_head(scene, line)]
    following = [*(line.index for line in heads[1:]), len(lines)]
    for line, stop in zip(heads, following, strict=False):  # one stop too many where there is no head
        people = frozenset(item.entity for item in scene.on_line(Kind.PERSON, line))
        found.append((line.start, _end(scene, line, min(stop, line.index + LONGEST)), people))
    return found


def _is_head(scene: Scene, line: Line) -> bool:
    names = scene.on_line(Kind.PERSON, line)
    return bool(names) and not line.prose and names[0].start - line.start <= INDENT


def _end(scene: Scene, head: Line, stop: int) -> int:
    """End of the last line with a contact point before the next card or running text; else a few short lines."""
    end, with_points = head, False
    for line in scene.layout.lines[head.index + 1 : stop]:
        if line.prose or scene.count(Kind.PERSON, line.start, line.end):
            break
        has_point = any(scene.count(kind, line.start, line.end) for kind in POINTS)
        if has_point or (not with_points and line.index - head.index <= WITHOUT_POINTS and scene.holds_item(line)):
            end = line
        with_points = with_points or has_point
    return end.end
