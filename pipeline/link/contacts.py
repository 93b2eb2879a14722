"""Whose number or address it is: score every contact point against the people around it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.link.bracketed import BRACKETED, BRACKETED_REASON, bracketed_partner, is_of_the_house
from pipeline.link.columns import ALIGNED, ALIGNED_REASON, Columns
from pipeline.link.contacts_features import Page, point_features, read_page, value_of
from pipeline.link.contacts_spot import read_spot
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import LinearModel
from pipeline.link.scene import Item, Kind, Scene
from pipeline.link.segments import entitled
from pipeline.link.shared import OF_BOTH_REASON, SHARED, SHARED_REASON, points_of_both, shared_mailboxes
from pipeline.link.turned import TURNED, TURNED_REASON, turned_partners

BEFORE, AFTER = 5, 3  # mentions of people looked at on either side of a contact point
FARTHEST_LINES = 14  # lines between a name and its contact point
ALTERNATIVE = frozenset({"oder", "bzw"})  # between two numbers of one owner: "-211 oder -212"
BESIDE_ALTERNATIVE = ALTERNATIVE | {".", ":", ",", "unter", "mobil", "Mobil", "Handy", "Tel", "Telefon", "Durchwahl"}
ALTERNATIVE_REACH = 30  # characters between them
MOST_MENTIONS = 50  # mentions of a person among which the nearest to a mailbox is looked for


@dataclass(frozen=True, slots=True)
class PointLink:
    """A contact point given to a person; ``point`` is the item's start."""

    point: Item
    person: int
    score: float
    reasons: tuple[str, ...]


def link_points(
    scene: Scene, columns: Columns, mailboxes: Mailboxes, phones: LinearModel, emails: LinearModel
) -> list[PointLink]:
    """Contact points with the people they belong to; a shared number has several owners, a central one none."""
    page, turned = read_page(scene), turned_partners(scene)
    found: list[PointLink] = []
    for kind in (Kind.PHONE, Kind.FAX, Kind.EMAIL):
        model = emails if kind is Kind.EMAIL else phones
        for point in scene.of(kind):
            sure = _by_layout(scene, columns, point)
            if sure is None and not is_of_the_house(scene, point):
                candidates = dict(point_candidates(scene, mailboxes, page, point))
                found += _scored(point, candidates, turned.get(point.start), model)
            elif sure is not None:
                found.append(sure)
    found += _alternatives(scene, found)
    known = {(link.point.start, link.person) for link in found}
    both = (pair for pair in points_of_both(scene) if (pair[0].start, pair[1]) not in known)
    found += [PointLink(point, person, SHARED, OF_BOTH_REASON) for point, person in both]
    shared = shared_mailboxes(scene, [(link.point, link.person) for link in found])
    return [*found, *(PointLink(point, person, SHARED, SHARED_REASON) for point, person in shared)]


def _by_layout(scene: Scene, columns: Columns, point: Item) -> PointLink | None:
    """The link to the name of a point's row, or to the one in brackets right behind it."""
    row = columns.partner(point)
    if row is not None:
        return PointLink(point, row.entity, ALIGNED, ALIGNED_REASON)
    named = bracketed_partner(scene, point)
    return PointLink(point, named.entity, BRACKETED, BRACKETED_REASON) if named is not None else None


def _scored(
    point: Item, candidates: dict[int, list[str]], behind: Item | None, model: LinearModel
) -> Iterator[PointLink]:
    """The links to the name behind a point on a page of that order, else to the candidates that the model accepts."""
    if behind is not None and not any(name.startswith("mailbox:f") for f in candidates.values() for name in f):
        yield PointLink(point, behind.entity, TURNED, TURNED_REASON)
        return
    for person, features in _in_order(candidates):
        score = model.score(features)
        if score >= model.threshold:
            yield PointLink(point, person, score, model.reasons(features))


def _alternatives(scene: Scene, found: list[PointLink]) -> list[PointLink]:
    """A telephone number that "oder" joins to one before it, and that nobody owns, has the owners of that one."""
    owners: dict[int, list[PointLink]] = {}
    for link in found:
        owners.setdefault(link.point.start, []).append(link)
    more: list[PointLink] = []
    for left, right in pairwise(scene.of(Kind.PHONE)):
        if right.start not in owners and left.start in owners and _is_alternative(scene, left, right):
            owners[right.start] = [replace(link, point=right) for link in owners[left.start]]
            more += owners[right.start]
    return more


def _is_alternative(scene: Scene, left: Item, right: Item) -> bool:
    if right.line.index != left.line.index or right.start - left.end > ALTERNATIVE_REACH:
        return False
    words = frozenset(scene.words_between(left.end, right.start))
    return bool(words & ALTERNATIVE) and words <= BESIDE_ALTERNATIVE


def _in_order(candidates: dict[int, list[str]]) -> list[tuple[int, list[str]]]:
    """The candidates, without those who have another number in an enumeration of as many numbers as names."""
    if not any("paired-in-order" in features for features in candidates.values()):
        return list(candidates.items())
    return [(person, features) for person, features in candidates.items() if "paired-with-other" not in features]


def point_candidates(scene: Scene, mailboxes: Mailboxes, page: Page, point: Item) -> Iterator[tuple[int, list[str]]]:
    """The people a contact point may belong to, with the features of the pair.

    Each person counts once, at the mention nearest to the point.
    """
    value = value_of(scene, point)
    named = mailboxes.matches(value) if point.kind is Kind.EMAIL else {}
    sole = named if "full" in named.values() else None  # it bears somebody's full name, so it is nobody else's
    nearest: dict[int, Item] = {}
    for item in _around(scene, page, point, sole):
        known = nearest.get(item.entity)
        closer = known is None or _distance(item, point) < _distance(known, point)
        if closer and abs(item.line.index - point.line.index) <= FARTHEST_LINES:
            nearest[item.entity] = item
    for person in sorted(named):
        nearest.setdefault(person, _nearest_mention(scene, person, point))
    if nearest:
        spot = read_spot(scene, page.repeated, point, value, named)
        for person, item in nearest.items():
            yield person, point_features(scene, page, spot, item)


def _around(scene: Scene, page: Page, point: Item, sole: Container[int] | None) -> list[Item]:
    """The mentions of people around a contact point who may own it; ``sole`` are the only ones who can, if known."""
    near = [*scene.before(Kind.PERSON, point.start, BEFORE), *scene.after(Kind.PERSON, point.end, AFTER)]
    if sole is not None:
        near = [item for item in near if item.entity in sole]
    alone = entitled(scene, point) if near else None
    return [
        item
        for item in near
        if item.start not in page.no_owners
        and (alone is None or item.entity in alone)
        and not (page.house and page.speaks_for_the_house(item.end, point.start))
    ]


def _distance(left: Item, right: Item) -> tuple[bool, int]:
    """How far two items stand apart: in other paragraphs, then in characters; what stands before a point is nearer."""
    characters = max(left.start - right.end + 15, right.start - left.end)
    return left.line.paragraph != right.line.paragraph, characters


def _nearest_mention(scene: Scene, person: int, point: Item) -> Item:
    starts = [name.mention.start for name in scene.people[person].names[:MOST_MENTIONS]]
    best = min(starts, key=lambda start: abs(start - point.start))
    return next(item for item in scene.between(Kind.PERSON, best, best + 1) if item.entity == person)
