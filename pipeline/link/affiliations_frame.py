"""What a whole document tells of its organisations: whose page it is, and which bodies head its sections."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.link.affiliations_position import listed_bodies, page_head, paragraph_starts
from pipeline.link.cards import Cards
from pipeline.link.continued_rows import continued_rows
from pipeline.link.organisations_parts import is_unit, rank_of
from pipeline.link.owners import named_by_domain
from pipeline.link.scene import Item, Kind, Scene

OPENING_LINES = 5  # lines at the top of a page that say whose page it is
DIRECTORY_POINTS = 3  # contact points that a directory page has at least
MARGIN = 3  # characters beside a place that fills its line
SECTIONED = 3  # sections headed by places from which a page is taken to keep its bodies apart
MOST_WORDED = 12  # bodies whose names are compared with roles
SHORTEST_STEM, LONGEST_STEM = 5, 12  # letters that a role and a body's name share
MOST_HEADINGS = 3  # headings above a name that are looked at
MOST_HOSTS = 3  # bodies whose name is in the page's domain


@dataclass(frozen=True, slots=True)
class Frame:
    """The document's bodies at a glance.

    Attributes:
        first: the body named first, where that is at the top of the page or named again.
        contact: the body named last before the last contact point.
        counts: mentions by body.
        page: "directory" (people with their numbers), "list" (people on short lines) or "news".
        headings: bodies that stand on a short line without people, outside of contact cards.
        weights: each body's share of the mentions, in words.
        sections: (offset, bodies) of places that fill a line, with the municipalities of that name.
        named_in: the sections each body is named in; 0 is what stands above the first one.
        hosts: bodies whose name is in the domain of most addresses.
        main_of_kind: the body of each kind that is named most.
        head: the bodies on the lines that open the page.
        starts: the first line's index of every paragraph.
        words: for each word of the names of the bodies named most its ends that a role may begin with, and the body.
        ranks: of each body, the noun of its unit or its kind.
        only_heading: bodies that are named in headings of sections only.
        of_sections: the same, and units that head the page.
        by_rank: the headings of each rank, in text order.
        headed_from: where each body heads a section first.
        continued: the bodies whose row a line with an empty first cell goes on, by the line's index.
        listed: for each body those that commas join to it on a short line: "Kreisverwaltung, Fachbereich 01".
    """

    first: int | None
    frequent: tuple[int, ...]
    contact: int | None
    counts: dict[int, int]
    page: str
    headings: tuple[Item, ...]
    weights: dict[int, str]
    sections: tuple[tuple[int, frozenset[int]], ...]
    named_in: dict[int, frozenset[int]]
    cards: Cards
    hosts: frozenset[int]
    main_of_kind: dict[str, int]
    head: tuple[int, ...]
    starts: dict[int, int]
    words: tuple[tuple[tuple[str, ...], int], ...]
    ranks: tuple[str, ...]
    continued: dict[int, tuple[int, ...]]
    listed: dict[int, frozenset[int]]
    only_heading: frozenset[int]
    of_sections: frozenset[int]
    by_rank: dict[str, list[Item]]
    headed_from: dict[int, int]

    def of_section(self, item: Item) -> frozenset[int]:
        """The bodies named after the place that heads an item's section."""
        number = _section(self.sections, item.start)
        return self.sections[number - 1][1] if number else frozenset()

    def foreign(self, mentions: Sequence[Item], organisation: int) -> bool:
        """Whether a body is named only in sections other than those the mentions of a person stand in."""
        if len(self.sections) < SECTIONED:
            return False
        own = {_section(self.sections, item.start) for item in mentions}
        return not (self.named_in[organisation] & (own | {0}))

    def ended(self, mentions: Sequence[Item], organisation: int) -> bool:
        """Whether a body does nothing but head sections, and none of those that the mentions of a person stand in."""
        if organisation not in self.only_heading or not mentions:
            return False
        return all(heading.entity != organisation for item in mentions for heading in self.headings_above(item))

    def superseded(self, mentions: Sequence[Item], organisation: int) -> bool:
        """Whether a later heading of its rank has ended a body's section above every mention of a person.

        What heads the page is the house, unless its name says that it is a unit: "Jugendamt" above "Sozialamt".
        """
        if organisation not in self.of_sections or not mentions:
            return False
        headings = self.by_rank[self.ranks[organisation]]
        own = self.headed_from[organisation]
        for item in mentions:
            index = bisect_left(headings, item.start, key=lambda heading: heading.start) - 1
            if index < 0 or headings[index].entity == organisation or own > item.start:
                return False
        return True

    def headings_above(self, item: Item) -> list[Item]:
        """The bodies of the last headings above an item, nearest first, at most three, each of a rank of its own.

        A heading of the rank of a nearer one belongs to a section that has ended.
        """
        index = bisect_left(self.headings, item.start, key=lambda heading: heading.start)
        nearest: dict[str, Item] = {}
        for heading in reversed(self.headings[max(0, index - MOST_HEADINGS) : index]):
            nearest.setdefault(self.ranks[heading.entity], heading)
        return list(nearest.values())

    def prominent(self, organisation: int) -> list[str]:
        """In which ways a body stands out in the document."""
        found = ["named-first"] if organisation == self.first else []
        if organisation in self.frequent[:1] and self.counts[organisation] > 1:
            found.append("named-most")
        if organisation == self.contact:
            found.append("contact-body")
        if organisation in self.hosts:
            found.append("host-of-page")
        if organisation in self.head:
            found.append("heads-page")
        return found

    def candidates(self) -> list[int]:
        """The bodies that anybody in the document may belong to."""
        named = [body for body in (self.first, self.contact) if body is not None]
        return list(dict.fromkeys([*named, *self.frequent, *self.head, *sorted(self.hosts)[:MOST_HOSTS]]))

    def called(self, noun: str) -> list[int]:
        """The bodies whose name has the first half of a compound role in it: "Schulleiter" and "Realschule"."""
        lower = noun.casefold()
        return [body for ends, body in self.words if lower.startswith(ends)]


