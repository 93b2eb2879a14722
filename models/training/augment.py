"""Varied copies of annotated texts: other names, places and organisations, and the noise of scraped pages.

Every change is a list of edits, so that spans stay exact.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.training.documents import Text

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Pools:
    """What to draw replacements from."""

    given: list[str]
    family: list[str]
    places: list[str]
    organisations: list[str]


def apply_edits(text: Text, edits: Iterable[Edit]) -> Text:
    """The text with edits applied; an edit lies inside a span, outside of all spans, or is exactly one span."""
    parts, shifts, cursor, shift = [], [], 0, 0
    for start, end, new in sorted(edits):
        if start < cursor:
            continue
        parts += [text.text[cursor:start], new]
        shift += len(new) - (end - start)
        shifts.append((start, end, shift))
        cursor = end
    parts.append(text.text[cursor:])
    return replace(text, text="".join(parts), spans=tuple(_moved(text, shifts)))


def _moved(text: Text, shifts: list[tuple[int, int, int]]) -> Iterable[tuple[int, int, str]]:
    index, shift = 0, 0
    for start, end, label in text.spans:
        while index < len(shifts) and shifts[index][1] <= start:
            shift = shifts[index][2]
            index += 1
        inner, ahead = shift, index
        while ahead < len(shifts) and shifts[ahead][1] <= end and shifts[ahead][0] < end:
            inner = shifts[ahead][2]
            ahead += 1
        yield start + shift, end + inner, label


_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "zu", "zur", "vom", "am", "del", "di", "la", "le", "und", "bin", "al"}
)
_PARTICLES |= {"El", "Sankt", "St.", "Graf", "Gräfin", "Freiherr", "Freifrau", "Baron"}


def replace_entities(text: Text, pools: Pools, chance: random.Random) -> Text:
    """The text about other people in other towns: each name is replaced by the same other name wherever it occurs."""
    people = _new_names(text, pools, chance)
    places = _new_places(text, pools, chance)
    edits: list[Edit] = []
    for (start, end, label), base in zip(text.spans, text.names, strict=True):
        surface = text.text[start:end]
        new = surface
        if label == "PER":
            new = " ".join(_renamed(part, people) for part in surface.split(" "))
        elif label == "ORG" and base is None and " " in surface and "\n" not in surface and chance.random() < 0.25:
            new = chance.choice(pools.organisations)
        elif label in ("LOC", "ORG", "ADDR") and places:
            new = re.sub(
                r"[^\W\d_][\w()/-]*(?: [\w()/-]+)*|\w+", lambda match: _relocated(match.group(), places), surface
            )
        if new != surface:
            edits.append((start, end, new))
    return apply_edits(text, edits)


def _new_names(text: Text, pools: Pools, chance: random.Random) -> dict[str, str]:
    new: dict[str, str] = {}
    for (start, end, label), full in zip(text.spans, text.names, strict=True):
        parts = [
            part for part in (full or text.text[start:end]).split() if part not in _PARTICLES and part[0].isupper()
        ]
        if label != "PER" or len(parts) > 4:
            continue
        for part in parts[:-1]:
            if len(part) > 2 and not part.endswith("."):
                new.setdefault(part, _draw(pools.given, part, chance))
        if parts and len(parts) > 1:
            new.setdefault(parts[-1], _draw(pools.family, parts[-1], chance))
    return new


def _draw(pool: list[str], old: str, chance: random.Random) -> str:
    if "-" in old:
        return f"{chance.choice(pool)}-{chance.choice(pool)}".replace(" ", "-")
    return chance.choice(pool)


def _renamed(part: str, people: dict[str, str]) -> str:
    if part in people:
        return people[part]
    if part.endswith("s") and part[:-1] in people:
        new = people[part[:-1]]
        return new + ("’" if new[-1] in "sxzß" else "s")
    if part.isupper() and part.title() in people:
        return people[part.title()].upper()
    return part


def _new_places(text: Text, pools: Pools, chance: random.Random) -> dict[str, str]:
    known = set(pools.places)
    return {
        surface: chance.choice(pools.places)
        for start, end, label in text.spans
        if label == "LOC" and (surface := text.text[start:end]) in known and chance.random() < 0.8
    }


def _relocated(surface: str, places: dict[str, str]) -> str:
    if surface in places:
        return places[surface]
    return " ".join(places.get(word, word) for word in surface.split(" "))


def add_noise(text: Text, chance: random.Random) -> Text:
    """The text as other scrapers, editors and keyboards would have left it."""
    roll = chance.random()
    if roll < 0.25:
        text = apply_edits(text, [(m.start(), m.end(), "\n") for m in re.finditer(r"\n[ \t]*\n+", text.text)])
    elif roll < 0.33:
        text = apply_edits(text, [(m.start(), m.end(), "\n\n") for m in re.finditer(r"\n+", text.text)])
    elif roll < 0.40:
        text = _wrap(text, chance)
    if chance.random() < 0.2:
        text = apply_edits(text, [(m.start(), m.end(), '"') for m in re.finditer("[„“”»«]", text.text)])
    if chance.random() < 0.1:
        text = apply_edits(text, [(m.start(), m.end(), "-") for m in re.finditer("[–—]", text.text)])
    if chance.random() < 0.04:
        plain = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
        text = apply_edits(text, [(m.start(), m.end(), plain[m.group()]) for m in re.finditer("[äöüßÄÖÜ]", text.text)])
    if chance.random() < 0.15:
        mark = chance.choice(["- ", "• ", "* ", "  ", "– ", "\t"])
        lines = [m.start() for m in re.finditer(r"^(?=\w)", text.text, re.MULTILINE) if chance.random() < 0.5]
        text = apply_edits(text, [(at, at, mark) for at in lines if not _inside(text, at)])
    return _recased(text, chance)


def _inside(text: Text, at: int) -> bool:
    return any(start < at < end for start, end, _ in text.spans)


def _wrap(text: Text, chance: random.Random) -> Text:
    """Hard line breaks, as in pages converted from PDF or e-mail."""
    width, edits, last = chance.randint(50, 100), [], 0
    for match in re.finditer(r"[ \n]", text.text):
        if match.group() == "\n":
            last = match.start()
        elif match.start() - last > width:
            edits.append((match.start(), match.end(), "\n"))
            last = match.start()
    return apply_edits(text, edits)


def _recased(text: Text, chance: random.Random) -> Text:
    lines = []
    for line in text.text.split("\n"):
        roll = chance.random()
        if roll < 0.04 and len(line) < 120:
            line = "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in line)
        elif roll < 0.05:
            line = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in line)
        lines.append(line)
    return replace(text, text="\n".join(lines))
