"""Numbers that are incomplete on the page: extensions behind a trunk and local numbers without an area code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.columns import Cell
from pipeline.annotate.phones.inline import is_within
from pipeline.annotate.phones.labels import (
    LEADERS,
    has_extension_label,
    has_moment,
    is_extension_head,
    is_measure,
    is_prose,
    is_touched,
    label_before,
    may_say,
)
from pipeline.annotate.phones.lists import Lists
from pipeline.annotate.phones.named import stands_behind_name
from pipeline.annotate.phones.numbers import Number, Trunk
from pipeline.annotate.phones.plan import area_length, planned
from pipeline.annotate.phones.rooms import behind_room, without_room
from pipeline.annotate.phones.runs import HYPHENS, Run, hyphened, of_groups
from pipeline.annotate.phones.trunks import Trunks

LONGEST_EXTENSION = 6
LONGEST_LOCAL, SHORTEST_LOCAL = 9, 4
_HYPHEN = re.compile(rf"(?:^|[\s(/,;|.:…])(?P<sign>/?[{HYPHENS}] ?)$")
_CLOSED = re.compile(r"\*?[ ]{0,2}(?:$|[,;)|<\t(·•–—]|\.(?!\d)|/(?=[ \-–])|(?:oder|und|bis|sowie)\b|(?:u|bzw)\.|  )")
_OPENED = re.compile(r"(?:^|[,;:(|/\t–·]|\b(?:und|oder|sowie|bis|o\.|od\.|u\.|bzw\.)) ?$")
_NAMED = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\w-]{1,40} $")
_EXTENSION = re.compile(r"(?!(?:19|20)\d\d)[1-9]\d{1,4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d(?:(?:19|20)?\d\d)")
_CELL_LIST = re.compile(r"\d{2,4}(?: ?(?:,|/|u\.|und|oder) ?\d{2,4}){1,4}")
_NEXT_NAME = re.compile(r" (?:(?:und|oder) [-–]?\d|[A-ZÄÖÜ])")  # may follow an extension in lines without punctuation
SURE_TAIL = 4  # digits of a trunk's local part that is no score
OPENING = 8  # characters of ", oder "
_SIGNS = frozenset(HYPHENS)
_LOCAL_SIGNS = _SIGNS | {" ", "\u00a0"}
# 110, 112, 141, 144, 147, 1450: public services of the three countries, dialled without a trunk.
_SERVICE = re.compile(r"(?:0|1\d\d|1450)\Z")


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

    @property
    def extension(self) -> str | None:
        """The extension, None for a whole local number."""
        whole = self.trunk is None or area_length(self.dialled, self.trunk.region) >= len(self.trunk.digits)
        return None if whole else self.digits


def incomplete(
    lines: Lines, runs: Sequence[Run], trunks: Trunks, numbers: Sequence[Number], columns: Mapping[int, Cell]
) -> Iterator[Incomplete]:
    """Extensions and local numbers among the runs that hold no complete number, in text order."""
    reader = _Reader(lines, trunks, numbers, columns)
    for run in runs:
        found = reader.read(run)
        if found is not None and (found.trunk is None or planned(found.dialled, found.trunk.region) is not None):
            reader.remember(found)
            yield found


class _Reader:
    """Reads runs in text order, by what stands around each and by what was found just before it."""

    def __init__(self, lines: Lines, trunks: Trunks, numbers: Sequence[Number], columns: Mapping[int, Cell]) -> None:
        self._lines = lines
        self._trunks = trunks
        self._columns = columns
        self._lists = Lists(lines.text, numbers)

    def remember(self, found: Incomplete) -> None:
        """Let a list go on behind what was found."""
        if found.trunk is not None:
            self._lists.add(found.end, found.dialled, found.trunk.region, len(found.digits))
            self._trunks.remember(found.trunk.digits, len(found.digits))

    def read(self, run: Run) -> Incomplete | None:
        """What a run is, None where it is no number."""
        if run.plus and len(run.groups) == 1:  # "853-1060+1061"
            run = of_groups(run.groups)
        left = self._lines.before(run.start)
        if (behind := behind_room(run, left)) is not None:
            run, left = behind, self._lines.before(behind.start)
        if len(run.groups) == 1 and not self._may_be_told(run, left):
            return None
        right = self._lines.after(run.end)
        if len(run.digits) > LONGEST_LOCAL or is_measure(right):
            return None
        if is_prose(left):
            return self._with_tail(run, right, shortest=SURE_TAIL)
        if (trunk := self._lists.trunk(run, right)) is not None:
            return Incomplete(run.start, run.end, run.digits, trunk, "listed")
        closed, is_announced = self._is_closed(run, left, right), self._is_announced(run, left)
        local = self._in_cell(run, left) if is_announced else None
        if local is not None or not (closed or is_announced):
            return local
        if self._trunks and (hanging := self._hanging(run, left, right, is_announced=is_announced)) is not None:
            return hanging
        if not closed:
            return None
        return self._below_stated_code(run, left) or self._local(run, left)

    def _may_be_told(self, run: Run, left: str) -> bool:
        """Whether anything beside figures without punctuation may say that they are a number: most are none."""
        told = may_say(left) or run.start in self._columns or self._lists.may_go_on(run.start)
        return told or self._is_named(run, left)

    def _below_stated_code(self, run: Run, left: str) -> Incomplete | None:
        """A number without a label in a block that states its area code: "Anna Kern (ak), 93 60-14".

        On the code's own line a word may stand before it: "Vorwahl 06241: Bürgerbüro 853-1060".
        """
        if len(run.groups) == 1:
            return None
        separators = "".join(group.separator for group in run.groups[1:])
        long = len(run.digits) > SHORTEST_LOCAL - hyphened(separators)
        telling = long and run.digits[0] != "0" and not set(separators) - _LOCAL_SIGNS
        if not telling or not separators:
            return None
        named = hyphened(separators) and _NAMED.search(left) is not None and _YEARS.fullmatch(run.digits) is None
        if not named and _OPENED.search(left[-OPENING:]) is None:
            return None
        code = self._trunks.stated_in_paragraph(run.start, same_line=named)
        return Incomplete(run.start, run.end, run.digits, code, "local") if code is not None else None

    def _hanging(self, run: Run, left: str, right: str, *, is_announced: bool) -> Incomplete | None:
        """An extension of any notation."""
        hyphen = _HYPHEN.search(left) if left.rstrip(" ")[-1:] in _SIGNS else None
        if hyphen is not None:
            return self._behind_hyphen(run, left, right, hyphen["sign"])
        if is_announced:
            return self._extension(run, labelled=True)
        if len(run.groups) == 1:
            return None
        stands_alone = _OPENED.search(left[-OPENING:]) is not None or is_touched(left)
        return self._with_tail(run, right, shortest=1 if stands_alone else SURE_TAIL)

    def _is_announced(self, run: Run, left: str) -> bool:
        """Whether a label, a column's head or leaders say that an extension follows."""
        if has_extension_label(left) or self._fills_cell(run) or left.endswith(LEADERS):
            return True
        return self._is_named(run, left)

    def _is_named(self, run: Run, left: str) -> bool:
        """Whether figures stand behind a name, on a page that says on which trunk such figures hang."""
        if not self._trunks.are_announced or len(run.groups) > 1 or _EXTENSION.fullmatch(run.digits) is None:
            return False
        return stands_behind_name(left)

    def _extension(self, run: Run, *, labelled: bool, sign: str = "") -> Incomplete | None:
        """An extension with its trunk; a whole local number where it is as long as its neighbour's ("6 21 45")."""
        start, digits = run.start - len(sign), run.digits
        if not (1 if labelled else 2) <= len(digits) <= LONGEST_EXTENSION:
            return None
        if len(digits) > SHORTEST_LOCAL and self._is_whole(run):
            return Incomplete(start, run.end, digits, self._trunks.area_code(run.start), "local")
        near = self._trunks.before(start)
        if labelled and near is not None and is_within(self._lines.text, near, start, digits):
            return Incomplete(start, run.end, digits, None, "extension")
        trunk = self._trunks.for_extension(start, len(digits), labelled=labelled)
        return Incomplete(start, run.end, digits, trunk, "extension") if trunk is not None else None

    def _fills_cell(self, run: Run) -> bool:
        """Whether a run is all that stands in a cell below "Durchwahl" or the like, or the first of several there."""
        cell = self._columns.get(run.start)
        if cell is None:
            return False
        return cell.end == run.end or _CELL_LIST.fullmatch(self._lines.text, run.start, cell.end) is not None

    def _in_cell(self, run: Run, left: str) -> Incomplete | None:
        """A local number in a cell below "Telefon", on a page that states its area code and no trunk."""
        cell = self._columns.get(run.start)
        if cell is None or is_extension_head(cell.head) or has_extension_label(left) or self._trunks.are_announced:
            return None
        if len(run.digits) < SHORTEST_LOCAL or run.digits.startswith("0"):
            return None
        code = self._trunks.stated(run.start)
        return Incomplete(run.start, run.end, run.digits, code, "local") if code is not None else None

    def _is_whole(self, run: Run) -> bool:
        """Whether a run is as long as the local part of the complete number before it, which shows no extension."""
        near = self._trunks.before(run.start)
        return near is not None and near.extension is None and len(near.digits) - near.area == len(run.digits)

    def _behind_hyphen(self, run: Run, left: str, right: str, sign: str) -> Incomplete | None:
        """An extension with its hyphen, as in "-440", "- 22 91", "/-41 208"; no figure of a list or a sentence."""
        run = without_room(run)
        if not self._is_closed(run, left, right) or any(group.separator.strip() for group in run.groups[1:]):
            return None
        before = left[: -len(sign)]
        if sign.startswith("/") and before.strip() and not before.endswith("\t"):
            sign = sign[1:]
        if sign.endswith(" ") and not before.strip():
            return None
        start = run.start - len(sign)
        rest = self._trunks.behind_tail(run.digits) if len(run.groups) > 1 else None
        if rest is not None:
            trunk = self._trunks.by_tail(run.digits[: -len(rest)])
            return Incomplete(start, run.end, rest, trunk, "trunk-tail")
        if (trunk := self._lists.counted_on(start, run.digits)) is not None:
            return Incomplete(start, run.end, run.digits, trunk, "listed")
        is_central = run.digits == "0" and self._trunks.are_announced
        labelled = is_central or is_touched(left) or has_extension_label(left)
        if sign.endswith(" ") and not labelled and _YEAR.fullmatch(run.digits) is not None:
            return None  # "© Stadt Worms – 2024"
        return self._extension(run, labelled=labelled, sign=sign)

    def _is_closed(self, run: Run, left: str, right: str) -> bool:
        """Whether a number ends where a run does.

        A name may follow without punctuation where a hyphen touches an extension as long as the switchboard's others.
        """
        if _CLOSED.match(right) is not None:
            return True
        hangs = left[-1:] in _SIGNS and _NEXT_NAME.match(right) is not None
        return hangs and self._trunks.has_extensions(run.start, len(run.digits))

    def _with_tail(self, run: Run, right: str, *, shortest: int) -> Incomplete | None:
        """An extension behind the local part of a trunk: "44-1290" on a page whose switchboard is 05931 44-0."""
        if _CLOSED.match(right) is None:
            return None
        for index in range(1, len(run.groups)):
            if hyphened(run.groups[index].separator):
                size = sum(len(group.digits) for group in run.groups[:index])
                if size < shortest:
                    return None
                tail, rest = run.digits[:size], run.digits[size:]
                trunk = self._trunks.by_tail(tail)
                return Incomplete(run.start, run.end, rest, trunk, "trunk-tail") if trunk is not None else None
        return None

    def _local(self, run: Run, left: str) -> Incomplete | None:
        """Digits behind a label: "Fax 9245" hangs on the trunk, "Fax 55 62 99" needs an area code."""
        if has_moment(left):
            return self._without_area_code(run) if self._is_whole(run) else None
        if not _names_a_telephone(left):
            return None
        if len(run.groups) == 1 and len(run.digits) <= SHORTEST_LOCAL + 1 and self._trunks:
            is_public = len(run.digits) < 2 or _SERVICE.match(run.digits) is not None
            return None if is_public else self._extension(run, labelled=True)
        return self._without_area_code(run, in_block=_is_label_alone(left))

    def _without_area_code(self, run: Run, *, in_block: bool = False) -> Incomplete | None:
        """A local number, with the area code of its line where there is one.

        In a contact block, where nothing but a label stands before it, also with that of a number above that is as
        long or begins alike; a line with a name may be somebody's of another town.
        """
        if len(run.digits) < SHORTEST_LOCAL or run.digits.startswith("0"):
            return None
        alike = in_block and (self._is_whole(run) or self._trunks.begins_like_tail(run.digits))
        area_code = self._trunks.area_code(run.start, same_line=not alike)
        return Incomplete(run.start, run.end, run.digits, area_code, "local")


def _names_a_telephone(left: str) -> bool:
    """Whether a label says in so many words that a number follows: "Fax", but not "F" or "Nummer"."""
    label = label_before(left) if is_touched(left) else None
    return label is not None and label.is_word


def _is_label_alone(left: str) -> bool:
    """Whether a line begins with its label: "Telefax 8531099"."""
    label = label_before(left)
    return label is not None and left.strip(" \t:.-–") == label.text.strip(".")
