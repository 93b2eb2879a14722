"""Where a body stands for a person: at the head of the page or the paragraph, in the same sentence, nearest of all."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.link.scene import Item, Kind, Scene

HEAD_LINES = 8  # lines at the top of a page that may say whose page it is
PLACE_REACH = 60  # characters around a name or a role in which a place names its municipality
SENTENCE_REACH = 400  # characters of a sentence that are looked at on either side
MOST_COUNTED = 3


def page_head(scene: Scene) -> tuple[int, ...]:
    """The bodies on the short lines that open a page, above its first name, number and running text."""
    found: list[int] = []
    for line in scene.layout.lines[:HEAD_LINES]:
        if line.prose or scene.count(Kind.PERSON, line.start, line.end) or scene.holds_point(line.start, line.end):
            break
        found += [item.entity for item in scene.on_line(Kind.ORGANISATION, line)]
    return tuple(dict.fromkeys(found))


def listed_bodies(scene: Scene) -> dict[int, frozenset[int]]:
    """For each body those that commas join to it, outside of running text."""
    found: dict[int, set[int]] = defaultdict(set)
    for left, right in pairwise(scene.of(Kind.ORGANISATION)):
        same = left.line.index == right.line.index and not left.line.prose
        if same and left.entity != right.entity and scene.joined(left, right):
            found[left.entity].add(right.entity)
            found[right.entity].add(left.entity)
    return {entity: frozenset(others) for entity, others in found.items()}


def paragraph_starts(scene: Scene) -> dict[int, int]:
    """The first line's index of every paragraph."""
    starts: dict[int, int] = {}
    for line in scene.layout.lines:
        starts.setdefault(line.paragraph, line.index)
    return starts


def position_features(scene: Scene, starts: dict[int, int], item: Item, other: Item) -> set[str]:
    """Features of one mention of a person and one of an organisation by paragraph, sentence and nearness."""
    found = set()
    nearest_person = _nearest(scene, Kind.PERSON, other)
    if item.line.paragraph == other.line.paragraph and other.line.index < item.line.index:
        found |= _as_paragraph_head(scene, starts, other)
    found |= _in_sentence(scene, item, other)
    if _nearest(scene, Kind.ORGANISATION, item) == other.entity:
        found.add("nearest-body")
        if nearest_person == item.entity:
            found.add("nearest-of-each-other")
    elif nearest_person == item.entity:
        found.add("nearest-person")
    return found


def _as_paragraph_head(scene: Scene, starts: dict[int, int], other: Item) -> set[str]:
    if other.line.index != starts[other.line.paragraph]:
        return set()
    people = scene.count(Kind.PERSON, other.line.start, other.line.end)
    alone = len(scene.words_between(other.line.start, other.line.end)) <= 1
    return {"heads-paragraph:with-name" if people else "heads-paragraph:alone" if alone else "heads-paragraph"}


def _in_sentence(scene: Scene, item: Item, other: Item) -> set[str]:
    left, right = (item, other) if item.start < other.start else (other, item)
    if left.line.index != right.line.index or scene.layout.sentences_between(left.end, right.start):
        return set()
    start = max(scene.layout.sentence_start(left.start), left.start - SENTENCE_REACH)
    end = min(scene.layout.sentence_end(right.end), right.end + SENTENCE_REACH)
    people, bodies = (len({i.entity for i in scene.between(k, start, end)}) for k in (Kind.PERSON, Kind.ORGANISATION))
    prose = "prose" if item.line.prose else "card"
    return {f"{prose}:sentence:people-{min(people, MOST_COUNTED)}:bodies-{min(bodies, MOST_COUNTED)}"}


def _nearest(scene: Scene, kind: Kind, item: Item) -> int | None:
    """The entity of a kind that stands nearest: lines count before characters, what stands before goes first."""
    before, behind = scene.last_before(kind, item.start), scene.next_from(kind, item.end)
    if before is None or behind is None:
        near = behind if before is None else before
        return None if near is None else near.entity
    return before.entity if _away(item, before) <= _away(item, behind) else behind.entity


def _away(item: Item, other: Item) -> tuple[int, int]:
    return abs(other.line.index - item.line.index), max(item.start - other.end, other.start - item.end)


def places_beside(scene: Scene, items: Sequence[Item]) -> set[str]:
    """Places beside a person and their roles, which may be a body's: "Wormser Stadtrat", "Landrätin aus Börde"."""
    reaches = ((item.start - PLACE_REACH, item.end + PLACE_REACH) for item in items)
    places = {place.entity for start, end in reaches for place in scene.between(Kind.PLACE, start, end)[:6]}
    return {scene.values.places[place].name.casefold() for place in places}
