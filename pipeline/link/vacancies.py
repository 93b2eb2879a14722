"""Offices that nobody holds: "N. N." in a table, "zurzeit nicht besetzt" on a card."""

import re
from itertools import pairwise

from pipeline.link.layout import Line
from pipeline.link.scene import Item, Kind, Scene

VACANT = re.compile(
    r"N\.? ?N\.?"
    r"|(?:(?:derzeit|zurzeit|zur Zeit|aktuell|momentan|Stelle|Amt)(?: ist)? )?(?:vakant|unbesetzt|nicht besetzt)\.?",
    re.IGNORECASE,
)
LONGEST = 40  # characters of a cell or line that says so


def is_vacant(scene: Scene, role: Item) -> bool:
    """Whether a role that names nobody on its line stands beside a vacancy: in its row, or on the line next to it."""
    line = role.line
    if scene.count(Kind.PERSON, line.start, line.end):
        return False
    edges = (line.start, *line.cells)
    if any(_says_vacant(scene, start, end) for start, end in pairwise(edges)):
        return True
    if _says_vacant(scene, role.end, line.end):  # "Leiterin: N. N."
        return True
    return any(_is_vacancy(scene, line, index) for index in (line.index - 1, line.index + 1))


def _is_vacancy(scene: Scene, line: Line, index: int) -> bool:
    lines = scene.layout.lines
    if not 0 <= index < len(lines) or lines[index].paragraph != line.paragraph:
        return False
    return _says_vacant(scene, lines[index].start, lines[index].end)


def _says_vacant(scene: Scene, start: int, end: int) -> bool:
    return end - start <= LONGEST and VACANT.fullmatch(scene.text[start:end].strip(" \t|·:–-()._…")) is not None
