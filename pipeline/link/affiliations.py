"""Which organisations a person belongs to: score every organisation around a person's mentions and roles."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicons import words
from pipeline.link.cards import Cards
from pipeline.link.contacts import PointLink, value_of
from pipeline.link.model import LinearModel
from pipeline.link.owners import in_domain
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Item, Kind, Scene

MENTIONS = 6  # mentions of a person whose surroundings are looked at
BEFORE, AFTER = 3, 3  # organisations on either side of a mention
FARTHEST_LINES = 10
OPENING_LINES = 5  # lines at the top of a page that say whose page it is
DIRECTORY_POINTS = 3  # contact points that a directory page has at least
FARTHEST = 400  # characters between a person and an organisation in running text
OF = frozenset({"der", "des", "dem", "die", "im", "in", "beim", "bei", "am", "an", "vom", "von", "für", "zur", "zum", "unserer", "unseres"})
LEXICON = "de/affiliations.yml"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person's tie to an organisation; ``role`` is the role that the text gives in it, if any."""

    person: int
    organisation: int
    score: float
    reasons: tuple[str, ...]
    role: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the whole document tells: which bodies it is about, and who stands where."""

    first: int | None
    frequent: tuple[int, ...]
    contact: int | None
    counts: dict[int, int]
    page: str
    headings: tuple[Item, ...]
    weights: dict[int, str]
    sections: tuple[tuple[int, frozenset[int]], ...]
    cards: Cards
    hosts: frozenset[int]
    main_of_kind: dict[str, int]

    def of_section(self, item: Item) -> frozenset[int]:
        """The bodies named after the place that heads an item's section."""
        index = bisect_left(self.sections, item.start, key=lambda section: section[0]) - 1
        return self.sections[index][1] if index >= 0 else frozenset()


def link_organisations(
    scene: Scene, roles: Sequence[RoleLink], points: Sequence[PointLink], local: LinearModel, joint: LinearModel
) -> list[Affiliation]:
    """People with the organisations they work for, preside over or belong to.

    A first model scores every pair by itself; a second one sees in addition what the first says of the other pairs: whether most people
    of the page, or the people before and behind, belong to the same body.
    """
    pairs = all_candidates(scene, roles, points)
    features = joint_features(pairs, local)
    found = []
    for pair in pairs:
        named = features[pair.person, pair.organisation]
        score = joint.score(named)
        if score >= joint.threshold:
            found.append(Affiliation(pair.person, pair.organisation, score, joint.reasons(named), pair.role))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an organisation that may belong together, with the features of the pair by itself."""

    person: int
    organisation: int
    features: tuple[str, ...]
    role: int | None = None


def all_candidates(scene: Scene, roles: Sequence[RoleLink], points: Sequence[PointLink]) -> list[Pair]:
    """Every pair worth scoring, by person in order of appearance."""
    frame = read_frame(scene)
    held = roles_of(scene, roles)
    reached: dict[int, list[PointLink]] = defaultdict(list)
    for link in points:
        reached[link.person].append(link)
    return [
        Pair(person, organisation, tuple(features), role)
        for person in range(len(scene.people))
        for organisation, (features, role) in candidates(scene, frame, held, reached[person], person).items()
    ]


def joint_features(pairs: Sequence[Pair], local: LinearModel) -> dict[tuple[int, int], list[str]]:
    """The features of each pair with what the local model says of the pairs around it."""
    scores = {(pair.person, pair.organisation): local.score(pair.features) for pair in pairs}
    people = sorted({pair.person for pair in pairs})
    place = {person: index for index, person in enumerate(people)}
    total: dict[int, float] = defaultdict(float)
    best: dict[int, list[float]] = defaultdict(list)
    for (person, organisation), score in scores.items():
        total[organisation] += score
        best[person].append(score)
    found = {}
    for pair in pairs:
        own = scores[pair.person, pair.organisation]
        others = (total[pair.organisation] - own) / max(len(people) - 1, 1)
        rank = sum(score > own for score in best[pair.person])
        index = place[pair.person]
        sides = [people[i] for i in (index - 1, index + 1) if 0 <= i < len(people)]
        beside = sum(scores.get((person, pair.organisation), 0.0) > LIKELY for person in sides)
        near = any(name.startswith(("card:", "prose:", "role-")) for name in pair.features)
        found[pair.person, pair.organisation] = [
            *pair.features,
            f"own-score-{_bucket(own)}",
            f"others-score-{_bucket(others)}",
            f"{'near' if near else 'far'}:others-score-{_bucket(others)}",
            f"rank-{min(rank, 3)}:own-score-{_bucket(own)}",
            f"people-beside-{beside}",
            f"{'near' if near else 'far'}:people-beside-{beside}",
            f"best-other-{_bucket(max((s for s in best[pair.person] if s != own), default=0.0))}",
        ]
    return found


def _bucket(score: float) -> str:
    return next((name for limit, name in SCORE_BUCKETS if score < limit), "certain")


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
    return Frame(
        first=opening.entity if opening is not None else None,
        frequent=frequent,
        contact=contact[0].entity if contact else None,
        counts=dict(counts),
        page=_page(scene),
        headings=tuple(item for item in items if _is_heading(scene, item)),
        sections=_sections(scene),
        cards=Cards(scene),
        hosts=_hosts(scene),
        main_of_kind=main_of_kind,
        weights={entity: _share(count, len(items)) for entity, count in counts.items()},
    )


def _sections(scene: Scene) -> tuple[tuple[int, frozenset[int]], ...]:
    """Places that fill a heading line, with the municipalities that bear their name: "Oldenburg" heads the Landkreis's part."""
    named: dict[str, set[int]] = defaultdict(set)
    for index, organisation in enumerate(scene.organisations):
        if organisation.kind == "municipality":
            named[organisation.name.casefold()].add(index)
            named[organisation.name.partition(" ")[2].casefold()].add(index)
    found = []
    for item in scene.of(Kind.PLACE):
        if item.start - item.line.start < 3 and item.line.end - item.end < 3:
            found.append((item.start, frozenset(named.get(scene.values.places[item.entity].name.casefold(), ()))))
    return tuple(found)


