"""Contact points that a page gives by reference: "Telefon wie Frau Böhlert", "Fax siehe oben bei Pfarrer Okafor"."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.link.contacts import PointLink
from pipeline.link.scene import Item, Kind, Scene

LABEL = re.compile(
    r"(?P<phone>Tel(?:efon|\.)?|Telefonnummer|Nummer)(?:[ ]?[:.])*(?P<fax> (?:und|/) (?:Tele)?[Ff]ax)?"
    r"|(?P<email>E-?[Mm]ail|Mail)(?:[ ]?:)?"
)
BY_REFERENCE = re.compile(r"[ ]{0,2}(?:wie|siehe(?: oben| unten)?(?: bei)?|s\. ?o\.(?: bei)?|gleiche Nummer wie)[ ]$")
WINDOW = 60  # characters before a name in which label and reference stand
CONFIDENCE = 0.8


def link_references(scene: Scene, points: Sequence[PointLink]) -> list[PointLink]:
    """More links: the holder of a card that refers to somebody gets that person's numbers or addresses."""
    reached: dict[int, list[Item]] = defaultdict(list)
    for link in points:
        reached[link.person].append(link.point)
    found = []
    for item in scene.of(Kind.PERSON):
        kind = _reference(scene, item)
        holder = _holder(scene, item) if kind is not None else None
        if holder is None or holder == item.entity:
            continue
        theirs = [point for point in reached[item.entity] if point.kind is kind]
        reason = f"the page refers to {scene.people[item.entity].name.name}"
        found += [PointLink(point, holder, CONFIDENCE, (reason,)) for point in theirs]
    return found


def _reference(scene: Scene, item: Item) -> Kind | None:
    """The kind of contact point that is given by reference to a name, None where the name is no reference."""
    start = item.start
    roles = scene.before(Kind.ROLE, start, 1)
    if roles and roles[0].end <= start and scene.text[roles[0].end : start].isspace():
        start = roles[0].start
    before = scene.text[max(item.line.start, start - WINDOW) : start]
    before = re.sub(r"(?:Frau|Herrn?|Fr\.|Hr\.) $", "", before)
    reference = BY_REFERENCE.search(before)
    if reference is None:
        return None
    label = next(reversed(list(LABEL.finditer(before, 0, reference.start()))), None)
    if label is None or reference.start() - label.end() > 2:
        return None
    return Kind.EMAIL if label["email"] is not None else Kind.PHONE


def _holder(scene: Scene, item: Item) -> int | None:
    """The person on whose card the reference stands: the one named last before it."""
    return next(
        (other.entity for other in scene.before(Kind.PERSON, item.start, 3) if other.entity != item.entity), None
    )
