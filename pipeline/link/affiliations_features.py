"""Named features of a person and an organisation: where their mentions stand, and what the words between say."""

from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.lexicons import KNOWN_WORDS, words
from pipeline.link.scene import Item, Kind, Scene

BEFORE, AFTER = 3, 3  # organisations on either side of a mention
FARTHEST_LINES = 10  # lines between a person and an organisation
FARTHEST = 400  # characters between them in running text
LEXICON = "de/affiliations.yml"
# Words that tie a role or a name to the body that follows.
OF = frozenset(
    {
        "der",
        "des",
        "dem",
        "die",
        "im",
        "in",
        "beim",
        "bei",
        "am",
        "an",
        "vom",
        "von",
        "für",
        "zur",
        "zum",
        "unserer",
        "unseres",
    }
)
ROLE_CLASSES = (
    "municipal", "state", "staff", "board", "church", "police", "fire",
    "court", "medical", "academic", "business", "sport", "politics",
)  # fmt: skip
# Features after which a person certainly has a tie to a body.
STRONG = frozenset({"role-of", "role-touches", "name-comma-organisation", "name-bracket-organisation", "compound-role"})


def nearest_pairs(scene: Scene, mentions: Sequence[Item]) -> list[tuple[Item, Item]]:
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


def pair_features(scene: Scene, item: Item, other: Item) -> set[str]:
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


def role_features(scene: Scene, role: Item, other: Item) -> set[str]:
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
    return found


def compound_heads(role: str) -> list[str]:
    """The first halves of a role's hyphenated words, lower case: "IHK-Präsidentin" names its body."""
    heads = (word.partition("-")[0].casefold() for word in role.split() if "-" in word)
    return [head for head in heads if len(head) > 1]


def role_class(role: Item) -> str:
    """The class of a role noun: municipal, staff, board, ..."""
    return _class_of(role.mention.attributes.get("noun", role.mention.text).lower())


@lru_cache(maxsize=KNOWN_WORDS)
def _class_of(noun: str) -> str:
    return next((name for name, stems in _classes() if any(stem in noun for stem in stems)), "other")


@cache
def _cues() -> frozenset[str]:
    return frozenset(words(LEXICON, "cues"))


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, words(LEXICON, key)) for key in ROLE_CLASSES)
