"""Rows of a table whose first cell is empty: they may continue the row above, or their name may be lost.

Nothing on such a row tells which, so that what it says of people named elsewhere is linked with a low score.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.link.contacts import PointLink
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Item, Kind, Scene

DELIMITERS = ";|\t"
FEWEST_DELIMITERS = 2  # of one kind on a line that is taken for a table's row
HIGHEST = 0.55  # score of a link to a person of another row; below what counts as doubtful


def doubt_roles(scene: Scene, rows: "Rows", links: Sequence[RoleLink]) -> list[RoleLink]:
    """The role links, those on rows without a name with a low score."""
    items = {item.entity: item for item in scene.of(Kind.ROLE)}
    return [
        replace(link, score=min(link.score, HIGHEST)) if rows.is_doubtful(items[link.role], link.person) else link
        for link in links
    ]


def doubt_points(rows: "Rows", links: Sequence[PointLink]) -> list[PointLink]:
    """The links of contact points, those on rows without a name with a low score."""
    return [
        replace(link, score=min(link.score, HIGHEST)) if rows.is_doubtful(link.point, link.person) else link
        for link in links
    ]


class Rows:
    """The rows of a document that lack their name, each line looked at once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._nameless: set[int] = set()
        above, named = (0, ""), False  # the row above by its delimiters, and whether the table has names in front
        for line in scene.layout.lines:
            shape, first = _shape(scene.text[line.start : line.end])
            named = bool(first) or (named and shape == above)
            if not first and named and shape[0] >= FEWEST_DELIMITERS:
                self._nameless.add(line.index)
            above = shape

    def is_doubtful(self, item: Item, person: int) -> bool:
        """Whether an item stands on a row that lacks its name, apart from the person."""
        if item.line.index not in self._nameless:
            return False
        return all(one.entity != person for one in self._scene.on_line(Kind.PERSON, item.line))


def _shape(line: str) -> tuple[tuple[int, str], str]:
    """(number and kind of a line's delimiters, its first cell)."""
    delimiter = max(DELIMITERS, key=line.count)
    return (line.count(delimiter), delimiter), line.partition(delimiter)[0].strip()