def read_frame(scene: Scene) -> Frame:
    """Finds the bodies a document is about: named first, named most, named last before the contact points."""
    items = scene.of(Kind.ORGANISATION)
    counts = Counter(item.entity for item in items)
    frequent = tuple(entity for entity, _ in counts.most_common(2))
    points = scene.of(Kind.PHONE) or scene.of(Kind.EMAIL)
    contact = scene.before(Kind.ORGANISATION, points[-1].start, 1) if points else []
    main_of_kind: dict[str, int] = {}
    for entity, _ in counts.most_common():
        main_of_kind.setdefault(scene.organisations[entity].kind, entity)
    opening = items[0] if items and (items[0].line.index < OPENING_LINES or counts[items[0].entity] > 1) else None
    cards, sections = Cards(scene), _sections(scene)
    headings = tuple(item for item in items if _is_heading(scene, item))
    ranks = tuple(rank_of(body.name, body.kind) for body in scene.organisations)
    head, alone = frozenset(page_head(scene)), _in_headings_only(headings, counts)
    return Frame(
        first=opening.entity if opening is not None else None,
        frequent=frequent,
        contact=contact[0].entity if contact else None,
        counts=dict(counts),
        page=_page(scene),
        headings=headings,
        only_heading=alone - head,
        of_sections=frozenset(body for body in alone if body not in head or is_unit(scene.organisations[body].name)),
        by_rank=_by_rank(headings, ranks),
        headed_from={heading.entity: heading.start for heading in reversed(headings)},
        ranks=ranks,
        sections=sections,
        named_in=_named_in(items, sections),
        cards=cards,
        hosts=_hosts(scene),
        main_of_kind=main_of_kind,
        head=page_head(scene),
        starts=paragraph_starts(scene),
        words=tuple(
            (_ends(word), entity)
            for entity, _ in counts.most_common(MOST_WORDED)
            for word in _words(scene.organisations[entity].name)
        ),
        continued=continued_rows(scene),
        listed=listed_bodies(scene),
        weights={entity: _share(count, len(items)) for entity, count in counts.items()},
    )