def _hosts(scene: Scene) -> frozenset[int]:
    """The bodies whose name is in the domain that most addresses of the page share: whose page it is."""
    domains = Counter((mail.value or "").rpartition("@")[2] for mail in scene.values.emails if mail.value)
    urls = (url.value.partition("//")[2].partition("/")[0].removeprefix("www.") for url in scene.values.urls)
    domains.update(domain for domain in urls if domain)
    if not domains:
        return frozenset()
    domain = max(domains, key=lambda name: (domains[name], name))
    names = enumerate(organisation.name for organisation in scene.organisations)
    return frozenset(index for index, name in names if in_domain(name, domain))


def _page(scene: Scene) -> str:
    """Whether a page lists people with their numbers, or tells news."""
    points = len(scene.of(Kind.PHONE)) + len(scene.of(Kind.EMAIL))
    people = len(scene.people)
    on_cards = sum(not person.names[0].mention.text or not scene.layout.line(person.names[0].mention.start).prose for person in scene.people)
    if points >= DIRECTORY_POINTS and points * 2 >= people and on_cards * 2 >= people:
        return "directory"
    return "list" if on_cards * 2 >= people else "news"


def _is_heading(scene: Scene, item: Item) -> bool:
    """An organisation that opens a section: on a short line without people."""
    return scene.layout.is_short(item.line) and not scene.count(Kind.PERSON, item.line.start, item.line.end)


def _share(count: int, total: int) -> str:
    share = count / total
    return "most" if share > 0.5 else "much" if share > 0.25 else "some" if share > 0.1 else "little"


def roles_of(scene: Scene, roles: Sequence[RoleLink]) -> dict[int, list[Item]]:
    """The roles of each person, as items."""
    items = {item.entity: item for item in scene.of(Kind.ROLE)}
    held: dict[int, list[Item]] = {}
    for link in roles:
        held.setdefault(link.person, []).append(items[link.role])
    return held


