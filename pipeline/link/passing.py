"""Names that are no subject of their own: they say more of somebody else, refer to a number, or credit a picture."""

import re
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene, titles

DEPENDENT = frozenset({"von", "für", "vom", "wie", "bei", "zu", "durch", "des", "siehe", "über"})
LABEL = re.compile(
    r"(?P<phone>Tel(?:efon|\.)?|Telefonnummer|Nummer)(?:[ ]?[:.])*(?P<fax> (?:und|/) (?:Tele)?[Ff]ax)?"
    r"|(?P<email>E-?[Mm]ail|Mail)(?:[ ]?:)?"
)
PARTS_OF_LABELS = ("Tel", "Nummer", "ail")  # one of these is in every label
FORM_OF_ADDRESS = re.compile(r"(?:Frau|Herrn?|Fr\.|Hr\.) $")
BY_REFERENCE = re.compile(
    r"[ ]{0,2}(?:wie|über|siehe(?: oben| unten)?(?: bei)?|s\. ?o\.(?: bei)?|gleiche Nummer wie|zu erreichen über)[ ]$"
)
REPRESENTED = re.compile(
    r"(?<!\w)(?:Elternzeit|Karenz|Mutterschutz|Urlaubs|Krankheits)?[Vv]ertretung (?:von|für|des|der)"
    r"(?: (?:Frau|Herrn?|[A-Z]?[a-z-]{1,8}\.)){0,3} $"
)
REFERENCE_REACH = 60  # characters before a name in which label and reference stand
BEFORE = 30  # characters before a name in which a preposition is looked for
CREDIT_REACH = 60  # characters before a name in which "Foto:" is looked for


def is_dependent(scene: Scene, item: Item) -> bool:
    """Whether a name only says more of somebody else: "Sprecherin von Stadträtin Hochleitner"."""
    start = item.start
    role = scene.last_before(Kind.ROLE, start)
    if role is not None and role.line.index == item.line.index and scene.gap(role.end, start) == "touching":
        start = role.start
    tokens = [word for word in scene.text[max(item.line.start, start - BEFORE) : start].split() if word not in titles()]
    return bool(tokens) and tokens[-1] in DEPENDENT


def referred_kind(scene: Scene, item: Item) -> Kind | None:
    """The kind of contact point that is given by reference to a name, None where the name is no reference."""
    start = item.start
    role = scene.last_before(Kind.ROLE, start)
    if role is not None and role.end <= start and scene.text[role.end : start].isspace():
        start = role.start
    before = scene.text[max(item.line.start, start - REFERENCE_REACH) : start]
    if not any(part in before for part in PARTS_OF_LABELS):
        return None
    reference = BY_REFERENCE.search(FORM_OF_ADDRESS.sub("", before))
    if reference is None:
        return None
    label = next(reversed(list(LABEL.finditer(reference.string, 0, reference.start()))), None)
    if label is None or reference.start() - label.end() > 2:
        return None
    return Kind.EMAIL if label["email"] is not None else Kind.PHONE


def is_represented(scene: Scene, item: Item) -> bool:
    """Whether a name only tells whom somebody else stands in for: "in Vertretung von Mag. Oberhauser"."""
    before = scene.text[max(item.line.start, item.start - BEFORE) : item.start]
    return "ertretung " in before and REPRESENTED.search(before) is not None


def represents(scene: Scene, role: Item) -> bool:
    """Whether a role names no office but whom somebody stands in for."""
    if not role.mention.text.endswith("ertretung"):
        return False
    name = scene.next_from(Kind.PERSON, role.end)
    return name is not None and name.line.index == role.line.index and is_represented(scene, name)


def is_credited(scene: Scene, item: Item) -> bool:
    """Whether a name only tells who took a picture: "Foto: Stadt Neuwied / Jan Ott"."""
    before = scene.text[max(item.line.start, item.start - CREDIT_REACH) : item.start]
    head, colon, behind = before.rpartition(":")
    if not colon or ". " in behind:
        return False
    label = head.split()
    return bool(label) and label[-1].strip('()„“"').casefold() in _credits()


@cache
def _credits() -> frozenset[str]:
    return frozenset(word.casefold() for word in words("de/contacts.yml", "credits"))
