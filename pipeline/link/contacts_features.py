"""Named features of a contact point and a name: where they stand, what the page's order and its words say."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from pipeline.link.contacts_chains import alike
from pipeline.link.contacts_spot import Spot
from pipeline.link.contacts_words import house_headings, words_beside
from pipeline.link.layout import Line
from pipeline.link.mailboxes import names_role
from pipeline.link.passing import is_credited, is_dependent, is_represented, referred_kind
from pipeline.link.scene import POINTS, Item, Kind, Scene

HEADING_LINES = 14  # lines between a name and a number that are read for headings
LONGEST_LABEL = 40  # characters of a label that opens a line
ROLE_REACH = 120  # characters beside a name in which its roles stand
CARD_LINES = 6  # lines below a name that may belong to its card
CARD_INDENT = 30  # characters before a name that heads a card: a title, a role

_index = attrgetter("index")


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page tells about its contact points.

    Attributes:
        names_first: whether names stand before their contact points; None where the page does not tell.
        repeated: values that the page gives more than once.
        dependent: starts of names that only say more of somebody else.
        no_owners: starts of names that credit a picture, refer to somebody's number or are stood in for.
        headings: short lines that open a paragraph and hold nothing, in text order.
        house: starts of the headings behind which the house speaks: "Allgemeine Fragen", "Impressum: ".
    """

    names_first: bool | None
    repeated: frozenset[str]
    dependent: frozenset[int]
    no_owners: frozenset[int]
    house: tuple[int, ...]
    headings: tuple[Line, ...]

    def headings_between(self, first: Line, end: int, last: Line) -> int:
        """How many headings stand below a line, up to another line and an offset."""
        stop = min(first.index + 1 + HEADING_LINES, last.index + 1)
        low = bisect_left(self.headings, first.index + 1, key=_index)
        return sum(line.start < end for line in self.headings[low : bisect_left(self.headings, stop, low, key=_index)])

    def speaks_for_the_house(self, start: int, end: int) -> bool:
        """Whether a heading between two offsets gives what follows to the house."""
        return bisect_left(self.house, start) < bisect_left(self.house, end)


def read_page(scene: Scene) -> Page:
    """Learns the order of names and contact points from the page itself, and which values it repeats."""
    first = last = 0
    runs: dict[int, list[Item]] = {}
    for item in scene.items:
        if item.kind is Kind.PERSON or item.kind in POINTS:
            runs.setdefault(item.line.paragraph, []).append(item)
    for items in runs.values():
        if items[0].line.prose or len({item.kind is Kind.PERSON for item in items}) < 2:
            continue
        first += items[0].kind is Kind.PERSON
        last += items[0].kind is not Kind.PERSON
    order = None if first == last else first > last
    seen: set[str] = set()
    repeated: set[str] = set()
    for value in (*(phone.value for phone in scene.values.phones), *(mail.value or "" for mail in scene.values.emails)):
        (repeated if value in seen else seen).add(value)
    names = scene.of(Kind.PERSON)
    dependent = frozenset(item.start for item in names if is_dependent(scene, item))
    passing = (i.start for i in names if is_credited(scene, i) or is_represented(scene, i) or referred_kind(scene, i))
    return Page(
        order, frozenset(repeated), dependent, frozenset(passing), house_headings(scene.text), _bare_headings(scene)
    )


def point_features(scene: Scene, page: Page, spot: Spot, item: Item) -> list[str]:
    """Named features of a contact point and a mention of a person."""
    point = spot.point
    before = item.start < point.start
    start, end = (item.end, point.start) if before else (point.end, item.start)
    lines = abs(item.line.index - point.line.index)
    between = _people_between(scene, page, item, point, start, end)
    features = _standing(scene, point, item, start, end, people=len(between))
    if lines and (heading := page.headings_between(scene.layout.line(start), end, point.line)):
        features.append(f"headings-between-{min(heading, 2)}")
    if page.names_first is not None and not point.line.prose:
        features.append("page-order" if page.names_first == before else "against-page-order")
    if before:
        features += spot.chains.features(item.entity, crowded=bool(between)) or ["other-name-nearer"] * bool(between)
    features += spot.of_value
    if point.kind is Kind.EMAIL:
        features += _mailbox(scene, spot, item)
    if not lines:
        features += words_beside(scene, start, end, before=before)
    features += spot.said(before=before, end=end)
    features += _alignment(point, item, lines)
    if before and lines and not between:
        features += _card(scene, point, item, lines)
    if spot.continues:
        features.append("continues-points")
    if item.start in page.dependent:
        features.append("named-in-passing")
    return features


