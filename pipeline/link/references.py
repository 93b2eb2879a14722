"""Contact points that a page gives by reference: "Telefon wie Frau Böhlert", "Fax siehe oben bei Pfarrer Okafor"."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.link.contacts import PointLink
from pipeline.link.passing import referred_kind
from pipeline.link.scene import Item, Kind, Scene

CONFIDENCE = 0.8


def link_references(scene: Scene, points: Sequence[PointLink]) -> list[PointLink]:
    """More links: the holder of a card that refers to somebody gets that person's numbers or addresses."""
    reached: dict[int, list[Item]] = defaultdict(list)
    for link in points:
        reached[link.person].append(link.point)
    found = []
    for item in scene.of(Kind.PERSON):
        kind = referred_kind(scene, item)
        holder = _holder(scene, item) if kind is not None else None
        if holder is None:
            continue
        theirs = [point for point in reached[item.entity] if point.kind is kind]
        reason = f"the page refers to {scene.people[item.entity].name.name}"
        found += [PointLink(point, holder, CONFIDENCE, (reason,)) for point in theirs]
    return found


def _holder(scene: Scene, item: Item) -> int | None:
    """The person on whose card the reference stands: the one named last before it."""
    return next(
        (other.entity for other in scene.before(Kind.PERSON, item.start, 3) if other.entity != item.entity), None
    )
