"""Lists of people behind a role, "Beisitzer sind Mia Hell, Tom Dunkel und Pia Grau", and bodies that only head one."""

from collections.abc import Iterator
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene

LISTED = 0.85  # score of a link by such a list
LISTED_REASON = ("named in the list behind the role",)
PLURAL_VERBS = frozenset({"sind", "waren", "werden", "wurden", "bleiben", "heißen"})
BESIDE_VERB = frozenset({"auch", "nun", "künftig", "weiterhin", "wieder", "jetzt", "neu"})
ONE_WOMAN = ("in", "frau")  # endings of a noun that no plural has
LONGEST_LIST = 12  # names behind a role


def listed_behind(scene: Scene, role: Item) -> list[int]:
    """The people whom a list behind a role and a verb in the plural names; empty without such a list."""
    names = scene.after(Kind.PERSON, role.end, LONGEST_LIST)
    if not names or names[0].line.index != role.line.index or role.mention.text.endswith(ONE_WOMAN):
        return []
    if scene.count(Kind.ROLE, role.end, names[0].start):
        return []
    said = set(scene.words_between(role.end, names[0].start))
    if not said & PLURAL_VERBS or not said <= PLURAL_VERBS | BESIDE_VERB:
        return []
    return [name.entity for name in _joined(scene, names)]


def _joined(scene: Scene, names: list[Item]) -> Iterator[Item]:
    """The first name and those that commas and conjunctions join to it."""
    last = None
    for name in names:
        if last is not None and (not scene.joined(last, name) or scene.count(Kind.ROLE, last.end, name.start)):
            return
        yield name
        last = name


def heads_list(scene: Scene, role: Item) -> bool:
    """Whether a body heads a list of people with roles of their own: "Vorstand: Vorsitzender Jan Ott, ..."."""
    noun = role.mention.text.split()[-1]
    if noun not in _collective() or scene.text[role.end : role.end + 1] != ":":
        return False
    first = scene.after(Kind.ROLE, role.end, 1)
    names = scene.between(Kind.PERSON, role.end, role.line.end)[:2]
    return len(names) > 1 and bool(first) and first[0].end <= names[0].start and first[0].line.index == role.line.index


@cache
def _collective() -> frozenset[str]:
    return frozenset(words("de/contacts.yml", "collective"))
