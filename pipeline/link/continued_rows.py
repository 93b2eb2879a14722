"""Rows of a table whose first cell is empty: they go on with the body that the first cell of a row above names."""

from pipeline.link.layout import Line
from pipeline.link.scene import Kind, Scene

CONTINUED = "row-continues"  # the feature that says so


def continued_rows(scene: Scene) -> dict[int, tuple[int, ...]]:
    """For the index of each line that begins with an empty cell the bodies in the first cell of the row it goes on."""
    if "\n\t" not in scene.text:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    bodies: tuple[int, ...] = ()
    for line in scene.layout.lines:
        content = scene.text[line.start : line.end]
        if not content.startswith("\t"):
            bodies = _in_first_cell(scene, line) if "\t" in content else ()
        elif bodies:
            found[line.index] = bodies
    return found


def _in_first_cell(scene: Scene, line: Line) -> tuple[int, ...]:
    end = scene.text.index("\t", line.start)
    return tuple(item.entity for item in scene.on_line(Kind.ORGANISATION, line) if item.end <= end)