def candidates(
    scene: Scene, frame: Frame, held: dict[int, list[Item]], points: Sequence[PointLink], person: int
) -> dict[int, tuple[list[str], int | None]]:
    """The organisations a person may belong to, each with the union of the features of all places where they meet."""
    found: dict[int, set[str]] = {}
    by_role: dict[int, int] = {}
    mentions = _mentions(scene, person)
    for item, other in _nearest_pairs(scene, mentions):
        features = found.setdefault(other.entity, set())
        features |= _pair(scene, item, other)
        owners = frame.cards.owners(other.start)
        if owners:
            features.add("on-own-card" if person in owners else "on-other-card")
    for role in held.get(person, [])[:MENTIONS]:
        for other in [*scene.after(Kind.ORGANISATION, role.end, 2), *scene.before(Kind.ORGANISATION, role.start, 1)]:
            features = _role_pair(scene, role, other)
            if features:
                found.setdefault(other.entity, set()).update(features)
            if features & STRONG:
                by_role.setdefault(other.entity, role.entity)
    domains = _domains(scene, points)
    for item in mentions:
        if not item.line.prose and (heading := _heading_above(frame, item)) is not None:
            found.setdefault(heading.entity, set()).add("section-heading")
        for organisation in frame.of_section(item):
            found.setdefault(organisation, set()).add("section-heading")
    for organisation in (*_of_role_kind(frame, held.get(person, [])), frame.first, frame.contact, *frame.frequent, *sorted(frame.hosts)[:3]):
        if organisation is not None:
            found.setdefault(organisation, set()).add("far-apart")
    everywhere = _person_features(scene, held.get(person, []), mentions)
    strong = {organisation for organisation, features in found.items() if features & STRONG}
    for organisation in sorted(found):
        parent = scene.organisations[organisation].part_of
        if parent is not None:
            found.setdefault(parent, set()).add("body-of-strong-unit" if organisation in strong else "body-of-unit")
    for organisation, features in found.items():
        if any(in_domain(scene.organisations[organisation].name, domain) for domain in domains):
            features.add("in-domain-of-address")
    return {
        organisation: (_complete(scene, frame, organisation, features, everywhere, strong), by_role.get(organisation))
        for organisation, features in found.items()
    }


SCORE_BUCKETS = ((0.05, "none"), (0.15, "faint"), (0.3, "low"), (0.5, "middling"), (0.7, "likely"), (0.9, "high"))
LIKELY = 0.4  # a first score from which a person counts as belonging to a body
KINDS_OF_CLASS = {
    "municipal": ("municipality",), "state": ("ministry",), "church": ("church",), "police": ("police",), "court": ("court",),
    "medical": ("hospital",), "academic": ("university", "school"), "business": ("company",),
}  # fmt: skip
STRONG = frozenset({"role-of", "role-touches", "name-comma-organisation", "name-bracket-organisation", "compound-role"})


def _complete(
    scene: Scene, frame: Frame, organisation: int, features: set[str], everywhere: list[str], strong: set[int]
) -> list[str]:
    """Adds what does not depend on one place: the body's weight in the document, its kind, and rivals."""
    full = set(features)
    kind = scene.organisations[organisation].kind
    main = []
    if organisation == frame.first:
        main.append("named-first")
    if organisation in frame.frequent[:1] and frame.counts[organisation] > 1:
        main.append("named-most")
    if organisation == frame.contact:
        main.append("contact-body")
    if organisation in frame.hosts:
        main.append("host-of-page")
    full.update(main)
    full.add(f"kind:{kind}")
    full.update(f"{name}&{kind}" for name in everywhere if name.startswith("role:"))
    if frame.main_of_kind.get(kind) == organisation:
        full.add("main-of-kind")
        full.update(f"{name}&main-of-{kind}" for name in everywhere if name.startswith("role:"))
    full.update(f"{name}&main" for name in everywhere if main)
    full.add(f"other-strong-{min(len(strong - {organisation}), 2)}")
    if len(frame.counts) == 1:
        full.add("only-organisation")
    place = next(name for name in everywhere if name.startswith("stands:"))
    rank = "main" if len(main) > 1 else main[0] if main else "minor"
    full.add(f"{frame.page}&{place}&{rank}")
    full.add(f"weight:{frame.weights[organisation]}")
    if "far-apart" in full or "section-heading" in full:
        full.add(f"{frame.page}&{'section-heading' if 'section-heading' in full else 'far-apart'}&{rank}")
        full.add(f"far:weight:{frame.weights[organisation]}")
    if "on-own-card" in full:
        full.discard("on-other-card")
        full.add(f"{frame.page}&on-own-card")
    local = sum(name.startswith(("card:", "prose:")) for name in full)
    if not local:
        full.add(f"{frame.page}&nowhere-near")
    if "far-apart" in full:
        full.update(f"far-apart&{name}" for name in main)
    return sorted(full)


