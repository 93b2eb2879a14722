"""Complete numbers: those that carry their own area or country code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.annotate.phones.plan import NO_TRUNK_PREFIX, area_length, planned
from pipeline.annotate.phones.runs import Group, Run, hyphened

MIN_DIGITS, MAX_DIGITS = 5, 18  # longer than E.164 allows, so that such numbers are reported rather than cut
# An extension of four digits, or of three before three more, is not continued behind a space: what follows is a room.
LONG_EXTENSION, ROOM = 4, 3
LONG_REST = 6  # digits of a group that is no room, price or hour
SHORTEST_WHOLE, SHORT_ALTERNATIVE = 7, 2  # digits of a number that is whole, and of what may replace its end
_DATE = re.compile(
    r"(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)\d{1,2}/(?:19|20)\d\d ?[-–] ?\d{1,2}/(?:19|20)\d\d(?!\d)"  # 08/2020–07/2021
    r"|(?<!\d)(?<!\d\.)(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\.(?: ?(?:19|20)?\d\d)?(?!\d)"
)
_TIMES = re.compile(r"^\d{1,2}[.:]\d\d ?[-–] ?\d{1,2}[.:]\d\d$")
_FILE = re.compile(r"^\d{2,4} ?/ ?(?:19|20)?\d\d$")


@dataclass(frozen=True, slots=True)
class Trunk:
    """What extensions hang on: the digits before them, as dialled, in a region's plan."""

    digits: str
    region: str


@dataclass(frozen=True, slots=True)
class Number:
    """A complete number in the text.

    Attributes:
        digits: as dialled; national with its prefix, or with "+" and country code.
        landline: extensions may hang on it.
        extension: where the notation shows it behind a hyphen.
    """

    start: int
    end: int
    digits: str
    region: str
    landline: bool
    extension: str | None
    last_group: str

    def trunk(self, length: int, *, labelled: bool = False) -> Trunk | None:
        """The trunk for an extension of so many digits, None for mobile and service numbers.

        An Austrian "DW 13" is dialled behind the whole number; elsewhere an extension replaces the number's end, the 0
        alone where the number is no longer than the extension ("8530" and 1060), and nothing of a bare trunk.
        """
        if not self.landline:
            return None
        if self.extension is None and ((labelled and self.is_austrian) or self.is_bare_trunk(length)):
            return Trunk(self.digits, self.region)
        short = self.extension is None and len(self.digits) - self.area <= length
        cut = len(self.digits) - (1 if short else len(self.extension or "0" * length))
        return Trunk(self.digits[: max(cut, self.area)], self.region)

    def is_bare_trunk(self, length: int) -> bool:
        """Whether extensions of so many digits are dialled behind the whole number: "853" and 1060."""
        return len(self.digits) - self.area <= length and self.digits[-1] != "0"

    @property
    def is_austrian(self) -> bool:
        """Whether the number is one of the Austrian plan."""
        return self.digits.startswith("+43") or (self.region == "AT" and self.digits[0] != "+")

    @property
    def area(self) -> int:
        """How many leading digits are prefix and area code; 0 for mobile and service numbers."""
        return area_length(self.digits, self.region)

    @property
    def area_code(self) -> Trunk | None:
        """The area code alone, for local numbers that stand nearby."""
        return Trunk(self.digits[: self.area], self.region) if self.landline else None


def numbers_in(text: str, run: Run, region: str, *, labelled: bool) -> Iterator[Number]:
    """The complete numbers of a run, from left to right.

    Args:
        text: of the whole page.
        run: digits and signs that stand together.
        region: plan of numbers without a country code.
        labelled: a phone label stands before the run, so notations that look like dates or file numbers count.
    """
    if not labelled and _is_lookalike(text[run.start : run.end]):
        return
    at = 0
    while at < len(run.groups):
        number = _number_at(text, run, at, region)
        if number is None:
            if at == 0 and labelled:
                return
            at += 1
            while at < len(run.groups) and not _may_begin(run, at):
                at += 1
            continue
        yield number
        at = next((i for i in range(at, len(run.groups)) if run.groups[i].start >= number.end), len(run.groups))


def _is_lookalike(surface: str) -> bool:
    return any(pattern.search(surface) is not None for pattern in (_DATE, _TIMES, _FILE))


def _may_begin(run: Run, at: int) -> bool:
    """Whether a number may begin at a group inside a run: "0172" behind a slash or a space."""
    group = run.groups[at]
    return len(group.digits) > 2 and group.digits[0] == "0"


def _number_at(text: str, run: Run, at: int, region: str) -> Number | None:
    """The longest valid number that begins at a group."""
    first = run.groups[at]
    international = (run.plus and at == 0) or first.digits.startswith("00")
    if not (international or first.digits[0] == "0" or (region in NO_TRUNK_PREFIX and at == 0)):
        return None
    limit = _limit(run, at, region, international=international)
    for end in range(limit, at, -1):
        if end < limit and _belongs(run.groups[end]):
            return None
        groups = run.groups[at:end]
        digits = _dialled(groups, international=international)
        if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
            continue
        found = planned(digits, region)
        if found is not None:
            start = run.start if at == 0 else first.start
            return _described(text, start, groups, digits, region, landline=found.landline)
    return None


