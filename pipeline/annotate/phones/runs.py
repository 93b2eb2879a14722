"""Runs of digits and the punctuation of telephone numbers, cut into groups: what every later rule looks at."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Separators inside a number: " - ", " / ", ") ", ".", " · ", "/-"; never a line break, tab, comma or bar.
SEPARATOR = "[ \u00a0\u2007\u2009\u202f./()\\-\u2010-\u2015\u2212·]"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
SHORTEST = 4  # digits of the shortest complete number, and of one that the end of a line breaks
LONGEST = 90  # characters; more digits in one row are a table of figures or an attack, no number
_RUN = re.compile(rf"\d(?:{SEPARATOR}{{0,4}}\d)*")
_ALTERNATIVES = frozenset({"/", *(f"/{sign}" for sign in HYPHENS), *(f"/ {sign}" for sign in HYPHENS)})
_GROUP = re.compile(r"\d+")
# A number broken at the end of a line: behind a sign, or plainly where the text is set in lines.
_BROKEN = re.compile(rf"\)? ?(?P<sign>[{HYPHENS}/])? ?\n")
_ENDS = re.compile(r"[,;.)]|$", re.MULTILINE)
_LABEL_BEFORE = re.compile(r"(?i:tel|fon|fax)[.:]{0,2} ?\Z")
LONGEST_AREA_CODE = 6  # digits with the 0 before them
FULL_LINE = 50  # characters from which a line is one of running text
# Hours behind a number: "0621 2931234 10-12 Uhr", "0621 2931234 9 bis 12 Uhr".
_HOURS = re.compile(r"[ \u00a0](?:\d{1,2}(?:[.:]\d\d)?(?: ?[-–] ?))?\d{1,2}(?:[.:]\d\d)?\Z")
_HOURS_END = re.compile(r"[ \u00a0]?(?:Uhr|h)\b| bis \d{1,2}(?:[.:]\d\d)? ?(?:Uhr|h)\b")
HOURS_REACH = 14  # characters of "10.30 - 12.30 "
SHORT_NUMBER = 9  # digits of a number that may still lack its end


class Group(NamedTuple):
    """Digits without a break, and the punctuation between them and the group before."""

    digits: str
    start: int
    end: int
    separator: str


class Run(NamedTuple):
    """Groups of digits that may form one number or several, and all their digits without the punctuation.

    Attributes:
        plus: a "+" opens the run; likewise ``bracket``.
    """

    start: int
    end: int
    groups: tuple[Group, ...]
    digits: str
    plus: bool = False
    bracket: bool = False

    def may_be_complete(self) -> bool:
        """Whether a number with its area or country code may begin here."""
        return len(self.digits) >= SHORTEST and (self.plus or self.groups[0].digits[0] == "0")


def runs(text: str) -> list[Run]:
    """All runs of the text in order; a gap of two spaces, as between columns, ends a run."""
    found: list[Run] = []
    for match in _RUN.finditer(text):
        start, end = _opened(text, match.start()), match.end()
        if end - start > LONGEST:
            continue
        for run in _cut(text, start, _without_hours(text, start, end)):
            if found and (joined := _joined(text, found[-1], run)) is not None:
                found[-1] = joined
            else:
                found.append(run)
    return found


def _opened(text: str, start: int) -> int:
    """Where a run begins whose first digit stands at an offset: at its "+" or "(" where it has one."""
    for sign in ("+ ", "+"):
        if text.endswith(sign, 0, start):
            start -= len(sign)
            break
    return start - 1 if text.endswith("(", 0, start) else start


def _without_hours(text: str, start: int, end: int) -> int:
    """Where the digits of a match end if opening hours follow the number."""
    if _HOURS_END.match(text, end) is None:
        return end
    hours = _HOURS.search(text, max(start + SHORTEST, end - HOURS_REACH), end)
    return end if hours is None else hours.start()


def _cut(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of the characters of one match, cut where two spaces stand."""
    surface = text[start:end]
    if surface.isdecimal():  # most are a year, a day, a postcode
        yield Run(start, end, (Group(surface, start, end, ""),), surface)
        return
    groups: list[Group] = []
    last = start
    for digits in _GROUP.finditer(text, start, end):
        separator = text[last : digits.start()]
        if groups and "  " in separator:
            yield _run(groups)
            groups = []
        groups.append(Group(digits[0], digits.start(), digits.end(), separator))
        last = digits.end()
    yield _run(groups)


def _run(groups: list[Group]) -> Run:
    """A run of its groups, with the "+" or "(" that stands before the first."""
    opening = groups[0].separator
    return of_groups(groups, start=groups[0].start - len(opening), plus="+" in opening, bracket="(" in opening)


def of_groups(groups: Sequence[Group], *, start: int | None = None, plus: bool = False, bracket: bool = False) -> Run:
    """The run of some groups; it begins with the first unless ``start`` says otherwise."""
    digits = "".join(group.digits for group in groups)
    begin = groups[0].start if start is None else start
    return Run(begin, groups[-1].end, tuple(groups), digits, plus, bracket)


def _joined(text: str, first: Run, second: Run) -> Run | None:
    """The run of a number that the end of a line breaks, None where the line ends with the number."""
    if not first.may_be_complete() or second.may_be_complete():
        return None
    gap = _BROKEN.fullmatch(text, first.end, second.start)
    if gap is None:
        return None
    if gap["sign"] is None and not _is_area_code(text, first):
        long_line = first.end - text.rfind("\n", 0, first.end) > FULL_LINE
        if not long_line or len(first.digits) >= SHORT_NUMBER or _ENDS.match(text, second.end) is None:
            return None
    head = second.groups[0]._replace(separator=gap[0].replace("\n", " "))
    groups = [*first.groups, head, *second.groups[1:]]
    return of_groups(groups, start=first.start, plus=first.plus, bracket=first.bracket)


def _is_area_code(text: str, run: Run) -> bool:
    """Whether a run is an area code alone behind a label, so that its number stands on the next line."""
    short = len(run.digits) <= LONGEST_AREA_CODE and run.digits[0] == "0" and not run.plus
    return short and _LABEL_BEFORE.search(text, max(0, run.start - 12), run.start) is not None


def remains(run: Run, taken: list[tuple[int, int]]) -> Iterator[Run]:
    """What is left of a run when spans are taken from it; alternatives of equal length ("241 / 242") stand apart."""
    if not taken and len(run.groups) == 1:
        yield run
        return
    piece: list[Group] = []
    for group in run.groups:
        if any(start <= group.start < end for start, end in taken):
            continue
        slashed = group.separator.strip()
        alternative = piece and len(piece[-1].digits) == len(group.digits) and slashed in _ALTERNATIVES
        if piece and (alternative or group.start - piece[-1].end != len(group.separator)):
            yield of_groups(piece)
            piece = []
        piece.append(group)
    if piece:
        yield of_groups(piece)


def hyphened(separator: str) -> bool:
    """Whether a separator holds a hyphen or dash."""
    return any(sign in HYPHENS for sign in separator)
