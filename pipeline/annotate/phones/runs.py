"""Runs of digits and the punctuation of telephone numbers, cut into groups: what every later rule looks at."""

import re
from dataclasses import dataclass

# Separators inside a number: " - ", " / ", ") ", ".", " · ", "/-"; never a line break, tab, comma or bar.
SEPARATOR = "[ \u00a0\u2007\u2009\u202f./()\\-\u2010-\u2015\u2212·]"
_RUN = re.compile(rf"\(?\+?\d(?:{SEPARATOR}{{0,4}}\d)*")
_GROUP = re.compile(r"\d+")
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
LONGEST = 90  # characters; more digits in one row are a table of figures or an attack, no number


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without a break, and the punctuation between them and the group before."""

    digits: str
    start: int
    end: int
    separator: str


@dataclass(frozen=True, slots=True)
class Run:
    """Groups of digits that may form one number or several; ``plus`` and ``bracket`` are what opens the run."""

    start: int
    end: int
    groups: tuple[Group, ...]
    plus: bool
    bracket: bool


def runs(text: str) -> list[Run]:
    """All runs of the text in order; a gap of two spaces, as between columns, ends a run."""
    return [run for match in _RUN.finditer(text) if match.end() - match.start() <= LONGEST for run in _cut(text, match)]


def _cut(text: str, match: re.Match[str]) -> list[Run]:
    """The runs of one match, cut where two spaces stand."""
    found: list[Run] = []
    groups: list[Group] = []
    last = match.start()
    for digits in _GROUP.finditer(text, match.start(), match.end()):
        separator = text[last : digits.start()]
        if groups and "  " in separator:
            found.append(_run(text, groups))
            groups = []
        groups.append(Group(digits[0], digits.start(), digits.end(), separator))
        last = digits.end()
    found.append(_run(text, groups))
    return found


def _run(text: str, groups: list[Group]) -> Run:
    """A run of its groups, with the "+" or "(" that stands before the first."""
    opening = text[max(0, groups[0].start - 2) : groups[0].start] if groups[0].separator else ""
    plus, bracket = opening.endswith("+"), opening.endswith(("(", "(+"))
    return Run(groups[0].start - plus - bracket, groups[-1].end, tuple(groups), plus, bracket)


def hyphened(separator: str) -> bool:
    """Whether a separator holds a hyphen or dash."""
    return any(sign in HYPHENS for sign in separator)
