"""Find telephone numbers: complete ones, extensions with their trunk, local numbers with their area code."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.annotate.lines import Lines
from pipeline.annotate.occupied import Occupied
from pipeline.annotate.phones.announcements import Announced, announced
from pipeline.annotate.phones.columns import Cell, column_cells
from pipeline.annotate.phones.countries import Countries
from pipeline.annotate.phones.extensions import Incomplete, incomplete
from pipeline.annotate.phones.inline import with_extension
from pipeline.annotate.phones.labels import Label as Beside
from pipeline.annotate.phones.labels import (
    is_measure,
    is_other_number,
    is_refused,
    is_touched,
    label_before,
    label_behind,
    without_extension_label,
)
from pipeline.annotate.phones.numbers import Number, numbers_in
from pipeline.annotate.phones.plan import NO_TRUNK_PREFIX, area_length
from pipeline.annotate.phones.runs import Run, remains, runs
from pipeline.annotate.phones.services import Service, service
from pipeline.annotate.phones.trunks import Trunks
from pipeline.annotate.phones.unfinished import misread_end, open_end
from pipeline.annotate.regions import HOME, region_of
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.parts import DeviceKind, PhoneParts

Found = Number | Incomplete | Service
_GLUED_BEHIND = re.compile(r"[-–/.]?[^\W\d_]")
_CELL_BREAK = re.compile(r"\t| \| |   ")
_SECOND = re.compile(r"[^/]{2,20}/ ?([^\W\d_]{2,20})\.?\Z")  # of "Tel./Fax"
_ALSO = frozenset({"/", "und", "u.", "oder", "od.", "o.", "bzw.", "bis", "&", "+"})
ONE_LENGTH = {"CH": 10}  # digits of every number of a plan, its 0 counted; a longer one is of another country
CODE_LENGTH = {"CH": 3}  # digits of every area code of a plan, its 0 counted
UNFINISHED = "unfinished"
LABEL_LINE = 25  # characters of a line that holds nothing but a label


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    lines = Lines(document.text)
    region = region_of(document)
    occupied = Occupied(taken)
    complete: list[Number] = []
    services: list[Service] = []
    rest: list[Run] = []
    lost: list[Incomplete] = []
    done = 0
    countries = Countries(lines, region)
    for run in runs(document.text):
        if run.start < done or occupied.overlaps(run.start, run.end):
            continue
        if (short := service(lines, run)) is not None:
            services.append(short)
            continue
        near = countries.of(run)
        may_be_complete = run.may_be_complete() or near in NO_TRUNK_PREFIX or region in NO_TRUNK_PREFIX
        found = _in_plan(lines, run, near, region) if may_be_complete else []
        if not found:
            rest.extend(remains(run, []) if len(run.groups) > 1 else (run,))
            continue
        lost.extend(each for number in found if (each := _misread(lines.text, number)) is not None)
        complete.extend(number for number in found if not lost or number.start != lost[-1].start)
        done = max([done, *(each.end for each in found), *(each.end for each in lost[-1:])])
        rest.extend(remains(run, [(number.start, number.end) for number in found]))
    said = announced(lines, complete)
    lost.extend(_left_open(lines.text, complete, said))
    trunks = Trunks(lines, complete, said, region)
    columns = column_cells(lines)
    partial = incomplete(lines, rest, trunks, complete, columns)
    spoken = (number for number in complete if not said.knows(number))
    items: list[Found] = sorted([*spoken, *services, *lost, *partial], key=lambda item: item.start)
    return _mentions(lines, region, items, columns)


def _misread(text: str, number: Number) -> Incomplete | None:
    end = misread_end(text, number)
    return Incomplete(number.start, end, "", None, UNFINISHED) if end is not None else None


def _left_open(text: str, complete: Sequence[Number], said: Announced) -> Iterator[Incomplete]:
    """The numbers whose extension is left open; extensions elsewhere on the page hang on them.

    Behind numbers with extensions of their own, such a trunk is that of another house and of its line alone.
    """
    first = next((number.start for number in complete if number.extension is not None), len(text))
    for number in complete:
        if not said.knows(number) and (end := open_end(text, number)) is not None:
            if number.start < first:
                said.add(number, None)
            else:
                said.add_passing(number)
            yield Incomplete(number.start, end, "", None, UNFINISHED)


def _in_plan(lines: Lines, run: Run, near: str, page: str) -> list[Number]:
    """The complete numbers of a run in the plan of the country that is near, else in the page's or that at home."""
    longer = any(len(run.digits) > ONE_LENGTH.get(region, len(run.digits)) for region in (near, page))
    whole = list(_complete(lines, run, HOME)) if longer and run.may_be_complete() else []
    if len(whole) == 1 and whole[0].end == run.end:
        return whole
    regions = (near, page, HOME) if page in ONE_LENGTH and longer else (near, page)
    if regions[0] in CODE_LENGTH and _begins_with_code_of(run, HOME, apart_from=regions[0]):
        regions = (HOME, *regions)
    for region in dict.fromkeys(regions):
        if region == page or run.may_be_complete() or is_touched(lines.before(run.start)):
            found = list(_complete(lines, run, region))
            if found:
                return found
    return []


