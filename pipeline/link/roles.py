"""Whose role it is: score every role phrase against the people around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.link.columns import ALIGNED, ALIGNED_REASON, Columns
from pipeline.link.model import LinearModel
from pipeline.link.passing import is_represented, represents
from pipeline.link.role_heads import HEADED, HEADED_REASON, headed_below
from pipeline.link.role_lists import LISTED, LISTED_REASON, heads_list, listed_behind
from pipeline.link.roles_features import read_place, role_features, touching_name
from pipeline.link.scene import Item, Kind, Scene, titles
from pipeline.link.segments import entitled
from pipeline.link.turned import TURNED, TURNED_REASON, TurnedCards
from pipeline.link.vacancies import is_vacant

BEFORE, AFTER = 3, 2  # mentions of people looked at on either side of a role
AFTER_LIST_HEAD = 8  # and behind a plural or a colon: "Beisitzer: ..."
FARTHEST_LINES = 12  # lines between a role and its holder
FARTHEST = 500  # characters between a role and a person in running text
NAME_REACH = 6  # words between a role and its holders behind a colon or comma
OTHER = re.compile(r"\b(?:und|oder|sowie) (?:(?:bei|an|von|mit) )?(?:de[rmn]|die)(?: [a-zäöüß]{3,20}e[rmn]?)? $")
ROW_CELLS = 3  # cells from which a line is a row of its own: its roles are its people's
LEADERS = re.compile(
    r"[ \t]{0,3}(?:\.{3,}|…{2,}|_{3,}|(?: \.){3,})[ \t]{0,3}(?:(?:Dr|Prof|Dipl|med|vet)[\w.-]{0,12} ?){0,4}"
)
OTHER_REACH = 40  # characters before a role in which that stands
OF_REACH = 40  # characters between a role and the person whom it serves
CHAIN = 80  # characters between two roles of one list, a body among them
CHAINING = frozenset({"und", "sowie", "zugleich", ",", "/", "–", "-", "&"})
INSIDE_CHAIN = frozenset(
    {"der", "des", "dem", "im", "in", "am", "an", "beim", "bei", "von", "vom", "auch", "für", "die", "das"}
)


@dataclass(frozen=True, slots=True)
class RoleLink:
    """A role given to a person."""

    role: int
    person: int
    score: float
    reasons: tuple[str, ...]


def link_roles(scene: Scene, columns: Columns, model: LinearModel) -> list[RoleLink]:
    """The roles with the people they belong to; a role may have several holders ("Beisitzer: ...") or none."""
    found: list[RoleLink] = []
    last: list[RoleLink] = []
    previous: Item | None = None
    cards = TurnedCards(scene)
    for role in _held(scene):
        placed = _placed(role, columns, cards)
        if placed is not None:
            found.append(placed)
            continue
        links = _listed(scene, role) or _headed(scene, role) or _scored(scene, role, model)
        if previous is not None and _continues(scene, previous, role):
            if not last and _precedes(scene, previous, role):
                found += _inherited(previous, links)
            if not links and not _taken_away(scene, role):
                links = _inherited(role, last)
        found += links
        last, previous = links, role
    return found


def _placed(role: Item, columns: Columns, cards: TurnedCards) -> RoleLink | None:
    """The holder of a role whom the page's layout tells: by its row, or by cards with the number above the name."""
    row, card = columns.partner(role), cards.name(role)
    if row is not None:
        return RoleLink(role.entity, row.entity, ALIGNED, ALIGNED_REASON)
    return RoleLink(role.entity, card.entity, TURNED, TURNED_REASON) if card is not None else None


def _held(scene: Scene) -> Iterator[Item]:
    """The roles that somebody may hold: no headings of lists, no "Vertretung von Mag. Oberhauser", no vacancies."""
    nobodys = (heads_list, represents, is_vacant)
    return (role for role in scene.of(Kind.ROLE) if not any(is_so(scene, role) for is_so in nobodys))


def _listed(scene: Scene, role: Item) -> list[RoleLink]:
    return [RoleLink(role.entity, person, LISTED, LISTED_REASON) for person in listed_behind(scene, role)]


def _headed(scene: Scene, role: Item) -> list[RoleLink]:
    return [RoleLink(role.entity, person, HEADED, HEADED_REASON) for person in headed_below(scene, role)]


def _scored(scene: Scene, role: Item, model: LinearModel) -> list[RoleLink]:
    scored = ((person, features, model.score(features)) for person, features in role_candidates(scene, role))
    return [
        RoleLink(role.entity, person, score, model.reasons(features))
        for person, features, score in scored
        if score >= model.threshold
    ]


