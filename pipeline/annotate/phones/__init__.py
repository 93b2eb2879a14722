"""Find telephone numbers: complete ones, extensions with their trunk, local numbers with their area code."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.extensions import Incomplete, incomplete
from pipeline.annotate.phones.labels import has_short_code_label, is_measure, is_refused, label_before
from pipeline.annotate.phones.numbers import Number, numbers_in
from pipeline.annotate.phones.runs import Run, runs
from pipeline.annotate.phones.trunks import Trunks, announced
from pipeline.annotate.regions import region_of
from pipeline.documents import CleanDocument, Label, Mention, overlaps
from pipeline.parts import DeviceKind, PhoneParts

_SENTENCE_END = re.compile(r"[a-zäöüß)]\. [A-ZÄÖÜ]|;")
_GLUED = re.compile(r"[^\W\d_]$")
LABEL_REACH = 45  # characters between a label and its number: "Fax für alle Standorte: "


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    text = document.text
    region = region_of(document)
    lines = Lines(text)
    complete: list[Number] = []
    rest: list[Run] = []
    for run in runs(text):
        if overlaps(run, taken):
            continue
        found = list(_complete(text, lines, run, region))
        complete.extend(found)
        rest.extend(_remains(run, found))
    trunks_said = announced(text, lines, complete)
    spoken = [n for n in complete if (n.start, n.end) not in trunks_said.spans]
    trunks = Trunks(lines, complete, trunks_said)
    partial = list(incomplete(text, lines, rest, trunks, complete))
    return _mentions(text, lines, region, sorted([*spoken, *partial], key=lambda item: item.start))


def _complete(text: str, lines: Lines, run: Run, region: str) -> Iterator[Number]:
    left = lines.before(run.start)
    label = label_before(left)
    touching = label is not None and label.touching
    if not touching and (is_refused(left) or _GLUED.search(left) is not None):
        return
    for number in numbers_in(text, run, region, labelled=touching):
        if is_measure(lines.after(number.end)) and not touching:
            continue
        yield number


def _remains(run: Run, found: Sequence[Number]) -> Iterator[Run]:
    """The groups of a run that no complete number took, as runs of their own."""
    left = [g for g in run.groups if not any(n.start <= g.start < n.end for n in found)]
    if len(left) == len(run.groups):
        yield run
        return
    piece: list = []
    for group in left:
        if piece and group.start - piece[-1].end != len(group.separator):
            yield Run(piece[0].start, piece[-1].end, tuple(piece), False, False)
            piece = []
        piece.append(group)
    if piece:
        yield Run(piece[0].start, piece[-1].end, tuple(piece), False, False)


def _mentions(text: str, lines: Lines, region: str, items: Sequence[Number | Incomplete]) -> list[Mention]:
    found: list[Mention] = []
    last_end = 0
    for item in items:
        if item.start < last_end:
            continue
        label, kind = _label(text, lines, item.start, last_end)
        found.append(_mention(text, item, region, label, kind))
        last_end = item.end
    return found


def _label(text: str, lines: Lines, start: int, last_end: int) -> tuple[str | None, DeviceKind | None]:
    """The label of a number: on its line behind the number before it, or alone on the line above."""
    line = lines.at(start)
    left = text[max(line.start, last_end, start - 80) : start]
    left = left[max(left.rfind("\t"), left.rfind(" | "), left.rfind("   ")) + 1 :]
    label = label_before(left)
    if label is None and not left.strip() and line.start:
        above = lines.at(line.start - 1)
        label = label_before(text[above.start : above.end]) if above.end - above.start < 25 else None
        if label is not None and not label.touching:
            label = None
    if label is None:
        return None, None
    between = left[left.rfind(label.text) + len(label.text) :]
    if len(between) > LABEL_REACH or _SENTENCE_END.search(between) is not None:
        return None, None
    return label.text, label.kind


def _mention(text: str, item: Number | Incomplete, region: str, label: str | None, kind: DeviceKind | None) -> Mention:
    attributes = {"label": label, "kind": kind} if label is not None and kind is not None else {}
    if isinstance(item, Number):
        parts = PhoneParts(item.digits, item.region, kind, item.extension)
        rule = "phones:complete"
    else:
        trunk = item.trunk
        extension = item.digits if item.rule != "local" else None
        parts = PhoneParts(item.dialled, trunk.region if trunk else region, kind, extension, trunk is not None)
        rule = f"phones:{item.rule}"
    return Mention(Label.PHONE, item.start, item.end, text[item.start : item.end], 1.0, rule, parts, attributes)
