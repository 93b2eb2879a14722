"""A document as the page shows it: cleaned text in blocks with the removed pieces in place, or the source as it is.

Everything here is text; the templates escape it. Pieces carry code-point offsets of the cleaned text, so that a selection
in the browser can become evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents import Block, CleanDocument
from pipeline.records import Record
from pipeline.repairs import restore
from pipeline.review.originals import Missing, Original
from pipeline.review.positions import Inverse, Mark, evidence_of, mapped, searched

REMOVED_SHOWN = 4_000  # characters of one removed piece
SOURCE_SHOWN = 400_000  # characters of the source view


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks; ``start`` is its offset in the shown text."""

    start: int
    text: str
    keys: str
    fields: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the cleaned text, or a piece that cleaning took out (then ``removed`` names its kind).

    Attributes:
        cells: pieces, one tuple a table cell; a block that is no table row has one.
        rule: what took it out.
    """

    kind: str
    cells: tuple[tuple[Piece, ...], ...]
    removed: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One shown document.

    Attributes:
        passages: of the cleaned text.
        source: pieces of the decoded source; empty where the original is not to be had.
        missing: why not.
        shortened: whether the source view breaks off.
    """

    passages: tuple[Passage, ...]
    source: tuple[Piece, ...]
    missing: Missing | None = None
    shortened: bool = False


def reading(record: Record, original: Original | Missing, *, as_source: bool = False) -> Reading:
    """The passages of a record's document, or its source."""
    if isinstance(original, Missing):
        return Reading(tuple(_kept_passages(record)), (), original)
    document = original.document
    if not as_source:
        return Reading(tuple(_passages(record, document)), ())
    text = document.raw.text
    marks = [Mark(item.start, item.end, item.key, item.field) for item in evidence_of(record)]
    marks += [Mark(block.start, block.end, "", "removed") for block in record.removed]
    return Reading((), tuple(cut(text, 0, min(len(text), SOURCE_SHOWN), marks)), shortened=len(text) > SOURCE_SHOWN)


def cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text between two offsets, cut at every edge of a mark."""
    inside = sorted(
        (mark for mark in marks if mark.start < end and mark.end > start), key=lambda mark: (mark.start, -mark.end)
    )
    edges = {start, end}
    for mark in inside:
        edges.update((max(mark.start, start), min(mark.end, end)))
    active: list[Mark] = []
    position = 0
    for left, right in pairwise(sorted(edges)):
        active = [mark for mark in active if mark.end > left]
        while position < len(inside) and inside[position].start <= left:
            active.append(inside[position])
            position += 1
        yield _piece(text, left, right, active)


def _piece(text: str, start: int, end: int, covering: Sequence[Mark]) -> Piece:
    keys = dict.fromkeys(mark.key for mark in covering if mark.key)
    fields = dict.fromkeys(mark.field for mark in reversed(covering))
    return Piece(start, text[start:end], " ".join(keys), " ".join(fields))


def _passages(record: Record, document: CleanDocument) -> Iterator[Passage]:
    """Blocks and removed pieces in the order of the page."""
    inverse = Inverse(document.offsets)
    marks = sorted(mapped(evidence_of(record), inverse), key=lambda mark: (mark.start, -mark.end))
    removed = sorted(
        ((inverse.point(block.start), _removed(document, block.start, block.end, block.kind, block.rule))
         for block in document.removed),
        key=lambda pair: pair[0],
    )  # fmt: skip
    waiting = 0
    for block, near in _with_marks(document.blocks, marks):
        while waiting < len(removed) and removed[waiting][0] <= block.start:
            yield removed[waiting][1]
            waiting += 1
        yield _block(document.text, block, near)
    for _, passage in removed[waiting:]:
        yield passage


def _with_marks(blocks: Sequence[Block], marks: Sequence[Mark]) -> Iterator[tuple[Block, list[Mark]]]:
    """Each block with the marks that touch it; both run forwards once."""
    position, active = 0, list[Mark]()
    for block in blocks:
        active = [mark for mark in active if mark.end > block.start]
        while position < len(marks) and marks[position].start < block.end:
            active.append(marks[position])
            position += 1
        yield block, active


def _block(text: str, block: Block, marks: Sequence[Mark]) -> Passage:
    bounds = block.cells or ((block.start, block.end),)
    cells = tuple(tuple(cut(text, start, end, marks)) for start, end in bounds)
    return Passage(block.kind.value, cells)


def _removed(document: CleanDocument, start: int, end: int, kind: str, rule: str) -> Passage:
    raw = document.raw
    text = restore(raw.text[start:end][: 8 * REMOVED_SHOWN], raw.media_type)
    return Passage("removed", ((Piece(-1, text[:REMOVED_SHOWN], "", ""),),), kind, rule)


def _kept_passages(record: Record) -> Iterator[Passage]:
    """The cleaned text that the record keeps, a passage a line; of the removed pieces only the kinds are known."""
    marks = sorted(searched(evidence_of(record), record.text), key=lambda mark: (mark.start, -mark.end))
    start = 0
    blocks = []
    for line in record.text.split("\n"):
        if line.strip():
            blocks.append((start, start + len(line)))
        start += len(line) + 1
    position, active = 0, list[Mark]()
    for left, right in blocks:
        active = [mark for mark in active if mark.end > left]
        while position < len(marks) and marks[position].start < right:
            active.append(marks[position])
            position += 1
        yield Passage("line", (tuple(cut(record.text, left, right, active)),))
    for removed in record.removed:
        yield Passage("removed", ((),), removed.kind, removed.rule)
