"""Which body an office, a department or a committee is part of, where the text says so by order and punctuation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.lexicons import words
from pipeline.values import OrganisationName

# "Amt für Integration im Landratsamt Karlsruhe"
UNIT_FIRST = re.compile(
    r"(?: (?:der|des|dem|im|in der|in dem|beim?|bei der|am|an der|vom|von|für) (?:die |den |das |der )?"
    r"|, | - | – |\n| \| |: )"
)
# "Landratsamt Cham, Sachgebiet 23"
BODY_FIRST = re.compile(r"(?:, | - | – |\n| \| |: | · | / )")
# Kinds of body that have units of their own.
BODIES = frozenset({"municipality", "ministry", "company", "university", "hospital", "church", "association", "court"})


@dataclass(slots=True)
class Organisation:
    """One organisation with all its mentions; ``part_of`` is the number of the body it is a unit of."""

    name: str
    kind: str
    names: list[OrganisationName]
    score: float
    part_of: int | None = None


def set_parts(text: str, organisations: Sequence[Organisation]) -> None:
    """Sets ``part_of`` of every unit that stands right beside its body, the first time one does."""
    mentions = sorted(
        (name.mention.start, name.mention.end, number)
        for number, organisation in enumerate(organisations)
        for name in organisation.names
    )
    for (_, end, left), (start, _, right) in pairwise(mentions):
        between = text[end:start]
        if UNIT_FIRST.fullmatch(between) is not None and _is_unit_of(organisations[left], organisations[right]):
            _join(organisations, left, right)
        elif BODY_FIRST.fullmatch(between) is not None and _is_unit_of(organisations[right], organisations[left]):
            _join(organisations, right, left)


def _join(organisations: Sequence[Organisation], unit: int, body: int) -> None:
    """Makes a unit part of a body, unless it is part of one, or the body is part of the unit."""
    above: int | None = body
    while above is not None and above != unit:
        above = organisations[above].part_of
    if above is None and organisations[unit].part_of is None:
        organisations[unit].part_of = body


def _is_unit_of(unit: Organisation, body: Organisation) -> bool:
    """A unit by its noun, inside a body of a kind that has units, or inside an authority that is no unit itself."""
    if not is_unit(unit.name):
        return False
    return (body.kind in BODIES or body.kind == "authority") and not is_unit(body.name)


def rank_of(name: str, kind: str) -> str:
    """What a body is on the ladder of an authority: its unit's noun ("amt", "team"), else its kind."""
    match = _unit().search(name) if is_unit(name) else None
    return kind if match is None else match.group().casefold()


def is_unit(name: str) -> bool:
    """Whether a name's noun says that it is a department, an office or a committee: "Sachgebiet 23", "Pressestelle"."""
    return _unit().search(name) is not None and not name.startswith(words("de/organisations.yml", "whole"))


@cache
def _unit() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, words("de/organisations.yml", "units")))
    return re.compile(rf"(?:{nouns})(?=[ s\d]|$)", re.IGNORECASE)
