"""Numbered units of an authority: "SG 51.1 Beistandschaften", "Team 211 – Eingangszone", "Abteilung IVa"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

LEXICON = "de/organisations.yml"
SCORE = 0.8
RULE = "units:numbered"
NUMBER = r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,4})[a-z]?(?!\w|[.,]?\d)"
WORD = r"[A-ZÄÖÜ][\w-]{1,40}"
LISTED = rf",(?= {WORD}(?:, {WORD}){{0,2}} (?:und|&) {WORD})"  # "Bau, Planung und Verkehr"
NAME = re.compile(rf"(?: [–-]|:)? (?P<name>{WORD}(?:(?:{LISTED}| und| &| für| der| des| im)? {WORD}){{0,6}})")
END = re.compile(r"[ ]{0,3}$|[ ]?[,;|\t(]|  | [–-] ", re.MULTILINE)
BEGIN = re.compile(r"^|(?<=[|\t] )|(?<=[|\t(])|(?<=, )", re.MULTILINE)


def numbered(document: CleanDocument, entities: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """The entities in text order, with numbered units that were missed, or found without their number."""
    text = document.text
    occupied = Occupied([*taken, *(entity for entity in entities if entity.label is not Label.ORG)])
    points = sorted(mention.start for mention in taken)
    bodies = [entity for entity in entities if entity.label is Label.ORG]
    units = [unit for unit in _units(text, points, bodies) if not occupied.overlaps(unit.start, unit.end)]
    spans = Occupied(units)
    rest = (entity for entity in entities if not spans.overlaps(entity.start, entity.end))
    return sorted([*rest, *units], key=lambda mention: mention.start)


def _units(text: str, points: Sequence[int], bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The units that begin inside no body, each as long as its name or the body that the model saw in it."""
    starts, ends = [body.start for body in bodies], [body.end for body in bodies]
    for match in _unit().finditer(text):
        first = bisect_right(ends, match.start())
        end = _named_until(text, match, points)
        within = bodies[first : bisect_left(starts, end + 1, lo=first)]
        if within and within[0].start <= match.start():
            continue
        if not within and end == match.end() and match["kind"] in words(LEXICON, "numbered_with_name"):
            continue
        end = max([end, *(body.end for body in within)])
        mention = Mention(Label.ORG, match.start(), end, text[match.start() : end], SCORE, RULE)
        yield replace(mention, score=max([SCORE, *(body.score for body in within)]))


def _named_until(text: str, match: re.Match[str], points: Sequence[int]) -> int:
    """Where the name behind a number ends, if the unit begins a line or cell and the name fills it."""
    name = NAME.match(text, match.end()) if BEGIN.match(text, match.start()) is not None else None
    if name is None:
        return match.end()
    point = points[at] if (at := bisect_left(points, name.end())) < len(points) else None
    fills = END.match(text, name.end()) is not None or point == name.end() + 1
    return name.end() if fills else match.end()


@cache
def _unit() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, sorted(words(LEXICON, "numbered_units"), key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?P<kind>{kinds}) {NUMBER}")
