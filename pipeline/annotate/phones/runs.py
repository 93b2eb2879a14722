"""Runs of digits and the punctuation of telephone numbers, cut into groups: what every later rule looks at."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.annotate.phones.labels import is_touched
from pipeline.annotate.phones.plan import planned
from pipeline.gazetteer import is_place

# Separators inside a number: " - ", " / ", ") ", ".", " · ", "/-"; never a line break, tab, comma or bar.
SEPARATOR = "[ \u00a0\u2007\u2009\u202f./()\\-\u2010-\u2015\u2212·]"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
SHORTEST = 4  # digits of the shortest complete number, and of one that the end of a line breaks
LONGEST = 90  # characters; more digits in one row are a table of figures or an attack, no number
# Hours behind a number: "0621 2931234 10-12 Uhr", "0621 2931234 9 bis 12 Uhr".
_HOURS_END = r"[ \u00a0]?(?:Uhr|h)\b| bis \d{1,2}(?:[.:]\d\d)? ?(?:Uhr|h)\b"
_HOURS = re.compile(r"[ \u00a0](?:\d{1,2}(?:[.:]\d\d)?(?: ?[-–] ?))?\d{1,2}(?:[.:]\d\d)?\Z")
_RUN = re.compile(rf"\d(?:{SEPARATOR}{{0,4}}\d)*(?=(?P<hours>{_HOURS_END})?)")
_ALTERNATIVES = frozenset({"/", *(f"/{sign}" for sign in HYPHENS), *(f"/ {sign}" for sign in HYPHENS)})
_GROUP = re.compile(r"(\D{0,4})(\d+)")  # no separator is longer, no opening either
_OPENINGS = ("+ ", "+", "(")
# A number broken at the end of a line: behind a sign, or plainly where the text is set in lines.
_BROKEN = re.compile(rf"\)? ?(?P<sign>[{HYPHENS}/])? ?\n(?P<slash>/ ?)?\(?")
# A number parted by a tab or more than one space: behind its area code, or behind a hyphen.
_PARTED = re.compile(rf"[ \t\u00a0]{{0,4}}\)?[ \t\u00a0]{{0,4}}[/{HYPHENS}]?[ \t\u00a0]{{0,4}}\(?")
_HYPHEN_AND_GAP = re.compile(rf"[{HYPHENS}][ \t\u00a0]{{2,4}}")
_ENDS = re.compile(r"[,;.)]|$", re.MULTILINE)
LABEL_REACH = 40  # characters before an area code in which its label stands
LONGEST_AREA_CODE = 6  # digits with the 0 before them
LONGEST_WITH_COUNTRY = 8  # digits of a country and an area code
SHORTEST_SUBSCRIBER = 5  # digits that stand for a subscriber where no label stands before the area code
FULL_LINE = 50  # characters from which a line is one of running text
POSTCODE = 5  # digits
_SIGNS = frozenset(HYPHENS)
_TOWN_BEHIND = re.compile(r"[ \u00a0](?P<town>(?:Bad |St\. )?[A-ZÄÖÜ][\w-]{1,30})")
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
    open_end = False
    for match in _RUN.finditer(text):
        start, end = match.span()
        if text.endswith(_OPENINGS, 0, start):
            start = _opened(text, start)
        if end - start > LONGEST:
            continue
        if match["hours"] is not None:
            end = _before_hours(text, start, end)
        surface = text[start:end]
        # Most are a year, a day, a postcode.
        alone = (Run(start, end, (Group(surface, start, end, ""),), surface),) if surface.isdecimal() else None
        for run in alone or _cut(text, start, end):
            if open_end and (joined := _joined(text, found[-1], run)) is not None:
                found[-1] = run = joined
            else:
                found.append(run)
            open_end = run.may_be_complete() or (run.plus and len(run.groups) == 1)
    return found


def _opened(text: str, start: int) -> int:
    """Where a run begins whose first digit stands at an offset: at its "+" or "(" where it has one."""
    for sign in ("+ ", "+"):
        if text.endswith(sign, 0, start):
            start -= len(sign)
            break
    return start - 1 if text.endswith("(", 0, start) else start


def _before_hours(text: str, start: int, end: int) -> int:
    """Where the digits of a match end that opening hours follow."""
    hours = _HOURS.search(text, max(start + SHORTEST, end - HOURS_REACH), end)
    return end if hours is None else hours.start()


def _cut(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of the characters of one match, cut where two spaces stand."""
    groups: list[Group] = []
    last = start
    for separator, digits in _GROUP.findall(text, start, end):
        begin, last = last + len(separator), last + len(separator) + len(digits)
        if groups and ("  " in separator or _is_postcode(text, begin, last, separator, groups[-1])):
            yield _run(groups)
            groups = []
        groups.append(Group(digits, begin, last, separator))
    yield _run(groups)