def _of_role_kind(frame: Frame, roles: Sequence[Item]) -> list[int]:
    """The main bodies of the kinds that a person's roles belong to: the town of a mayor."""
    kinds = {kind for role in roles for kind in KINDS_OF_CLASS.get(role_class(role), ())}
    return [frame.main_of_kind[kind] for kind in sorted(kinds) if kind in frame.main_of_kind]


def role_class(role: Item) -> str:
    """The class of a role noun: municipal, staff, board, ..."""
    noun = role.mention.attributes.get("noun", role.mention.text).lower()
    return next((name for name, stems in _classes() if any(stem in noun for stem in stems)), "other")


def _heading_above(frame: Frame, item: Item) -> Item | None:
    index = bisect_left(frame.headings, item.start, key=lambda heading: heading.start) - 1
    return frame.headings[index] if index >= 0 else None


def _domains(scene: Scene, points: Sequence[PointLink]) -> list[str]:
    values = (value_of(scene, link.point) for link in points if link.point.kind is Kind.EMAIL)
    return [value.partition("@")[2] for value in values if value]


def _mentions(scene: Scene, person: int) -> list[Item]:
    found = []
    for name in scene.people[person].names[:MENTIONS]:
        found += [item for item in scene.between(Kind.PERSON, name.mention.start, name.mention.start + 1) if item.entity == person]
    return found


def _nearest_pairs(scene: Scene, mentions: Sequence[Item]) -> list[tuple[Item, Item]]:
    """For each organisation around a person's mentions the pair of mentions that stand nearest, lines first."""
    best: dict[int, tuple[tuple[int, int], Item, Item]] = {}
    for item in mentions:
        for other in _around(scene, item):
            away = (abs(item.line.index - other.line.index), abs(item.start - other.start))
            if other.entity not in best or away < best[other.entity][0]:
                best[other.entity] = (away, item, other)
    return [(item, other) for _, item, other in best.values()]


def _around(scene: Scene, item: Item) -> list[Item]:
    near = [*scene.before(Kind.ORGANISATION, item.start, BEFORE), *scene.after(Kind.ORGANISATION, item.end, AFTER)]
    return [other for other in near if _reachable(item, other)]


def _reachable(item: Item, other: Item) -> bool:
    lines = abs(item.line.index - other.line.index)
    if lines == 0:
        return True
    return lines <= FARTHEST_LINES and (not item.line.prose or abs(item.start - other.start) < FARTHEST)


