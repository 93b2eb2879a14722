"""Base forms of places."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.documents import CleanDocument, Mention
from pipeline.gazetteer import is_place, places
from pipeline.lexicons import words
from pipeline.normalise.organisations_inflection import nominative
from pipeline.values import GeoPlace, PlaceName

SOFT = str.maketrans({"\u00ad": None, "\u200b": None, "·": None, "\u00a0": " ", "\u202f": " "})
BROKEN_WORD = re.compile(r"(?<=[a-zäöüß])-[ ]?\n[ ]?(?=[a-zäöüß])")
TYPE_WORD = re.compile(
    r"^(?:(?:Landeshaupt|Hanse|Universitäts|Kreis)?[Ss]tadt|(?:Samtg|G)emeinde|Markt|Ortsteil|Stadtteil|Land) "
)
BEFORE = 30  # characters before a name in which its article stands


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[PlaceName, ...]:
    """Names in base form, in text order."""
    surfaces = {_one_line(mention.text) for mention in mentions}
    found = []
    for mention in mentions:
        before = document.text[max(0, mention.start - BEFORE) : mention.start].split()
        name = base_form(_one_line(mention.text), before[-1].lower() if before else "", surfaces)
        if name:
            found.append(PlaceName(mention, name, candidates(name)))
    return tuple(found)


def base_form(surface: str, before: str, others: set[str] | frozenset[str] = frozenset()) -> str:
    """The nominative of a place's name.

    A final s is a genitive only where the rest is a known place or stands elsewhere in the document (``others``):
    "Berlins" -> "Berlin", but "Worms" stays.
    """
    printed = _cased(surface)
    name = printed if is_place(printed) else nominative(printed, before)
    first, _, rest = name.partition(" ")
    shorter = _without_genitive(name, others)
    if shorter is not None:
        return shorter
    if rest and before == "des" and (short := _without_genitive(first, others)) is not None:
        return f"{short} {rest}"
    return name


def candidates(name: str) -> tuple[GeoPlace, ...]:
    """The populated places a name may mean; "Stadt Worms" means Worms, a district or a landscape none."""
    return places(TYPE_WORD.sub("", name))


def _without_genitive(name: str, others: set[str] | frozenset[str]) -> str | None:
    if len(name) < 4 or not name.endswith(("s", "’", "'")) or name.endswith("ss") or name in _never_genitive():
        return None
    shorter = name[:-1]
    if name.endswith("s") and is_place(name) and shorter not in _regions():
        return None
    known = shorter in others or shorter in _regions() or is_place(shorter)
    return shorter if known else None


def _cased(name: str) -> str:
    """Names in capitals in mixed case: "RÜSSELSHEIM AM MAIN"; short ones may be abbreviations and stay."""
    if not name.isupper() or len(name) < 5:
        return name
    first, *rest = name.split(" ")
    small = words("de/places.yml", "small_words")
    return " ".join([first.title(), *(word.lower() if word.lower() in small else word.title() for word in rest)])


def _one_line(text: str) -> str:
    return " ".join(BROKEN_WORD.sub("", text.translate(SOFT)).split()).strip(' ,;.:„“"')


@cache
def _never_genitive() -> frozenset[str]:
    return frozenset(words("de/places.yml", "ending_in_s"))


@cache
def _regions() -> frozenset[str]:
    return frozenset(words("de/places.yml", "regions"))