def _is_postcode(text: str, start: int, end: int, separator: str, before: Group) -> bool:
    """Whether five digits and a town follow a number that has its end: "855-0. 67433 Neustadt"."""
    if end - start != POSTCODE or not (separator == ". " or before.separator.strip() in _SIGNS):
        return False
    town = _TOWN_BEHIND.match(text, end)
    return separator.endswith(" ") and town is not None and is_place(town["town"])


def _run(groups: list[Group]) -> Run:
    """A run of its groups, with the "+" or "(" that stands before the first."""
    before = groups[0].separator
    if not before:
        return of_groups(groups)
    opening = before[len(before.rstrip("(+ ")) :].lstrip()
    return of_groups(groups, start=groups[0].start - len(opening), plus="+" in opening, bracket="(" in opening)


def of_groups(groups: Sequence[Group], *, start: int | None = None, plus: bool = False, bracket: bool = False) -> Run:
    """The run of some groups; it begins with the first unless ``start`` says otherwise."""
    digits = "".join([group.digits for group in groups])
    begin = groups[0].start if start is None else start
    return Run(begin, groups[-1].end, tuple(groups), digits, plus, bracket)


def _joined(text: str, first: Run, second: Run) -> Run | None:
    """The run of a number that a line's end, a tab or two spaces break, None where the number ends there."""
    if second.may_be_complete() or second.plus:
        return None
    if not (_goes_on_below(text, first, second) or _goes_on_beside(text, first, second)):
        return None
    separator = re.sub(r"[\n\t]", " ", text[first.end : second.groups[0].start])
    groups = [*first.groups, second.groups[0]._replace(separator=separator), *second.groups[1:]]
    return of_groups(groups, start=first.start, plus=first.plus, bracket=first.bracket)


def _goes_on_below(text: str, first: Run, second: Run) -> bool:
    """Whether a number goes on in the next line."""
    gap = _BROKEN.fullmatch(text, first.end, second.start)
    if gap is None:
        return False
    if _is_area_code(first) and (gap["slash"] is not None or first.plus or _is_labelled(text, first)):
        return True
    if gap["slash"] is not None:
        return False
    if gap["sign"] is not None:
        return True
    long_line = first.end - text.rfind("\n", 0, first.end) > FULL_LINE
    return long_line and len(first.digits) < SHORT_NUMBER and _ENDS.match(text, second.end) is not None


def _goes_on_beside(text: str, first: Run, second: Run) -> bool:
    """Whether a number goes on behind a tab or several spaces, which elsewhere part columns."""
    if _HYPHEN_AND_GAP.fullmatch(text, first.end, second.start) is not None:
        return True
    if not _is_area_code(first) or _PARTED.fullmatch(text, first.end, second.start) is None:
        return False
    if first.plus or _is_labelled(text, first):
        return True
    if len(second.digits) < SHORTEST_SUBSCRIBER or not any(hyphened(group.separator) for group in second.groups[1:]):
        return False
    found = planned(first.digits + second.digits, "DE")
    return found is not None and found.landline


def _is_area_code(run: Run) -> bool:
    """Whether a run is an area code alone, perhaps with its country's, so that its number must follow."""
    if run.plus:
        return len(run.digits) <= LONGEST_WITH_COUNTRY and planned(f"+{run.digits}", "DE") is None
    return (
        len(run.digits) <= LONGEST_AREA_CODE
        and run.digits[0] == "0"
        and not any(hyphened(group.separator) or "/" in group.separator for group in run.groups)
    )


def _is_labelled(text: str, run: Run) -> bool:
    start = max(0, run.start - LABEL_REACH)
    return is_touched(text[max(start, text.rfind("\n", start, run.start) + 1) : run.start])


def remains(run: Run, taken: list[tuple[int, int]]) -> Iterator[Run]:
    """What is left of a run when spans are taken from it; alternatives of equal length ("241 / 242") stand apart."""
    whole = run.start == run.groups[0].start and not any("/" in group.separator for group in run.groups)
    if not taken and (whole or len(run.groups) == 1):
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
    return not _SIGNS.isdisjoint(separator)
