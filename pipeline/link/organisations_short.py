"""Spell out "the district" and "the town": a bare word stands for the municipality that the text speaks of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.values import OrganisationName, PlaceName

NO_WORD = re.compile(r"[^\w&]+")
# Bodies that are called by this word alone once their name has been told.
MUNICIPAL = frozenset(
    {"landkreis", "kreis", "stadt", "gemeinde", "samtgemeinde", "verbandsgemeinde", "markt", "bezirk", "region"}
)


def spell_out(text: str, names: Sequence[OrganisationName], places: Sequence[PlaceName]) -> list[OrganisationName]:
    """The names, with "Landkreis" alone given the name of the district it stands for.

    That is the district of the place which heads the section, if the text names one; else the one named last before,
    as a body or as a place.
    """
    bodies = [(name.mention.start, name.name) for name in names]
    told = [pair for pair in (*bodies, *((p.mention.start, p.name) for p in places)) if _is_full(pair[1])]
    by_place = {tuple(name.casefold().split(" ", 1)): name for _, name in told}
    headings = [(place.mention.start, place.name) for place in places if _fills_line(text, place)]
    events = sorted([*((start, 0, name) for start, name in told), *((start, 1, name) for start, name in headings)])
    last: dict[str, str] = {}
    heading, position = "", 0
    found = []
    for name in names:
        while position < len(events) and events[position][0] < name.mention.start:
            _, is_heading, event = events[position]
            if is_heading:
                heading = event.casefold()
            else:
                last[event.split()[0].lower()] = event
            position += 1
        word = name.name.lower()
        whole = by_place.get((word, heading), last.get(word)) if word in MUNICIPAL else None
        found.append(name if whole is None else replace(name, name=whole, key=_key(whole)))
    return found


def _is_full(name: str) -> bool:
    return " " in name and name.split()[0].lower() in MUNICIPAL


def _fills_line(text: str, place: PlaceName) -> bool:
    before, after = (
        text[max(0, place.mention.start - 1) : place.mention.start],
        text[place.mention.end : place.mention.end + 1],
    )
    return before in {"", "\n"} and after in {"", "\n"}


def _key(name: str) -> str:
    return " ".join(NO_WORD.sub(" ", name.casefold()).split())
