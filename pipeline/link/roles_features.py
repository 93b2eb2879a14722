"""Named features of a role and a name: where they stand to each other, and what the words around them say."""

import re
from dataclasses import dataclass

from pipeline.link.scene import Item, Kind, Scene

CUES = {
    "als": "as", "zum": "to-become", "zur": "to-become",
    "ist": "is", "war": "is", "wird": "is", "wurde": "is", "bleibt": "is", "heißt": "is",
    "neue": "new", "neuer": "new", "neuen": "new",
    "sagt": "says", "sagte": "says", "so": "says", "erklärt": "says", "erklärte": "says",
}  # fmt: skip
POSSESSIVE = frozenset(
    {"ihr", "ihre", "sein", "seine", "deren", "dessen", "ihren", "seinem", "seiner", "ihrem", "ihrer"}
)
TAKING_UP = re.compile(r"\W{0,3}(?:Der|Die|Das)(?: [\w-]{2,25}e){0,2} ")
DEFINITE = frozenset({"der", "die", "den", "dem", "des"})
# Functions that stand for their holder more often than others, where nothing but the word is said.
HELD_FUNCTIONS = frozenset({"leitung", "stellvertretung", "sekretariat"})
LONGEST_TITLE = 12  # characters before a name that begins its line: "Dr.-Ing. "
INDEFINITE = frozenset({"ein", "eine", "einer", "einem", "einen", "eines"})


@dataclass(frozen=True, slots=True)
class Place:
    """A role, with what is true of it whichever name it is held against.

    Attributes:
        kind: the kind of its noun.
        prose: "prose" or "card", by its line.
        before: features of the words before it.
        touching: the mention of a person right beside it.
        takes_up: whether it begins a sentence with its article and touches no name.
        previous, following: the roles before and behind it.
        people: names on its line.
    """

    role: Item
    kind: str
    prose: str
    before: list[str]
    touching: Item | None
    takes_up: bool
    previous: Item | None
    following: Item | None
    people: int


def read_place(scene: Scene, role: Item) -> Place:
    """Looks around a role."""
    prose, touching = "prose" if role.line.prose else "card", touching_name(scene, role)
    return Place(
        role,
        _kind(role),
        prose,
        _words_before(scene, role, prose),
        touching,
        touching is None and role.line.prose and _takes_up(scene, role),
        scene.last_before(Kind.ROLE, role.start),
        scene.next_from(Kind.ROLE, role.end),
        scene.count(Kind.PERSON, role.line.start, role.line.end),
    )


def role_features(scene: Scene, place: Place, item: Item) -> list[str]:
    """Named features of a role and a mention of a person."""
    role, prose = place.role, place.prose
    after = item.start >= role.end
    side = "after" if after else "before"
    start, end = (role.end, item.start) if after else (item.end, role.start)
    lines = abs(item.line.index - role.line.index)
    gap = scene.gap(start, end) if lines == 0 else f"lines-{min(lines, 4)}"
    people = len({other.entity for other in scene.between(Kind.PERSON, start, end)} - {item.entity})
    features = [
        f"{side}:{gap}",
        f"{prose}:{side}:{'same-line' if lines == 0 else 'other-line'}",
        f"{side}:people-between-{min(people, 3)}",
        f"roles-between-{min(scene.count(Kind.ROLE, start, end), 3)}",
        f"sentences-between-{min(scene.layout.sentences_between(start, end), 3)}",
        f"kind:{place.kind}:{prose}",
    ]
    if scene.count(Kind.ORGANISATION, start, end):
        features.append("organisation-between")
    features += place.before
    if lines == 0:
        features += [f"cue:{CUES[word]}:{side}" for word in sorted(CUES.keys() & scene.words_between(start, end))]
    features += _agreement(scene, role, item)
    if not after and place.takes_up:
        features += _taken_up(scene, role, item, people)
    features += _neighbours(scene, role, item, place.touching)
    if lines and item.line.paragraph != role.line.paragraph:
        features.append(f"{prose}:other-paragraph:{side}")
    features += _card(scene, place, item, people, lines, after=after)
    if not after and lines and item.line.prose != role.line.prose:
        features.append("other-kind-of-line")
    if lines == 0 and len(role.line.cells) > 1:
        features.append("same-cell" if item.column == role.column else "other-cell")
    return features


def _kind(role: Item) -> str:
    """The kind of role noun; on a card a compound function stands for its holder like an office."""
    attributes = role.mention.attributes
    held = attributes.get("held") == "yes" and not role.line.prose
    return "office" if held else attributes.get("kind", "office")


