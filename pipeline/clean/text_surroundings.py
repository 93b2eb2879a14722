"""What stands around a unit of plain text: headings above, runs of short lines, credits and repetitions beside it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.phrases import items_of, phrase_kinds, words_of
from pipeline.clean.plain import Unit
from pipeline.repairs import fold

HEADING_LENGTH = 60  # characters
HEADING_KINDS = ("related", "ad", "newsletter", "consent", "app", "share", "nav", "content")
HEADING_SHARE = 5  # one phrase among so many words makes a heading of its kind
RUN_LENGTH = 42  # characters up to which a line is one of a run of short lines
CREDIT = re.compile(
    r"\b(?:Foto|Fotos|Bild|Grafik)s?\s?:|©|\((?:l|r|links|rechts|Mitte|vorn|hinten|v)\.?[ ,)]|\bv\. ?l\.|von links"
)
DIGITS = re.compile(r"\d+")
RUNNING_LENGTH = 12  # characters from which a line that comes again with other numbers is no coincidence
ENDS = ".!?:;,"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """For every unit of a document what its neighbours say about it.

    Attributes:
        heading: kind of the last heading of furniture above, with ``/tight`` where no empty line lies between; or "".
        runs: number of short lines in a row that the unit belongs to, and its own number among them.
        running: how often the unit stands in the document if numbers are left out.
        credited: it names a photographer or says who stands where.
    """

    heading: Sequence[str]
    runs: Sequence[tuple[int, int]]
    running: Sequence[int]
    credited: Sequence[bool]


def surroundings_of(units: Sequence[Unit], prose: Sequence[bool]) -> Surroundings:
    """Looks at every unit's surroundings, in linear time."""
    keys = [DIGITS.sub("0", fold(unit.text).casefold()) for unit in units]
    counts = Counter(keys)
    running = [counts[key] if len(key) > RUNNING_LENGTH else 1 for key in keys]
    return Surroundings(
        _headings(units, prose), _runs(units), running, [CREDIT.search(unit.text[:400]) is not None for unit in units]
    )


def _headings(units: Sequence[Unit], prose: Sequence[bool]) -> list[str]:
    found = []
    above, tight = "", False
    for unit, running_text in zip(units, prose, strict=True):
        if running_text:
            above = ""
        tight = tight and not unit.blank_before
        found.append(above and f"{above}/{'tight' if tight else 'loose'}")
        kind = _heading_kind(unit.text)
        if kind:
            above, tight = kind, True
    return found


def _heading_kind(text: str) -> str:
    """The kind of furniture that a short line announces, "" for all others."""
    if len(text) > HEADING_LENGTH or len(items_of(text)) > 1:
        return ""
    words = words_of(text)
    counts = phrase_kinds(words)
    named = [kind for kind in HEADING_KINDS if counts.get(kind, 0) * HEADING_SHARE >= len(words)]
    return named[0] if named and words else ""


def _runs(units: Sequence[Unit]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for index in range(len(units) + 1):
        if index < len(units) and _short(units[index]):
            continue
        size = index - start
        found.extend((size, number + 1) for number in range(size))
        if index < len(units):
            found.append((0, 0))
        start = index + 1
    return found


def _short(unit: Unit) -> bool:
    return len(unit.text) <= RUN_LENGTH and unit.text[-1] not in ENDS
