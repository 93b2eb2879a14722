"""Which organisation a contact point or an address belongs to, where no person's card holds it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.folding import SPECIAL
from pipeline.gazetteer import is_place
from pipeline.lexicons import KNOWN_WORDS
from pipeline.link.affiliations_position import page_head
from pipeline.link.layout import Line
from pipeline.link.people_names import NO_LETTER, mail_forms
from pipeline.link.scene import Item, Kind, Scene
from pipeline.values import Owner

NEAR_LINES = 6
OWN_CARD_LINES = 3
MOST_BODIES = 50  # bodies of a page whose names are looked for in a host
MUNICIPALITY = "municipality"
SHORTEST = 4  # letters of a word of a name that is looked for in a domain


def organisation_of(scene: Scene, point: Item, value: str) -> tuple[int, float] | None:
    """The organisation that a contact point belongs to, with a score: by its domain, by its line, by its paragraph."""
    near = _near(scene, point)
    domain = value.partition("@")[2]
    if domain:
        named = named_by_domain(scene, [item.entity for item in near], domain)
        if named:
            return named[0], 0.9
    for item in near:
        if item.line.index == point.line.index:
            return item.entity, 0.8
    for item in near:
        if item.line.paragraph == point.line.paragraph:
            return item.entity, 0.7
    return (near[0].entity, 0.5) if near else _house(scene, point)


def address_owner(scene: Scene, address: Item) -> tuple[Kind, int, float] | None:
    """Who an address belongs to: a body named on its card first, then the name that heads the card."""
    bodies = _near(scene, address)
    names = scene.before(Kind.PERSON, address.start, 1)
    name = names[0] if names and _on_card(names[0].line, address.line) else None
    body = bodies[0] if bodies and _on_card(bodies[0].line, address.line) else None
    if body is not None and (name is None or body.start > name.start or body.line.index == address.line.index):
        return Kind.ORGANISATION, body.entity, 0.8
    if name is not None:
        return Kind.PERSON, name.entity, 0.7
    house = (bodies[0].entity, 0.5) if bodies else _house(scene, address)
    return None if house is None else (Kind.ORGANISATION, *house)


def _house(scene: Scene, point: Item) -> tuple[int, float] | None:
    """The one body that the head of a page names: what stands below its people, and is nobody's, is the house's."""
    heads = () if point.line.prose else page_head(scene)
    return (heads[0], 0.5) if len(heads) == 1 else None


def url_owner(scene: Scene, url: Item, host: str) -> Owner | None:
    """Whose web address it is: the body, else the person, that the host is called after; else the body on its line."""
    bodies = [*_near(scene, url), *scene.of(Kind.ORGANISATION)[:MOST_BODIES]]
    named = named_by_domain(scene, [item.entity for item in bodies], host)
    if named:
        return "organisation", named[0]
    letters = NO_LETTER.sub("", host.rpartition(".")[0].casefold())
    for item in (*scene.before(Kind.PERSON, url.start, 1), *scene.after(Kind.PERSON, url.end, 1)):
        forms = mail_forms(scene.people[item.entity].name.family)
        if any(len(form) >= SHORTEST and form in letters for form in forms):
            return "person", item.entity
    beside = next((item for item in _near(scene, url) if item.line.index == url.line.index), None)
    return None if beside is None or url.line.prose else ("organisation", beside.entity)


def in_domain(name: str, domain: str) -> bool:
    """Whether a long word of a name, or its initials, stand in a domain: "Stadt Worms" in "worms.de"."""
    letters = _letters_of_domain(domain)
    return any(word in letters for word in _telling_words(name))


def named_by_domain(scene: Scene, bodies: Iterable[int], domain: str) -> list[int]:
    """The bodies that a domain is called after.

    Where it is called after a town and the town itself is among them, those are left out that share no more than the
    town's name with it: "stendal.de" is that of the "Hansestadt Stendal", not of the "Stadtwerke Stendal".
    """
    organisations = scene.organisations
    named = [body for body in bodies if in_domain(organisations[body].name, domain)]
    if not any(organisations[body].kind == MUNICIPALITY for body in named):
        return named
    letters = _letters_of_domain(domain)
    return [
        body
        for body in named
        if organisations[body].kind == MUNICIPALITY
        or any(word in letters for word in _words_beyond_places(organisations[body].name))
    ]


@lru_cache(maxsize=KNOWN_WORDS)
def _words_beyond_places(name: str) -> tuple[str, ...]:
    return _telling_words(" ".join(word for word in name.replace("-", " ").split() if not is_place(word)))


@lru_cache(maxsize=KNOWN_WORDS)
def _letters_of_domain(domain: str) -> str:
    return NO_LETTER.sub("", domain.rpartition(".")[0].casefold())


@lru_cache(maxsize=KNOWN_WORDS)
def _telling_words(name: str) -> tuple[str, ...]:
    """The long words of a name that are no common nouns of bodies, in the letters of domains."""
    words = (NO_LETTER.sub("", word.casefold().translate(SPECIAL)) for word in name.replace("-", " ").split())
    return tuple(word for word in words if len(word) >= SHORTEST and word not in GENERIC)


GENERIC = frozenset(
    {
        "stadt",
        "landkreis",
        "kreis",
        "gemeinde",
        "verein",
        "schule",
        "kirche",
        "amt",
        "bund",
        "land",
        "landratsamt",
        "verband",
    }
)


def _near(scene: Scene, point: Item) -> list[Item]:
    """Organisations around a point, nearest first: before it, else right behind it on its line or the next."""
    before = [
        item
        for item in scene.before(Kind.ORGANISATION, point.start, 3)
        if point.line.index - item.line.index <= NEAR_LINES
        and not (item.line.prose and item.line.index != point.line.index)
        and not _in_brackets(scene, item)
    ]
    after = [
        item
        for item in scene.after(Kind.ORGANISATION, point.end, 1)
        if item.line.index - point.line.index <= 1 and not before
    ]
    return [*before, *after]


def _in_brackets(scene: Scene, item: Item) -> bool:
    """Whether a body stands alone in brackets, as the party behind a name does: "Adolf Kessel (CDU)"."""
    return item.start > 0 and scene.text[item.start - 1] == "(" and scene.text.startswith(")", item.end)


def _on_card(line: Line, below: Line) -> bool:
    return 0 <= below.index - line.index <= OWN_CARD_LINES and (not line.prose or line.index == below.index)


def best_owner(scores: Sequence[tuple[int, float]]) -> tuple[int, float] | None:
    """The person with the highest score; None without any."""
    return max(scores, key=lambda pair: (pair[1], -pair[0]), default=None)
