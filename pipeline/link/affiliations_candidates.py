"""The organisations each person may belong to, with all features of the pair."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.link.affiliations_features import (
    STRONG,
    compound_heads,
    nearest_pairs,
    pair_features,
    role_class,
    role_features,
)
from pipeline.link.affiliations_frame import Frame, read_frame
from pipeline.link.affiliations_page import page_features, person_features
from pipeline.link.affiliations_position import places_beside, position_features
from pipeline.link.contacts import PointLink
from pipeline.link.contacts_features import value_of
from pipeline.link.continued_rows import CONTINUED
from pipeline.link.owners import named_by_domain
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Item, Kind, Scene

ABBREVIATED = "compound-abbreviation"  # "ZWA-Vorsteher" and the one body of the page that is called ZWA
# The text gives the body on the spot: beside the role or the name, or on the person's line of a list or table.
BESIDE = STRONG | {"card:body-first:same-line", "card:name-first:same-line", "name-of-organisation"}
MENTIONS = 6  # mentions and roles of a person whose surroundings are looked at
MOST_NAMED = 3  # bodies that share a word of their names and are looked at for a compound role
# Kinds of body that roles of a class are held in.
KINDS_OF_CLASS = {
    "municipal": ("municipality",),
    "state": ("ministry",),
    "church": ("church",),
    "police": ("police",),
    "court": ("court",),
    "medical": ("hospital",),
    "academic": ("university", "school"),
    "business": ("company",),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an organisation that may belong together, with the features of the pair by itself.

    Attributes:
        features: in alphabetical order.
        role: the person's role that the text gives in the organisation, if any.
        paragraph: where the person is named first.
        chain: the same number for people whom commas and "und" join.
        part_of: the body that the organisation is a unit of.
        listed: the bodies that commas join to it on a contact card.
    """

    person: int
    organisation: int
    features: tuple[str, ...]
    role: int | None = None
    paragraph: int = 0
    chain: int = 0
    part_of: int | None = None
    listed: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Person:
    """What is known of one person, and the features gathered for each organisation."""

    number: int
    mentions: list[Item]
    roles: list[Item]
    points: list[PointLink]
    chain: int
    found: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_role: dict[int, int] = field(default_factory=dict)


def all_candidates(scene: Scene, roles: Sequence[RoleLink], points: Sequence[PointLink]) -> list[Pair]:
    """Every pair worth scoring, by person in order of appearance."""
    frame = read_frame(scene)
    role_items = {item.entity: item for item in scene.of(Kind.ROLE)}
    held, reached = defaultdict(list), defaultdict(list)
    for role in roles:
        held[role.person].append(role_items[role.role])
    for point in points:
        reached[point.person].append(point)
    pairs: list[Pair] = []
    chains, named = _chains(scene), _by_word(scene)
    for number in range(len(scene.people)):
        person = _Person(number, _mentions(scene, number), held[number][:MENTIONS], reached[number], chains[number])
        pairs += _pairs(scene, frame, named, person)
    return pairs


def _chains(scene: Scene) -> dict[int, int]:
    """For each person the number of the enumeration that they are named in first."""
    found: dict[int, int] = {}
    number, previous = 0, None
    for item in scene.of(Kind.PERSON):
        number += previous is None or not scene.joined(previous, item)
        found.setdefault(item.entity, number)
        previous = item
    return found


