"""Named features of a contact point and a name: where they stand, what the page's order and its words say."""

from bisect import bisect_left
from dataclasses import dataclass

from pipeline.link.contacts_words import house_headings, word_features
from pipeline.link.layout import Line
from pipeline.link.mailboxes import is_office, names_role
from pipeline.link.passing import is_credited, is_dependent, is_represented, referred_kind
from pipeline.link.scene import JOINED, POINTS, Item, Kind, Scene

HEADING_LINES = 14  # lines between a name and a number that are read for headings
RUN_GAP = 25  # characters between two numbers of one run: a slash, a label
LISTED_REACH = 120  # characters between two names of a list with contact points between them
LONGEST_LABEL = 40  # characters of a label that opens a line
ROLE_REACH = 120  # characters beside a name in which its roles stand
CARD_LINES = 6  # lines below a name that may belong to its card
CARD_INDENT = 30  # characters before a name that heads a card: a title, a role


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page tells about its contact points.

    Attributes:
        names_first: whether names stand before their contact points; None where the page does not tell.
        repeated: values that the page gives more than once.
        dependent: starts of names that only say more of somebody else.
        no_owners: starts of names that credit a picture, refer to somebody's number or are stood in for.
        house: starts of the headings behind which the house speaks: "Allgemeine Fragen", "Impressum: ".
    """

    names_first: bool | None
    repeated: frozenset[str]
    dependent: frozenset[int]
    no_owners: frozenset[int]
    house: tuple[int, ...]

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
    return Page(order, frozenset(repeated), dependent, frozenset(passing), house_headings(scene.text))


def point_features(scene: Scene, page: Page, point: Item, item: Item, named: dict[int, str]) -> list[str]:
    """Named features of a contact point and a mention of a person."""
    before = item.start < point.start
    side = "name-first" if before else "point-first"
    start, end = (item.end, point.start) if before else (point.end, item.start)
    lines = abs(item.line.index - point.line.index)
    between = _people_between(scene, page, item, point, start, end)
    prose = "prose" if point.line.prose else "card"
    place = "same-line" if not lines else f"lines-{min(lines, 5)}"
    features = [
        f"{prose}:{side}:{place}",
        f"{side}:people-between-{min(len(between), 3)}",
        f"{side}:same-kind-between-{min(_alike_between(scene, point, start, end), 2)}",
        f"sentences-between-{min(scene.layout.sentences_between(start, end), 2)}",
    ]
    paragraphs = abs(item.line.paragraph - point.line.paragraph)
    if paragraphs:
        features.append(f"{side}:paragraphs-{min(paragraphs, 3)}")
    if scene.count(Kind.ORGANISATION, start, end):
        features.append(f"{side}:organisation-between")
    if lines and (heading := _headings(scene, start, end, point.line)):
        features.append(f"headings-between-{min(heading, 2)}")
    if page.names_first is not None and prose == "card":
        features.append("page-order" if page.names_first == before else "against-page-order")
    sharing = _sharing(scene, item, point, between, before=before)
    features += sharing or (["other-name-nearer"] if between and before else [])
    features += _value_features(scene, page, point, item, named)
    features += word_features(scene, point, start, end, before=before, lines=lines)
    features += _alignment(point, item, lines)
    features += _card(scene, point, item, between, before=before)
    if item.start in page.dependent:
        features.append("named-in-passing")
    return features


def _alike_between(scene: Scene, point: Item, start: int, end: int) -> int:
    """Contact points of the very same kind between: a mobile number does not stand in for a desk's."""
    if point.kind is not Kind.PHONE:
        return scene.count(point.kind, start, end)
    return sum(_alike(scene, point, other) for other in scene.between(Kind.PHONE, start, end)[:6])


def _alike(scene: Scene, point: Item, other: Item) -> bool:
    """Whether two contact points of one kind are both desk telephones, both mobiles, both e-mail addresses."""
    phones = scene.values.phones
    return point.kind is not Kind.PHONE or phones[point.entity].kind == phones[other.entity].kind