def _begins_with_code_of(run: Run, region: str, *, apart_from: str) -> bool:
    """Whether the first group of digits is an area code of a plan and cannot be one of another: "07734/9302-0"."""
    code = len(run.groups[0].digits)
    if len(run.groups) == 1 or code <= CODE_LENGTH[apart_from]:
        return False
    return area_length(run.digits, region) == code


def _complete(lines: Lines, run: Run, region: str) -> Iterator[Number]:
    """The complete numbers of a run; without a label beside it, it must not look like anything else."""
    if not run.may_be_complete() and region not in NO_TRUNK_PREFIX:
        return
    left = lines.before(run.start)
    if is_other_number(left):
        return
    labelled = is_touched(left)
    if not labelled and (_is_glued(left) or is_refused(left)):
        return
    for number in numbers_in(lines.text, run, region, labelled=labelled):
        right = lines.after(number.end)
        if labelled or (not is_measure(right) and _GLUED_BEHIND.match(right) is None):
            yield with_extension(lines.text, number)


def _is_glued(left: str) -> bool:
    """Whether a letter stands directly before a number or its bracket."""
    last = left.removesuffix("(")[-1:]
    return last.isalnum() and not last.isdecimal()


def _mentions(lines: Lines, region: str, items: Sequence[Found], columns: Mapping[int, Cell]) -> list[Mention]:
    found: list[Mention] = []
    last_end = 0
    for item in items:
        if item.start >= last_end:
            beside = _beside(lines, item.start, last_end, columns.get(item.start))
            if beside is None and found and (not isinstance(item, Number) or item.landline):
                beside = _as_before(found[-1], lines.text[last_end : item.start].strip())
            found.append(_mention(lines, item, region, beside))
            last_end = item.end
    return found


def _as_before(before: Mention, between: str) -> Beside | None:
    """The label of a number that stands with the one before it: the second of "Tel./Fax:", or again a fax."""
    label = before.attributes.get("label", "")
    second = _SECOND.match(label) if between == "/" else None
    if second is not None:
        return label_before(second[1])
    also_fax = between in _ALSO and before.attributes.get("kind") == "fax"
    return Beside(label, "fax", touching=False) if also_fax else None


def _beside(lines: Lines, start: int, last_end: int, cell: Cell | None) -> Beside | None:
    """The label of a number: in its cell, at its column's head, or alone on the line above."""
    line = lines.at(start)
    *cells, left = _CELL_BREAK.split(lines.text[max(line.start, last_end, start - 80) : start])
    if (label := _own_label(left)) is not None:
        return label
    if cell is not None:
        return label_before(cell.head)
    if cells and not left.strip() and (label := _fills(cells[-1])) is not None:
        return label
    above = lines.above(line)
    if lines.text[line.start : start].strip() or above is None or len(above) > LABEL_LINE:
        return None
    label = label_before(above)
    return label if label is not None and label.touching else None


def _own_label(left: str) -> Beside | None:
    """The label in a number's cell, that of an extension left out if there is another one."""
    bare = without_extension_label(left)
    label = label_before(bare)
    return label if label is not None or bare == left else label_before(left)


def _fills(cell: str) -> Beside | None:
    """The label that is all a cell holds."""
    label = label_before(cell)
    return label if label is not None and label.text.strip(".") == cell.strip(" \t.:") else None


def _mention(lines: Lines, item: Found, region: str, beside: Beside | None) -> Mention:
    kind = label_behind(lines.after(item.end)) or (beside.kind if beside is not None else None)
    attributes: dict[str, str] = {"kind": kind} if kind is not None else {}
    if beside is not None:
        attributes["label"] = beside.text
    parts, rule = _parts(item, region, kind)
    return Mention(Label.PHONE, item.start, item.end, lines.text[item.start : item.end], 1.0, rule, parts, attributes)


def _parts(item: Found, region: str, kind: DeviceKind | None) -> tuple[PhoneParts, str]:
    if isinstance(item, Service):
        return PhoneParts(item.digits, region, kind), "phones:service"
    if isinstance(item, Number):
        return PhoneParts(item.digits, item.region, kind, item.extension), "phones:complete"
    trunk = item.trunk
    plan = trunk.region if trunk is not None else region
    complete = trunk is not None or item.rule == UNFINISHED
    return PhoneParts(item.dialled, plan, kind, item.extension, complete), f"phones:{item.rule}"