def _card(scene: Scene, place: Place, item: Item, people: int, lines: int, *, after: bool) -> list[str]:
    """How a role stands to a name on a contact card, and whether it continues a list of roles."""
    found = []
    role, kind = place.role, place.kind
    if 0 < lines <= 2 and not people and not role.line.prose and not place.people:
        alone = scene.layout.is_short(item.line)
        found.append(f"{'above' if after else 'under'}-{'name-line' if alone else 'line-with-name'}")
        if kind == "function":
            found.append(f"function:{'above' if after else 'under'}-name")
            if after and lines == 1 and _heads_card(scene, role, item):
                found.append("function:heads-card")
    previous, following = place.previous, place.following
    if not after and previous is not None and previous.start > item.end and scene.joined_loosely(previous, role):
        found.append("continues-roles")
    if after and following is not None and following.end < item.start and scene.joined_loosely(role, following):
        found.append("continued-by-role")
    if kind in {"function", "loose", "formation"}:
        gap = scene.gap(role.end, item.start) if after else scene.gap(item.end, role.start)
        where = "other-line" if lines else f"{'after' if after else 'before'}:{gap}"
        found.append(f"{kind}:{where}")
        if role.mention.text.lower() in HELD_FUNCTIONS:
            found.append(f"bare-function:{where}")
    if role.line.prose and not after and not people and place.people == 1:
        found.append("only-person-of-paragraph")
    return found


def _heads_card(scene: Scene, role: Item, item: Item) -> bool:
    """Whether a function is the first line of a card, all of it, and the name begins the second."""
    line = role.line
    first = not line.index or scene.layout.lines[line.index - 1].paragraph != line.paragraph
    fills = role.start == line.start and line.end - role.end <= len(":")
    return first and fills and item.line.paragraph == line.paragraph and item.start - item.line.start <= LONGEST_TITLE


def touching_name(scene: Scene, role: Item) -> Item | None:
    """The mention of a person right beside the role: "Landrat Gregor Eibes", "Gregor Eibes, Landrat"."""
    item = scene.next_from(Kind.PERSON, role.end)
    beside = item is not None and item.line.index == role.line.index
    if item is not None and beside and scene.gap(role.end, item.start) in {"touching", "colon"}:
        return item
    item = scene.last_before(Kind.PERSON, role.start)
    if item is None or item.line.index != role.line.index:
        return None
    return item if scene.gap(item.end, role.start) in {"comma", "bracket", "touching"} else None


def _neighbours(scene: Scene, role: Item, item: Item, touching: Item | None) -> list[str]:
    found = []
    plural = role.mention.attributes.get("plural") == "yes"
    if plural:
        found.append("plural")
    if touching is not None and touching.entity != item.entity:
        near = scene.joined(touching, item) if touching.start < item.start else scene.joined(item, touching)
        found.append(f"{'joined-to' if near else 'other-person'}-beside{':plural' if plural else ''}")
        if near and touching.start > role.end and scene.gap(role.end, touching.start) == "colon":
            found.append("listed-behind-colon")
    if any(other.start != role.start for other in scene.roles_beside(item)):
        found.append("person-has-role-beside")
    return found


def _words_before(scene: Scene, role: Item, prose: str) -> list[str]:
    before = scene.text[max(role.line.start, role.start - 40) : role.start].lower().split()
    found = []
    for word in before[-2:]:
        if word in POSSESSIVE:
            found.append("possessive")
        elif word in DEFINITE:
            found.append("definite")
        elif word in INDEFINITE:
            found.append("indefinite")
        elif word in CUES:
            found.append(f"preceded:{CUES[word]}")
    if role.start == role.line.start:
        found.append(f"{prose}:line-start")
    return found


def _takes_up(scene: Scene, role: Item) -> bool:
    """Whether a role begins a sentence with its article, and so speaks of somebody named before: "Die Juristin kam"."""
    return TAKING_UP.fullmatch(scene.text[scene.layout.sentence_start(role.start) : role.start]) is not None


def _taken_up(scene: Scene, role: Item, item: Item, people: int) -> list[str]:
    """How well a person named before fits a role that begins its sentence."""
    sentences = min(scene.layout.sentences_between(item.end, role.start), 2)
    sex = (_agreement(scene, role, item) or ["any-sex"])[0]
    return [f"taken-up:{sex}", f"taken-up:{sex}:people-between-{min(people, 2)}", f"taken-up:sentences-{sentences}"]


def _agreement(scene: Scene, role: Item, item: Item) -> list[str]:
    gender, person = role.mention.attributes.get("gender"), scene.people[item.entity].gender
    if not gender or person is None:
        return []
    return ["same-sex" if gender == person else "other-sex"]