def _pair(scene: Scene, item: Item, other: Item) -> set[str]:
    """Features of one mention of a person and one of an organisation."""
    name_first = item.start < other.start
    side = "name-first" if name_first else "body-first"
    start, end = (item.end, other.start) if name_first else (other.end, item.start)
    lines = abs(item.line.index - other.line.index)
    people = len({one.entity for one in scene.between(Kind.PERSON, start, end)[:8]} - {item.entity})
    bodies = len({one.entity for one in scene.between(Kind.ORGANISATION, start, end)[:8]} - {other.entity})
    prose = "prose" if item.line.prose else "card"
    place = f"{prose}:{side}:{'same-line' if not lines else f'lines-{min(lines, 4)}'}"
    found = {
        f"{place}",
        f"{prose}:{side}:people-{min(people, 2)}:bodies-{min(bodies, 2)}",
    }
    sentences = scene.layout.sentences_between(start, end)
    if not lines:
        found.add(f"{prose}:{side}:sentences-{min(sentences, 2)}")
        if not people and not sentences:
            found |= _words(scene, start, end, name_first=name_first)
    elif item.line.paragraph == other.line.paragraph:
        found.add(f"{prose}:{side}:same-paragraph")
    if not name_first and lines and prose == "card" and scene.layout.is_short(other.line) and not people:
        found.add("under-body-line")
    if name_first and 0 < lines <= 2 and prose == "card" and not people and not bodies:
        found.add("above-body-line")
    return found


def _words(scene: Scene, start: int, end: int, *, name_first: bool) -> set[str]:
    """What the words between a name and an organisation say."""
    tokens = scene.words_between(start, end)
    gap = scene.gap(start, end)
    roles = scene.count(Kind.ROLE, start, end)
    found = {f"{'name-first' if name_first else 'body-first'}:{'role-between:' if roles else ''}{gap}"}
    if name_first and not roles and gap in {"comma", "bracket"}:
        found.add(f"name-{gap}-organisation")
    lower = {token.lower() for token in tokens}
    if not roles and lower and lower <= OF | {","}:
        found.add("name-of-organisation" if name_first else "organisation-of-name")
    for word in sorted(lower & _cues()):
        found.add(f"cue:{word}:{'name-first' if name_first else 'body-first'}")
    return found


def _role_pair(scene: Scene, role: Item, other: Item) -> set[str]:
    """Features of a role that the person holds and an organisation beside it."""
    found = set()
    if other.start >= role.end and other.line.index - role.line.index <= 1:
        tokens = [token.lower() for token in scene.words_between(role.end, other.start)]
        between = scene.count(Kind.PERSON, role.end, other.start)
        if not between and tokens and set(tokens) <= OF:
            found.add("role-of")
        elif not between and not tokens and other.line.index == role.line.index:
            found.add("role-touches")
        elif not between and set(tokens) <= OF | {","}:
            found.add("role-comma-body")
        elif between and set(tokens) <= OF | {","}:
            found.add("role-name-body")
    elif other.end <= role.start and other.line.index == role.line.index:
        tokens = scene.words_between(other.end, role.start)
        if "".join(tokens) in {"", "-", "–", ",", ":"} and not scene.count(Kind.PERSON, other.end, role.start):
            found.add("body-before-role")
    if _in_compound(role.mention.text, scene.organisations[other.entity].name):
        found.add("compound-role")
    return found


def _in_compound(role: str, organisation: str) -> bool:
    """ "IHK-Präsidentin" names its body."""
    head, hyphen, _ = role.partition("-")
    return bool(hyphen) and len(head) > 1 and head.casefold() in organisation.casefold().replace("-", " ").split()


def _person_features(scene: Scene, roles: Sequence[Item], mentions: Sequence[Item]) -> list[str]:
    found = []
    for role in roles[:MENTIONS]:
        found.append(f"role:{role_class(role)}")
    if not roles:
        found.append("role:none")
    prose = sum(item.line.prose for item in mentions)
    found.append("stands:in-prose" if prose == len(mentions) else "stands:on-card" if not prose else "stands:in-both")
    if any(scene.count(kind, item.line.start, item.line.end + 200) for item in mentions for kind in (Kind.PHONE, Kind.EMAIL)):
        found.append("has-contact")
    return sorted(set(found))


@cache
def _cues() -> frozenset[str]:
    return frozenset(words(LEXICON, "cues"))


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    keys = ("municipal", "state", "staff", "board", "church", "police", "fire", "court", "medical", "academic", "business", "sport", "politics")
    return tuple((key, words(LEXICON, key)) for key in keys)