def _by_word(scene: Scene) -> dict[str, list[int]]:
    """Organisations by the words of their names and of all forms they are named in."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, organisation in enumerate(scene.organisations):
        forms = {organisation.name, *(name.mention.text for name in organisation.names[:MENTIONS])}
        for word in {word for form in forms for word in form.casefold().replace("-", " ").split()}:
            found[word].append(number)
    return found


def _pairs(scene: Scene, frame: Frame, named: dict[str, list[int]], person: _Person) -> list[Pair]:
    _by_mentions(scene, frame, person)
    _by_roles(scene, person)
    _by_compounds(frame, named, person)
    _by_page(frame, person)
    _by_hierarchy(scene, person)
    _by_domain(scene, person)
    for organisation in [body for body in person.found if frame.foreign(person.mentions, body)]:
        del person.found[organisation]
    ended = [body for body, found in person.found.items() if not found & STRONG]
    for organisation in [body for body in ended if frame.superseded(person.mentions, body)]:
        del person.found[organisation]
    for organisation, features in person.found.items():
        if frame.ended(person.mentions, organisation):
            features.add("section-ended")
    everywhere = person_features(scene, person.mentions, person.roles)
    places = places_beside(scene, [*person.mentions[:3], *person.roles[:3]])
    for organisation, features in person.found.items() if places else ():
        name = scene.organisations[organisation].name.casefold()
        if any(place in name for place in places):
            features.add("named-by-place-beside")
    strong = {organisation for organisation, features in person.found.items() if features & STRONG}
    beside = {organisation for organisation, features in person.found.items() if features & BESIDE}
    return [
        Pair(
            person.number,
            organisation,
            tuple(sorted(features | page_features(scene, frame, organisation, features, everywhere, strong, beside))),
            person.by_role.get(organisation),
            person.mentions[0].line.paragraph if person.mentions else 0,
            person.chain,
            scene.organisations[organisation].part_of,
            frame.listed.get(organisation, frozenset()),
        )
        for organisation, features in person.found.items()
    ]


def _mentions(scene: Scene, person: int) -> list[Item]:
    starts = [name.mention.start for name in scene.people[person].names[:MENTIONS]]
    return [item for start in starts for item in scene.between(Kind.PERSON, start, start + 1) if item.entity == person]


def _by_mentions(scene: Scene, frame: Frame, person: _Person) -> None:
    """Organisations near the person's mentions, and those that head the sections they stand in."""
    for item, other in nearest_pairs(scene, person.mentions):
        features = person.found[other.entity]
        features |= pair_features(scene, item, other) | position_features(scene, frame.starts, item, other)
        owners = frame.cards.owners(other.start)
        if owners:
            features.add("on-own-card" if person.number in owners else "on-other-card")
    for item in person.mentions:
        if not item.line.prose:
            for rank, heading in enumerate(frame.headings_above(item)):
                person.found[heading.entity].add("section-heading" if not rank else f"section-heading-{rank + 1}")
        for organisation in frame.continued.get(item.line.index, ()):
            person.found[organisation].add(CONTINUED)
        for organisation in frame.of_section(item):
            person.found[organisation] |= {"section-heading", "section-of-place"}


def _by_roles(scene: Scene, person: _Person) -> None:
    """Organisations beside the person's roles: "Leiterin des Jugendamts"."""
    for role in person.roles:
        for other in (*scene.after(Kind.ORGANISATION, role.end, 2), *scene.before(Kind.ORGANISATION, role.start, 1)):
            features = role_features(scene, role, other)
            if features:
                person.found[other.entity] |= features
            if features & STRONG:
                person.by_role.setdefault(other.entity, role.entity)


def _by_compounds(frame: Frame, named: dict[str, list[int]], person: _Person) -> None:
    """Bodies that a role's first half names: "IHK-Präsidentin", "Kita-Leiterin", and the main school of a "Rektor"."""
    for role in person.roles:
        for word in compound_heads(role.mention.text):
            bodies = named.get(word, ())
            for organisation in bodies[:MOST_NAMED]:
                person.found[organisation].add("compound-role")
                if len(bodies) == 1 and word.upper() in role.mention.text:
                    person.found[organisation].add(ABBREVIATED)
                person.by_role.setdefault(organisation, role.entity)
        for organisation in frame.called(role.mention.attributes.get("noun", "")):
            person.found[organisation].add("role-stem-in-name")


def _by_page(frame: Frame, person: _Person) -> None:
    """The bodies the page is about, and the main bodies of the kinds that the person's roles are held in."""
    kinds = {kind for role in person.roles for kind in KINDS_OF_CLASS.get(role_class(role), ())}
    fitting = [frame.main_of_kind[kind] for kind in sorted(kinds) if kind in frame.main_of_kind]
    for organisation in (*fitting, *frame.candidates()):
        person.found[organisation].add("far-apart")


def _by_hierarchy(scene: Scene, person: _Person) -> None:
    """The bodies whose units are candidates."""
    for organisation, features in sorted(person.found.items()):
        parent = scene.organisations[organisation].part_of
        if parent is not None:
            person.found[parent].add("body-of-strong-unit" if features & STRONG else "body-of-unit")


def _by_domain(scene: Scene, person: _Person) -> None:
    mails = (value_of(scene, link.point) for link in person.points if link.point.kind is Kind.EMAIL)
    domains = {mail.partition("@")[2] for mail in mails if mail}
    for domain in domains:
        for organisation in named_by_domain(scene, person.found, domain):
            person.found[organisation].add("in-domain-of-address")