def _belongs(group: Group) -> bool:
    """Whether a group is too long to be anything but the rest of the number before it, which is then no valid one."""
    return len(group.digits) >= LONG_REST and group.digits[0] != "0" and not group.separator.strip()


def _dialled(groups: tuple[Group, ...], *, international: bool) -> str:
    """The digits as dialled: without the "(0)" behind a country code, save in Italy, where it is part of the number."""
    parts = [group.digits for group in groups]
    if not international:
        return "".join(parts)
    parts[0] = parts[0].removeprefix("00")
    if len(parts) > 1 and parts[0] != "39" and parts[1] == "0" and "(" in groups[1].separator:
        del parts[1]
    return "+" + "".join(parts)


def _limit(run: Run, at: int, region: str, *, international: bool) -> int:
    """Behind which group a number that begins at ``at`` must end at the latest."""
    count = 0
    for index in range(at, len(run.groups)):
        group = run.groups[index]
        if index > at and _breaks(run, at, index, region, international=international):
            return index
        count += len(group.digits)
        if count > MAX_DIGITS:
            return index
    return len(run.groups)


def _breaks(run: Run, at: int, index: int, region: str, *, international: bool) -> bool:
    """Whether the number that began at ``at`` cannot go on with the group at ``index``."""
    group, before = run.groups[index], run.groups[at:index]
    plain = "(" not in group.separator and "/" not in group.separator and not _may_begin(run, index)
    if plain and not hyphened(before[-1].separator):
        return False
    if "(" in group.separator and index > at + 1:
        return True
    if _is_alternative(run, at, index) and _is_valid(before, region, international=international):
        return True
    behind = group.separator.partition("/")[2]
    if "/" in group.separator and (
        hyphened(behind) or any(hyphened(each.separator) for each in before[_head(run, at) :])
    ):
        return True
    if _may_begin(run, index) and " " in group.separator and not (international and index == at + 1):
        return _is_valid(before, region, international=international) and _is_valid(run.groups[index:], region)
    if "/" in group.separator and len(group.digits) == len(before[-1].digits) and len(before) > 2:
        return _is_valid(before, region, international=international)
    return len(before) > _head(run, at) and hyphened(before[-1].separator) and is_room(before[-1], group)


def _head(run: Run, at: int) -> int:
    """How many groups are country code, prefix, area code and the first of the subscriber."""
    first, *rest = run.groups[at:]
    international = (run.plus and at == 0) or first.digits.startswith("00")
    return 2 + international + (international and bool(rest) and rest[0].digits == "0")


def _is_alternative(run: Run, at: int, index: int) -> bool:
    """Whether a group only replaces the end of a whole number before it: "567890/91", "6437/38/39"."""
    group, before = run.groups[index], run.groups[at:index]
    if group.separator.strip() != "/" or len(before) < _head(run, at) or len(group.digits) >= len(before[-1].digits):
        return False
    last = index + 1 == len(run.groups) or "/" in run.groups[index + 1].separator
    slashes = sum("/" in each.separator for each in before[1:])
    whole = sum(len(each.digits) for each in before) >= SHORTEST_WHOLE
    return last and whole and len(group.digits) <= (SHORT_ALTERNATIVE if slashes else SHORT_ALTERNATIVE + 1)


def _is_valid(groups: tuple[Group, ...], region: str, *, international: bool = False) -> bool:
    return planned(_dialled(groups, international=international), region) is not None


def is_room(extension: Group, group: Group) -> bool:
    """Whether the group behind a finished extension is a room: "02551 69-2710 412"."""
    size = len(extension.digits)
    long = size >= LONG_EXTENSION or (size == ROOM and len(group.digits) >= ROOM)
    return long and not group.separator.strip()


def _described(text: str, start: int, groups: tuple[Group, ...], digits: str, region: str, *, landline: bool) -> Number:
    """The number with its extension, its surface closed if a bracket opens it."""
    end = groups[-1].end
    opened = text[start:end].count("(") - text[start:end].count(")")
    if opened and text[start] == "(":
        start += 1
    extension = _extension(groups, digits, region) if landline else None
    return Number(start, end, digits, region, landline, extension, groups[-1].digits)


def _extension(groups: tuple[Group, ...], digits: str, region: str) -> str | None:
    """The digits behind the last hyphen that stands behind the area code and at least one more group.

    Without one a 0 that stands alone is the switchboard's: "08026 92 44 0".
    """
    tail = 0
    for group in reversed(groups[1:]):
        tail += len(group.digits)
        if hyphened(group.separator) and "/" not in group.separator:
            if len(digits) - tail > area_length(digits, region):
                return digits[-tail:]
            break
    is_switchboard = groups[-1].digits == "0" and len(digits) - 1 > area_length(digits, region)
    return "0" if is_switchboard and not groups[-1].separator.strip() else None
