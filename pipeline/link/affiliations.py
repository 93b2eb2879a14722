"""Which organisations a person belongs to: score every organisation around a person's mentions and roles."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicons import words
from pipeline.link.model import LinearModel
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Item, Kind, Scene

MENTIONS = 6  # mentions of a person whose surroundings are looked at
BEFORE, AFTER = 3, 3  # organisations on either side of a mention
FARTHEST_LINES = 10
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


def link_organisations(scene: Scene, roles: Sequence[RoleLink], model: LinearModel) -> list[Affiliation]:
    """People with the organisations they work for, preside over or belong to."""
    frame = read_frame(scene)
    held = roles_of(scene, roles)
    found = []
    for person in range(len(scene.people)):
        for organisation, (features, role) in candidates(scene, frame, held, person).items():
            score = model.score(features)
            if score >= model.threshold:
                found.append(Affiliation(person, organisation, score, model.reasons(features), role))
    return found


def read_frame(scene: Scene) -> Frame:
    """Finds the bodies a document is about: named first, named most, named last before the contact points."""
    items = scene.of(Kind.ORGANISATION)
    counts = Counter(item.entity for item in items)
    frequent = tuple(entity for entity, _ in counts.most_common(2))
    points = scene.of(Kind.PHONE) or scene.of(Kind.EMAIL)
    contact = scene.before(Kind.ORGANISATION, points[-1].start, 1) if points else []
    return Frame(items[0].entity if items else None, frequent, contact[0].entity if contact else None, dict(counts))


def roles_of(scene: Scene, roles: Sequence[RoleLink]) -> dict[int, list[Item]]:
    """The roles of each person, as items."""
    items = {item.entity: item for item in scene.of(Kind.ROLE)}
    held: dict[int, list[Item]] = {}
    for link in roles:
        held.setdefault(link.person, []).append(items[link.role])
    return held


def candidates(
    scene: Scene, frame: Frame, held: dict[int, list[Item]], person: int
) -> dict[int, tuple[list[str], int | None]]:
    """The organisations a person may belong to, each with the union of the features of all places where they meet."""
    found: dict[int, set[str]] = {}
    by_role: dict[int, int] = {}
    mentions = _mentions(scene, person)
    for item in mentions:
        for other in _around(scene, item):
            found.setdefault(other.entity, set()).update(_pair(scene, item, other))
    for role in held.get(person, [])[:MENTIONS]:
        for other in [*scene.after(Kind.ORGANISATION, role.end, 2), *scene.before(Kind.ORGANISATION, role.start, 1)]:
            features = _role_pair(scene, role, other)
            if features:
                found.setdefault(other.entity, set()).update(features)
            if features & STRONG:
                by_role.setdefault(other.entity, role.entity)
    for organisation in (frame.first, frame.contact, *frame.frequent):
        if organisation is not None:
            found.setdefault(organisation, set()).add("far-apart")
    everywhere = _person_features(scene, held.get(person, []), mentions)
    strong = {organisation for organisation, features in found.items() if features & STRONG}
    return {
        organisation: (_complete(scene, frame, organisation, features, everywhere, strong), by_role.get(organisation))
        for organisation, features in found.items()
    }


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
    full.update(main)
    full.add(f"kind:{kind}")
    full.update(f"{name}&{kind}" for name in everywhere if name.startswith("role:"))
    full.update(f"{name}&main" for name in everywhere if main)
    full.add(f"other-strong-{min(len(strong - {organisation}), 2)}")
    if len(frame.counts) == 1:
        full.add("only-organisation")
    if "far-apart" in full:
        full.update(f"far-apart&{name}" for name in main)
    return sorted(full)


def _mentions(scene: Scene, person: int) -> list[Item]:
    found = []
    for name in scene.people[person].names[:MENTIONS]:
        found += [item for item in scene.between(Kind.PERSON, name.mention.start, name.mention.start + 1) if item.entity == person]
    return found


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
        noun = role.mention.attributes.get("noun", role.mention.text).lower()
        found.append(f"role:{next((name for name, stems in _classes() if any(stem in noun for stem in stems)), 'other')}")
    if not roles:
        found.append("role:none")
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