def _continues(scene: Scene, left: Item, right: Item) -> bool:
    """Whether two roles stand in one list, with no name between: "Leiter des Ordnungsamts und Stadtwahlleiter"."""
    apart = right.line.index != left.line.index or right.start - left.end > CHAIN
    if apart or scene.count(Kind.PERSON, left.end, right.start):
        return False
    between = scene.words_between(left.end, right.start)
    if between[:1] == ["des"] and between[1:2] and between[1][0].isupper():
        between = between[2:]  # a body that has no name: "des Ordnungsamts"
    tokens = {token.lower() for token in between}
    return bool(tokens & CHAINING) and tokens <= CHAINING | INSIDE_CHAIN


def _taken_away(scene: Scene, role: Item) -> bool:
    """Whether a role stands right before a name, and so is no continuation of the roles before it."""
    name = touching_name(scene, role)
    return name is not None and name.start >= role.end


def _precedes(scene: Scene, left: Item, right: Item) -> bool:
    """Whether the holder of the second role holds the first one too.

    That is so in a list of roles behind a name ("Hauptverantwortliche und Koordinatorin"), and of roles with a comma
    before one ("Bevollmächtigter für Integration, Staatssekretär Jo Dreifuss"); with "und" they are two people.
    """
    before_name = touching_name(scene, right)
    if before_name is None or before_name.start < right.start:
        return True
    return "und" not in scene.words_between(left.end, right.start)


def _inherited(role: Item, links: list[RoleLink]) -> list[RoleLink]:
    """The role given to those who hold the one beside it."""
    return [
        RoleLink(role.entity, link.person, round(link.score * 0.9, 4), ("continues a list of roles",)) for link in links
    ]


def role_candidates(scene: Scene, role: Item) -> Iterator[tuple[int, list[str]]]:
    """The people a role may belong to, with the features of the pair; each person once, at the nearest mention."""
    nearest: dict[int, Item] = {}
    for item in _around(scene, role):
        known = nearest.get(item.entity)
        if known is None or _distance(item, role) < _distance(known, role):
            nearest[item.entity] = item
    if nearest:
        place = read_place(scene, role)
        for person, item in nearest.items():
            yield person, role_features(scene, place, item)


def _around(scene: Scene, role: Item) -> list[Item]:
    heads_list = role.mention.attributes.get("plural") == "yes" or scene.text[role.end : role.end + 1] == ":"
    after = scene.after(Kind.PERSON, role.end, AFTER_LIST_HEAD if heads_list else AFTER)
    near = [*scene.before(Kind.PERSON, role.start, BEFORE), *after]
    near = [item for item in near if _reachable(role, item) and not _is_of(scene, role, item)]
    if _before_colon(scene, role, after) or _leads(scene, role, after) or _introduces(scene, role, after):
        near = [item for item in near if item.start > role.end and item.line.index == role.line.index]
    row = [item for item in near if item.line.index == role.line.index] if len(role.line.cells) >= ROW_CELLS else []
    alone = entitled(scene, role) if near else None
    return [item for item in row or near if alone is None or item.entity in alone]


def _before_colon(scene: Scene, role: Item, after: list[Item]) -> bool:
    """Whether a colon behind the role, and perhaps its body, gives the names: "Obfrau des Elternvereins: Uli Baum"."""
    return _words_to_name(scene, role, after)[-1:] == [":"]


def _leads(scene: Scene, role: Item, after: list[Item]) -> bool:
    """Whether leaders run from the role to the next name: "Kassenwart ......... Mia Hell"."""
    return bool(after) and LEADERS.fullmatch(scene.text, role.end, after[0].start) is not None


def _introduces(scene: Scene, role: Item, after: list[Item]) -> bool:
    """Whether a role names somebody else than before: "... oder der Vorsitzenden des Vereins, Frau Mia Hell"."""
    if OTHER.search(scene.text, max(role.line.start, role.start - OTHER_REACH), role.start) is None:
        return False
    words = _words_to_name(scene, role, after)
    return (
        words[-1:] == [","] and words.count(",") == 1 and not scene.layout.sentences_between(role.end, after[0].start)
    )


def _words_to_name(scene: Scene, role: Item, after: list[Item]) -> list[str]:
    """The words from a role to the next name; none where that is on another line, far away, or behind another role."""
    if not after or after[0].line.index != role.line.index or scene.count(Kind.ROLE, role.end, after[0].start):
        return []
    words = scene.words_between(role.end, after[0].start)
    return words if len(words) <= NAME_REACH else []


def _is_of(scene: Scene, role: Item, item: Item) -> bool:
    """Whether a role is one beside a person: "Sekretariat von Dr. Blume", "Sprecherin von Frau Erz"."""
    if is_represented(scene, item):
        return True
    if item.start - role.end > OF_REACH:
        return False
    between = scene.text[role.end : item.start]
    return "von" in between and [word for word in between.split() if word not in titles()] == ["von"]


def _reachable(role: Item, item: Item) -> bool:
    if item.line.index == role.line.index:
        return True
    lines = abs(item.line.index - role.line.index)
    return lines <= FARTHEST_LINES and (_distance(item, role) < FARTHEST or not role.line.prose)


def _distance(left: Item, right: Item) -> int:
    return max(left.start - right.end, right.start - left.end)
