"""Trunks that sentences of a page announce: "Alle Nummern beginnen mit 03981 253", "dahinter die Nebenstelle"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.labels import NAME, alternatives, folded, holds
from pipeline.annotate.phones.numbers import Number, Trunk
from pipeline.lexicons import words

LOCAL_TRUNK = 5  # digits behind the area code that an announced trunk has at most
_BEFORE = re.compile(
    rf"(?<!\w)(?i:{alternatives(words(NAME, 'trunk_before'))})\b(?P<rest>[^.;\n]{{0,30}})$"
)  # fmt: skip
_BEFORE_WORDS = folded(words(NAME, "trunk_before"))
_AFTER = re.compile(
    rf"[ …,.\-–+(]{{0,4}}(?:(?:{alternatives(words(NAME, 'trunk_links'))})[ ]?){{1,2}}"
    rf"(?:(?:{alternatives(words(NAME, 'trunk_determiners'))}) )?"
    rf"(?:{alternatives(words(NAME, 'trunk_after'))})\b(?! ?:? ?[-–]?\d)"
    rf"|[ …\-–]{{0,4}}(?:(?:vor|zu) )?(?:{alternatives(words(NAME, 'trunk_verbs'))})\b|,? dann "
)
SITE = re.compile(r"\b([A-ZÄÖÜ]{2,4})\b")
_SITE_LIST = re.compile(r"[,;]? (?:und )?für [A-ZÄÖÜ]{2,4} $")
STAR = "*"
NEXT_HOUSE = 90  # characters between the trunks of two houses
_NEXT_HOUSE = re.compile(r"[,;(][^\d\n]{0,80}[A-ZÄÖÜ]")
_APART = re.compile(r"[\d\n]")


@dataclass(slots=True)
class Announced:
    """Trunks that sentences of the page announce; ``spans`` are no numbers of their own.

    ``starred`` is the one of extensions with an asterisk: "Mit * gekennzeichnete Nummern: 08171 4329"; ``passing`` are
    those for the rest of their line: "in Hof gilt der Anschluss 09281 5378-…" below numbers of the head office.
    """

    trunks: list[Number] = field(default_factory=list)
    sites: dict[str, Trunk] = field(default_factory=dict)
    starred: Number | None = None
    spans: set[tuple[int, int]] = field(default_factory=set)
    passing: list[Number] = field(default_factory=list)

    def add(self, number: Number, site: str | None) -> None:
        """Take a number as a trunk, of one site where the sentence names it."""
        if site is None:
            self.trunks.append(number)
        elif site == STAR:
            self.starred = number
        else:
            self.sites[site] = Trunk(number.digits, number.region)
        self.spans.add((number.start, number.end))

    def add_passing(self, number: Number) -> None:
        """Take a number as a trunk for the rest of its line."""
        self.passing.append(number)
        self.spans.add((number.start, number.end))

    def knows(self, number: Number) -> bool:
        """Whether a number is one of these trunks."""
        return (number.start, number.end) in self.spans


def announced(lines: Lines, numbers: Sequence[Number]) -> Announced:
    """The announced trunks among the numbers: "Alle Nummern beginnen mit 03981 253"."""
    found = Announced()
    last: Number | None = None
    for number in numbers:
        left = lines.before(number.start)
        cue = _BEFORE.search(left) if holds(left, _BEFORE_WORDS) else None
        goes_on = last is not None and _goes_on(lines.text, last, number, left)
        said = cue is not None or _AFTER.match(lines.after(number.end)) is not None or goes_on
        last = number if said and _may_be_trunk(number) else None
        if last is not None:
            found.add(number, _site_of(cue["rest"] if cue is not None else left[-12:], left, first=not found.spans))
    return found


def _goes_on(text: str, last: Number, number: Number, left: str) -> bool:
    """Whether a number is another house's trunk behind an announced one: "..., in Wittenberge nach der 03877 5629"."""
    if _SITE_LIST.search(left) is not None:
        return True
    between = text[last.end : number.start]
    if len(between) > NEXT_HOUSE or _APART.search(between) is not None:
        return False
    return _NEXT_HOUSE.search(between) is not None


def _site_of(rest: str, left: str, *, first: bool) -> str | None:
    """The site that a sentence names by its code, or the asterisk by which it knows it."""
    if not first and STAR in left.rpartition(". ")[2]:
        return STAR
    site = SITE.search(rest)
    return site[1] if site is not None else None


def _may_be_trunk(number: Number) -> bool:
    return number.landline and number.extension is None and len(number.digits) - number.area <= LOCAL_TRUNK