def _standing(scene: Scene, point: Item, item: Item, start: int, end: int, *, people: int) -> list[str]:
    """Where a name and a contact point stand to each other, and how much stands between them."""
    side = "name-first" if item.start < point.start else "point-first"
    lines = abs(item.line.index - point.line.index)
    place = "same-line" if not lines else f"lines-{min(lines, 5)}"
    features = [
        f"{'prose' if point.line.prose else 'card'}:{side}:{place}",
        f"{side}:people-between-{min(people, 3)}",
        f"{side}:same-kind-between-{min(_alike_between(scene, point, start, end), 2)}",
        f"sentences-between-{min(scene.layout.sentences_between(start, end), 2)}",
    ]
    paragraphs = abs(item.line.paragraph - point.line.paragraph)
    if paragraphs:
        features.append(f"{side}:paragraphs-{min(paragraphs, 3)}")
    if scene.count(Kind.ORGANISATION, start, end):
        features.append(f"{side}:organisation-between")
    return features


def _alike_between(scene: Scene, point: Item, start: int, end: int) -> int:
    """Contact points of the very same kind between: a mobile number does not stand in for a desk's."""
    if point.kind is not Kind.PHONE:
        return scene.count(point.kind, start, end)
    return sum(alike(scene, point, other) for other in scene.between(Kind.PHONE, start, end)[:6])


def _card(scene: Scene, point: Item, item: Item, lines: int) -> list[str]:
    """Whether the name heads the card that the contact point stands on."""
    if lines > CARD_LINES or point.line.prose or not scene.layout.is_short(item.line):
        return []
    if any(line.prose for line in scene.layout.lines[item.line.index : point.line.index]):
        return []
    if len({other.entity for other in scene.on_line(Kind.PERSON, item.line)}) != 1:
        return []
    return ["name-heads-card" if item.start - item.line.start < CARD_INDENT else "name-in-card"]


def value_of(scene: Scene, point: Item) -> str:
    """The normalised value of a contact point, "" where letters are lost."""
    if point.kind is Kind.EMAIL:
        return scene.values.emails[point.entity].value or ""
    return scene.values.phones[point.entity].value


def _people_between(scene: Scene, page: Page, item: Item, point: Item, start: int, end: int) -> set[int]:
    """Other people between a name and a contact point; in side-by-side columns only those of the point's column."""
    others = scene.between(Kind.PERSON, start, end)[:8]
    side_by_side = len(item.line.cells) == len(point.line.cells) == 2 and item.line.index != point.line.index
    if side_by_side and item.column == point.column:
        others = [other for other in others if other.column == point.column]
    return {other.entity for other in others if other.start not in page.dependent} - {item.entity}


def _bare_headings(scene: Scene) -> tuple[Line, ...]:
    """Short lines without any item or digit that open a paragraph."""
    return tuple(
        line
        for above, line in pairwise(scene.layout.lines)
        if above.paragraph != line.paragraph
        and scene.layout.is_short(line)
        and not scene.holds_item(line)
        and not any(char.isdigit() for char in scene.text[line.start : line.end])
    )


def _mailbox(scene: Scene, spot: Spot, item: Item) -> list[str]:
    """Whether the letters of an address name the person, or a role beside the name."""
    if spot.named:
        return [f"mailbox:{spot.named[item.entity]}" if item.entity in spot.named else "mailbox:of-other"]
    return ["mailbox:of-role"] if spot.value and names_role(spot.value, _roles_near(scene, item)) else []


def _roles_near(scene: Scene, item: Item) -> list[str]:
    """The roles on the line of a name and on the lines beside it, and the label that opens its line: "Vorstand:"."""
    lines = scene.layout.lines[max(0, item.line.index - 1) : item.line.index + 2]
    start, end = max(lines[0].start, item.start - ROLE_REACH), min(lines[-1].end, item.end + ROLE_REACH)
    roles = [role.mention.text for role in scene.between(Kind.ROLE, start, end)]
    label, colon, _ = scene.text[item.line.start : item.start].partition(":")
    return [*roles, label] if colon and len(label) <= LONGEST_LABEL else roles


def _alignment(point: Item, item: Item, lines: int) -> list[str]:
    found = []
    if lines and len(item.line.cells) == len(point.line.cells) > 1:
        found.append("same-column" if item.column == point.column else "other-column")
    if not lines and len(point.line.cells) > 1:
        found.append("same-cell" if item.column == point.column else "same-row")
    return found
