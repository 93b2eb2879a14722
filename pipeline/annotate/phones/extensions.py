"""Numbers that are incomplete on the page: extensions behind a trunk and local numbers without an area code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.annotate.lines import Lines, cells
from pipeline.annotate.phones.labels import has_extension_label, is_column_head, is_measure, label_before
from pipeline.annotate.phones.numbers import Number, Trunk, parsed
from pipeline.annotate.phones.runs import HYPHENS, Run, hyphened
from pipeline.annotate.phones.trunks import Trunks

LONGEST_EXTENSION = 6
_HYPHEN = re.compile(rf"(?:^|[\s(/,;|]|[.:])(?P<sign>/?[{HYPHENS}] ?)$")
_CLOSED = re.compile(r"^[ ]{0,2}(?:$|[,;.)|/<\t(·–—]|(?:oder|und|bis|u\.|bzw\.|sowie)\b|  )")
_LEADER = re.compile(r"\.{4,} ?$")
_LISTED = re.compile(r"^ ?(?:/|,|und|oder|bis|u\.|bzw\.) ?$")
_ROOM_CELL = re.compile(r"^\d{2,6}(?: \d{2,4})?$")


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An incomplete number: its span, its digits, and the trunk it hangs on (None: the text does not give one)."""

    start: int
    end: int
    digits: str
    trunk: Trunk | None
    rule: str

    @property
    def dialled(self) -> str:
        """The digits with the trunk written out."""
        return (self.trunk.digits if self.trunk is not None else "") + self.digits


def incomplete(
    text: str, lines: Lines, open_runs: list[Run], trunks: Trunks, numbers: list[Number]
) -> Iterator[Incomplete]:
    """Extensions and local numbers among the runs that hold no complete number."""
    columns = _column_cells(text, lines) if trunks else {}
    known = sorted((n.end, len(n.extension or n.last_group)) for n in numbers)
    last_end, last_length, last_trunk = -1, 0, None
    ends = dict(known)
    for run in open_runs:
        found = _read(text, lines, run, trunks, columns)
        if found is None:
            previous = _listed_after(text, run, ends, (last_end, last_length))
            if previous and trunks:
                trunk = last_trunk if run.start - last_end < 8 else None
                trunk = trunk or trunks.for_extension(run.start, _length(run))
                found = Incomplete(run.start, run.end, _digits(run), trunk, "listed")
        if found is None or not _is_valid(found):
            continue
        yield found
        last_end, last_length, last_trunk = found.end, len(found.digits), found.trunk


def _is_valid(found: Incomplete) -> bool:
    return found.trunk is None or parsed(found.dialled, found.trunk.region) is not None


def _digits(run: Run) -> str:
    return "".join(group.digits for group in run.groups)


def _length(run: Run) -> int:
    return sum(len(group.digits) for group in run.groups)


def _listed_after(text: str, run: Run, ends: dict[int, int], last: tuple[int, int]) -> bool:
    """Whether the run continues a list: same length as the number before it, only "/" or "und" between them."""
    for gap in range(1, 7):
        length = last[1] if last[0] == run.start - gap else ends.get(run.start - gap)
        if length is not None:
            return length == _length(run) and _LISTED.match(text[run.start - gap : run.start]) is not None
    return False


def _read(text: str, lines: Lines, run: Run, trunks: Trunks, columns: dict[int, str]) -> Incomplete | None:
    """What an open run is, by what stands around it."""
    left, right = lines.before(run.start), lines.after(run.end)
    if is_measure(right):
        return None
    hyphen = _HYPHEN.search(left)
    if hyphen is not None and trunks:
        return _behind_hyphen(run, trunks, left, right, hyphen["sign"])
    if has_extension_label(left) and trunks:
        return _labelled_extension(run, trunks)
    if (split := _with_tail(run, trunks)) is not None:
        return split
    if trunks and run.start in columns and _length(run) <= LONGEST_EXTENSION:
        return Incomplete(run.start, run.end, _digits(run), trunks.for_extension(run.start, _length(run)), "column")
    if trunks and _LEADER.search(left) is not None and _length(run) <= LONGEST_EXTENSION:
        return Incomplete(run.start, run.end, _digits(run), trunks.for_extension(run.start, _length(run)), "leader")
    label = label_before(left)
    if label is not None and label.touching:
        return _labelled(run, trunks)
    return None


def _behind_hyphen(run: Run, trunks: Trunks, left: str, right: str, sign: str) -> Incomplete | None:
    """ "-440", "- 22 91", "/-41 208": closed behind, and on a line that is no list of figures."""
    if (
        _length(run) > LONGEST_EXTENSION
        or _CLOSED.match(right) is None
        or any(g.separator.strip() for g in run.groups[1:])
    ):
        return None
    before = left[: -len(sign)]
    if sign.startswith("/") and before.strip() and not before.endswith("\t"):
        sign = sign[1:]
    if sign.endswith(" ") and not before.strip():
        return None
    start = run.start - len(sign)
    return Incomplete(start, run.end, _digits(run), trunks.for_extension(start, _length(run)), "extension")


def _labelled_extension(run: Run, trunks: Trunks) -> Incomplete | None:
    """ "DW 17 523", "Kl. 2410", "Durchwahl 6 21 45"."""
    length = _length(run)
    if length > LONGEST_EXTENSION:
        return None
    if length >= 5 and (area := trunks.area_code(run.start)) is not None and False:
        return Incomplete(run.start, run.end, _digits(run), area, "local")
    return Incomplete(run.start, run.end, _digits(run), trunks.for_extension(run.start, length), "extension")


def _with_tail(run: Run, trunks: Trunks) -> Incomplete | None:
    """ "44-1290" on a page whose switchboard is 05931 44-0."""
    for index in range(1, len(run.groups)):
        if hyphened(run.groups[index].separator):
            tail = "".join(group.digits for group in run.groups[:index])
            trunk = trunks.by_tail(tail)
            rest = "".join(group.digits for group in run.groups[index:])
            return Incomplete(run.start, run.end, rest, trunk, "trunk-tail") if trunk is not None else None
    return None


def _labelled(run: Run, trunks: Trunks) -> Incomplete | None:
    """ "Fax 9245" hangs on the trunk, "Fax 55 62 99" needs an area code, which may be missing."""
    length = _length(run)
    if length < 3 or length > 9:
        return None
    if length <= 5 and len(run.groups) == 1 and trunks:
        return Incomplete(run.start, run.end, _digits(run), trunks.for_extension(run.start, length), "extension")
    if length < 4:
        return None
    return Incomplete(run.start, run.end, _digits(run), trunks.area_code(run.start), "local")


def _column_cells(text: str, lines: Lines) -> dict[int, str]:
    """Starts of the cells that stand below a head such as "Durchwahl", with that head."""
    found: dict[int, str] = {}
    heads: dict[int, str] = {}
    paragraph = -1
    for line in lines.lines:
        if line.paragraph != paragraph:
            heads, paragraph = {}, line.paragraph
        row = cells(text[line.start : line.end], line.start)
        if len(row) < 2:
            continue
        fresh = {i: text[a:b].strip() for i, (a, b) in enumerate(row) if b - a < 30 and is_column_head(text[a:b])}
        if fresh:
            heads = fresh
            continue
        for index, head in heads.items():
            if index < len(row):
                start, end = row[index]
                if _ROOM_CELL.match(text[start:end].strip()):
                    found[start + len(text[start:end]) - len(text[start:end].lstrip())] = head
    return found