def _card(scene: Scene, point: Item, item: Item, between: set[int], *, before: bool) -> list[str]:
    """Whether the name heads the card that the contact point stands on."""
    found = []
    lines = abs(item.line.index - point.line.index)
    if before and lines and not between and scene.layout.is_short(item.line) and not point.line.prose:
        whole = scene.layout.lines[item.line.index : point.line.index]
        alone = len({other.entity for other in scene.on_line(Kind.PERSON, item.line)}) == 1
        if alone and all(not line.prose for line in whole) and lines <= CARD_LINES:
            found.append("name-heads-card" if item.start - item.line.start < CARD_INDENT else "name-in-card")
    previous = [p for kind in POINTS for p in scene.before(kind, point.start, 1) if p.line.index == point.line.index]
    if previous and not scene.count(Kind.PERSON, max(p.start for p in previous), point.start):
        found.append("continues-points")
    return found


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


def _headings(scene: Scene, start: int, end: int, last: Line) -> int:
    """Short lines without any item that open a paragraph between two offsets."""
    layout, found = scene.layout, 0
    index = layout.line(start).index + 1
    for line in layout.lines[index : min(index + HEADING_LINES, last.index + 1)]:
        opens = line.start < end and layout.lines[line.index - 1].paragraph != line.paragraph
        if (
            opens
            and layout.is_short(line)
            and not scene.holds_item(line)
            and not any(c.isdigit() for c in scene.text[line.start : line.end])
        ):
            found += 1
    return found


def _sharing(scene: Scene, item: Item, point: Item, between: set[int], *, before: bool) -> list[str]:
    """Names joined by commas and "und" before a number: shared, or one number each in the same order."""
    if not before:
        return []
    chain = _chain(scene, point)
    for names in (chain, _chain(scene, point, past_others=True)):
        position = next((i for i, other in enumerate(names) if other.entity == item.entity), None)
        order = _order(scene, point, names) if position is not None and len(names) > 1 else None
        if order is not None:
            return ["paired-in-order" if order == position else "paired-with-other"]
    joined = len(chain) > 1 and any(other.entity == item.entity for other in chain)
    return ["joined-names"] if between and joined else []


def _order(scene: Scene, point: Item, names: list[Item]) -> int | None:
    """A number's place in a run of as many numbers as there are names before it; None where they are not as many."""
    points = [other for other in _points_behind(scene, names[-1], point.kind) if _alike(scene, point, other)]
    if len(points) != len(names):
        return None
    return next((i for i, other in enumerate(points) if other.start == point.start), None)


def _chain(scene: Scene, point: Item, *, past_others: bool = False) -> list[Item]:
    """The joined names that end nearest before a contact point, in text order."""
    nearest = scene.before(Kind.PERSON, point.start, 6)
    chain = nearest[:1]
    for item in nearest[1:]:
        joined = scene.joined(item, chain[-1]) or scene.joined_by_roles(item, chain[-1])
        if not joined and not (past_others and _listed(scene, item, chain[-1], point.kind)):
            break
        chain.append(item)
    return chain[::-1]


def _listed(scene: Scene, left: Item, right: Item, kind: Kind) -> bool:
    """Whether two names of one line are joined, with contact points of another kind between them."""
    apart = right.line.index != left.line.index or right.start - left.end > LISTED_REACH
    if apart or scene.count(kind, left.end, right.start):
        return False
    return JOINED.fullmatch("".join(scene.words_between(left.end, right.start))) is not None


def _points_behind(scene: Scene, last: Item, kind: Kind) -> list[Item]:
    """The run of contact points of one kind that begins behind a name, up to the next name or other words."""
    following = scene.after(Kind.PERSON, last.end, 1)
    stop = following[0].start if following else len(scene.text)
    run: list[Item] = []
    for point in scene.between(kind, last.end, stop)[:6]:
        if point.line.index - last.line.index > 4 or (run and point.start - run[-1].end > RUN_GAP):
            break
        run.append(point)
    return run


def _value_features(scene: Scene, page: Page, point: Item, item: Item, named: dict[int, str]) -> list[str]:
    value = value_of(scene, point)
    found = ["repeated-value"] if value in page.repeated else []
    if point.kind is not Kind.EMAIL:
        digits = [char for char in point.mention.text if char.isdigit()]
        if len(digits) > 5 and digits[-1] == "0":
            found.append("central-number")
        return found
    if named:
        found.append(f"mailbox:{named[item.entity]}" if item.entity in named else "mailbox:of-other")
    elif not value:
        found.append("mailbox:lost")
    else:
        found.append("mailbox:office" if is_office(value) else "mailbox:unknown")
        if names_role(value, _roles_near(scene, item)):
            found.append("mailbox:of-role")
    return found


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
