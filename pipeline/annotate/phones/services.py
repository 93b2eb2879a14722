"""Short numbers that are dialled as they stand: 115 and the harmonised 116 numbers."""

import re
from dataclasses import dataclass

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.labels import NAME, alternatives, is_touched
from pipeline.annotate.phones.runs import Run
from pipeline.lexicons import words

_LABELLED = re.compile(rf"(?i:{alternatives(words(NAME, 'authorities_labels'))})\b.{{0,12}}$")
_EMERGENCY = re.compile(r"(?<![\w/.-])11[02]\b")
_AUTHORITIES = frozenset(words(NAME, "authorities"))
_HARMONISED = frozenset(words(NAME, "harmonised"))


@dataclass(frozen=True, slots=True)
class Service:
    """A short number in the text."""

    start: int
    end: int
    digits: str


def service(lines: Lines, run: Run) -> Service | None:
    """The short number a run holds, None where it is none; emergency calls are nobody's contact."""
    digits = run.digits
    if digits in _HARMONISED and not _is_advice(lines, run):
        return Service(run.start, run.end, digits)
    if digits in _AUTHORITIES and _stands_for_itself(lines, run):
        return Service(run.start, run.end, digits)
    return None


def _is_advice(lines: Lines, run: Run) -> bool:
    """Whether the sentence tells everybody whom to call in an emergency."""
    return _EMERGENCY.search(lines.before(run.start, 150)) is not None


def _stands_for_itself(lines: Lines, run: Run) -> bool:
    left = lines.before(run.start)
    return lines.text.strip() == run.digits or is_touched(left) or _LABELLED.search(left[-40:]) is not None