def _by_rank(headings: Sequence[Item], ranks: Sequence[str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for heading in headings:
        found[ranks[heading.entity]].append(heading)
    return found


def _in_headings_only(headings: Sequence[Item], counts: Mapping[int, int]) -> frozenset[int]:
    """The bodies that are named nowhere but in headings."""
    as_heading = Counter(item.entity for item in headings)
    return frozenset(body for body, count in as_heading.items() if count == counts[body])


def _words(name: str) -> list[str]:
    words = (word.rstrip("es") for word in name.casefold().replace("-", " ").split())
    return [word for word in words if len(word) >= SHORTEST_STEM]


def _ends(word: str) -> tuple[str, ...]:
    """What may be the second half of a compound; the first half of a role is shorter than the body's noun."""
    return tuple(word[i:] for i in range(max(0, len(word) - LONGEST_STEM), len(word) - SHORTEST_STEM + 1))


def _section(sections: Sequence[tuple[int, frozenset[int]]], offset: int) -> int:
    """The number of the section an offset lies in, from 1; 0 above the first heading."""
    return bisect_left(sections, offset, key=lambda section: section[0])


def _named_in(items: Sequence[Item], sections: Sequence[tuple[int, frozenset[int]]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for item in items:
        found[item.entity].add(_section(sections, item.start))
    return {entity: frozenset(numbers) for entity, numbers in found.items()}


def _sections(scene: Scene) -> tuple[tuple[int, frozenset[int]], ...]:
    """Places that fill a heading line ("Oldenburg"), with the municipalities of that name ("Landkreis Oldenburg")."""
    named: dict[str, set[int]] = defaultdict(set)
    for index, organisation in enumerate(scene.organisations):
        if organisation.kind == "municipality":
            named[organisation.name.casefold()].add(index)
            named[organisation.name.partition(" ")[2].casefold()].add(index)
    headings = (i for i in scene.of(Kind.PLACE) if i.start - i.line.start < MARGIN and i.line.end - i.end < MARGIN)
    return tuple(
        (item.start, frozenset(named.get(scene.values.places[item.entity].name.casefold(), ()))) for item in headings
    )


def _hosts(scene: Scene) -> frozenset[int]:
    """The bodies whose name is in the domain that most addresses of the page share: whose page it is."""
    domains = Counter((mail.value or "").rpartition("@")[2] for mail in scene.values.emails if mail.value)
    urls = (url.value.partition("//")[2].partition("/")[0].removeprefix("www.") for url in scene.values.urls)
    domains.update(domain for domain in urls if domain)
    if not domains:
        return frozenset()
    domain = max(domains, key=lambda name: (domains[name], name))
    return frozenset(named_by_domain(scene, range(len(scene.organisations)), domain))


def _page(scene: Scene) -> str:
    """Whether a page lists people with their numbers, or tells news."""
    points = len(scene.of(Kind.PHONE)) + len(scene.of(Kind.EMAIL))
    people = len(scene.people)
    on_cards = sum(not scene.layout.line(person.names[0].mention.start).prose for person in scene.people)
    if points >= DIRECTORY_POINTS and points * 2 >= people and on_cards * 2 >= people:
        return "directory"
    return "list" if on_cards * 2 >= people else "news"


def _is_heading(scene: Scene, item: Item) -> bool:
    """An organisation that opens a section: on a short line without people."""
    return scene.layout.is_short(item.line) and not scene.count(Kind.PERSON, item.line.start, item.line.end)


def _share(count: int, total: int) -> str:
    share = count / total
    return "most" if share > 0.5 else "much" if share > 0.25 else "some" if share > 0.1 else "little"
