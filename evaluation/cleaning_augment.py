"""More training documents for the text cleaning model: the content of one gold document with furniture of others.

A model that has seen a menu beside one release only learns the pair. Recombined, each release stands below many
headers and above many footers, and the model has to look at the lines themselves.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import groupby

from evaluation.cleaning_data import GoldLines

Line = tuple[str, str | None]
HEAD, MIDDLE, FOOT = "head", "middle", "foot"
KEPT_HEAD, SWAPPED_MIDDLE, KEPT_FOOT = 0.75, 0.7, 0.8  # shares of the copies


def recombined(documents: Sequence[GoldLines], copies: int, seed: int = 0) -> list[GoldLines]:
    """``copies`` new documents for every one given: the same content, furniture drawn from all of them.

    Deterministic for a seed. Contacts are left out, since junk holds none.
    """
    chance = random.Random(seed)  # noqa: S311  (no secret: training data)
    parts = [_parts(document) for document in documents]
    pools: dict[str, list[list[Line]]] = {HEAD: [], MIDDLE: [], FOOT: []}
    for listed in parts:
        for place, lines in listed:
            if place in pools:
                pools[place].append(lines)
    return [
        _assembled(f"{document.name}+{copy}", list(_copy(listed, pools, chance)))
        for copy in range(copies)
        for document, listed in zip(documents, parts, strict=True)
    ]


def _parts(document: GoldLines) -> list[tuple[str, list[Line]]]:
    """Runs of junk, named by their place, and of content ("")."""
    lines = [(document.text[start:end], kind) for start, end, kind in document.lines]
    runs = [(junk, list(run)) for junk, run in groupby(lines, key=lambda line: line[1] is not None)]
    named = []
    for number, (junk, run) in enumerate(runs):
        place = HEAD if number == 0 else FOOT if number == len(runs) - 1 else MIDDLE
        named.append((place if junk else "", run))
    return named


def _copy(
    listed: Sequence[tuple[str, list[Line]]], pools: dict[str, list[list[Line]]], chance: random.Random
) -> Iterator[Line]:
    if pools[HEAD] and chance.random() < KEPT_HEAD:
        yield from chance.choice(pools[HEAD])
    for place, lines in listed:
        if place == MIDDLE and chance.random() < SWAPPED_MIDDLE:
            yield from chance.choice(pools[MIDDLE])
        elif place in (MIDDLE, ""):
            yield from lines
    if pools[FOOT] and chance.random() < KEPT_FOOT:
        yield from chance.choice(pools[FOOT])


def _assembled(name: str, lines: Sequence[Line]) -> GoldLines:
    placed, start = [], 0
    for text, kind in lines:
        placed.append((start, start + len(text), kind))
        start += len(text) + 1
    return GoldLines(name, "\n".join(text for text, _ in lines), tuple(placed), ())
