"""Lists of numbers that write out only what changes: "2610 und 2611", "853-1060/61", "16 22 00 / 16 22 01"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.annotate.phones.numbers import Number, Trunk
from pipeline.annotate.phones.runs import Run

GAP = 7  # characters between two members: " und ", " / ", " oder "
SHORT = 3  # digits of a member behind a slash that replaces the end of the one before it
_BETWEEN = re.compile(r" ?(?:/|,|&|\+|und|oder|bis|u\.|o\.|od\.|bzw\.) ?")
_LAST_SIGNS = "/, rds.&+"  # what a separator ends with
_CLOSED = re.compile(r"[ ]{0,2}(?:$|[,;)|<\t(·–—/]|\.(?! ?[\dA-ZÄÖÜ])|(?:oder|und|bis|u\.|bzw\.|sowie)\b|  )")


@dataclass(frozen=True, slots=True)
class _Member:
    """A number that was found: all it dials, and how long its extension and its local part are."""

    dialled: str
    region: str
    extension: int
    local: int


class Lists:
    """Where a list of numbers may go on, by the offset at which its last member ends."""

    def __init__(self, text: str, numbers: Sequence[Number]) -> None:
        self._text = text
        self._members = {
            n.end: _Member(n.digits, n.region, len(n.extension or n.last_group), len(n.digits) - n.area)
            for n in numbers
        }

    def add(self, end: int, dialled: str, region: str, length: int) -> None:
        """Take one more member that ends at an offset; ``length`` digits of it were printed."""
        self._members[end] = _Member(dialled, region, length, length)

    def may_go_on(self, offset: int) -> bool:
        """Whether a member ends shortly before an offset."""
        return not self._members.keys().isdisjoint(range(offset - GAP + 1, offset))

    def trunk(self, run: Run, right: str) -> Trunk | None:
        """What the digits of a run replace the end of, None where it continues no list."""
        if not self.may_go_on(run.start):
            return None
        spaced = all(not group.separator.strip() for group in run.groups[1:])
        if not spaced or self._text[max(0, run.start - 1)] not in _LAST_SIGNS or _CLOSED.match(right) is None:
            return None
        for end, member in self._before(run.start):
            if _goes_on(member, run.digits, self._text[end : run.start]):
                return Trunk(member.dialled[: -len(run.digits)], member.region)
        return None

    def counted_on(self, start: int, digits: str) -> Trunk | None:
        """What the digits behind a hyphen replace the end of where they count on: "853-1060, -61 und -62"."""
        for end, member in self._before(start):
            size = len(digits)
            counts_on = size > 1 and int(member.dialled[-size:]) + 1 == int(digits)
            if counts_on and size <= member.extension and _BETWEEN.fullmatch(self._text, end, start) is not None:
                return Trunk(member.dialled[:-size], member.region)
        return None

    def _before(self, offset: int) -> Iterator[tuple[int, _Member]]:
        """The members that end shortly before an offset, with where they end."""
        for end in range(offset - 1, offset - GAP, -1):
            if (member := self._members.get(end)) is not None:
                yield end, member


def _goes_on(member: _Member, digits: str, between: str) -> bool:
    """Whether digits may follow a member: as many as its extension or local part, or fewer behind "/" or "bis"."""
    if _BETWEEN.fullmatch(between) is None:
        return False
    length = len(digits)
    if length <= SHORT and length < member.extension:
        return between.strip() == "/" or (between.strip() == "bis" and digits > member.dialled[-length:])
    return length > 1 and length in (member.extension, member.local)
