"""A document as the page shows it: cleaned text in blocks with the removed pieces in place, or the source as it is.

Everything here is text; the templates escape it. Pieces carry code-point offsets of the cleaned text, so that a
selection in the browser can become evidence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.documents import Block, CleanDocument
from pipeline.records import Record
from pipeline.repairs import restore
from pipeline.review.originals import Missing, Original
from pipeline.review.positions import Inverse, Mark, evidence_of, mapped, searched

REMOVED_SHOWN = 4_000  # characters of one removed piece
SHOWN = 400_000  # characters of a document; a browser with more of them is no help to anybody


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks; ``start`` is its offset in the shown text."""

    start: int
    text: str
    keys: str
    fields: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the cleaned text, or neighbouring pieces that cleaning took out (then ``removed`` names their kinds).

    Attributes:
        cells: pieces, one tuple a table cell or removed piece; any other block has one.
        rule: what took the pieces out.
    """

    kind: str
    cells: tuple[tuple[Piece, ...], ...]
    removed: tuple[str, ...] = ()
    rule: str = ""


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


def reading(
    record: Record, original: Original | Missing, extra: Sequence[Mark] = (), *, as_source: bool = False
) -> Reading:
    """The passages of a record's document, or its source.

    Args:
        record: whose values are marked.
        original: the source, or why there is none.
        extra: further marks, in the cleaned text.
        as_source: the decoded source instead of the cleaned text.
    """
    evidence = evidence_of(record)
    if isinstance(original, Missing):
        marks = _sorted([*searched(evidence, record.text), *extra])
        return _as_text(_kept_passages(record, marks), original)
    document = original.document
    if not as_source:
        marks = _sorted([*mapped(evidence, Inverse(document.offsets)), *extra])
        return _as_text(_passages(document, marks))
    text = document.raw.text
    found = [Mark(item.start, item.end, item.key, item.field) for item in evidence]
    found += [Mark(block.start, block.end, "", "removed") for block in record.removed]
    found += [Mark(*document.offsets.to_source(mark.start, mark.end), mark.key, mark.field) for mark in extra]
    return Reading((), tuple(cut(text, 0, min(len(text), SHOWN), found)), shortened=len(text) > SHOWN)


def _as_text(passages: Iterable[Passage], missing: Missing | None = None) -> Reading:
    """The passages up to a length that a browser can bear."""
    shown, length = list[Passage](), 0
    for passage in passages:
        if length > SHOWN:
            return Reading(tuple(_grouped(shown)), (), missing, shortened=True)
        shown.append(passage)
        length += sum(len(piece.text) for cell in passage.cells for piece in cell)
    return Reading(tuple(_grouped(shown)), (), missing)


def _sorted(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


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


def _passages(document: CleanDocument, marks: Sequence[Mark]) -> Iterator[Passage]:
    """Blocks and removed pieces in the order of the page."""
    inverse = Inverse(document.offsets)
    removed = sorted(
        ((inverse.point(block.start), _removed(document, block.start, block.end, block.kind, block.rule))
         for block in document.removed),
        key=lambda pair: pair[0],
    )  # fmt: skip
    waiting = 0
    bounds = [(block.start, block.end) for block in document.blocks]
    for block, near in zip(document.blocks, _near(bounds, marks), strict=True):
        while waiting < len(removed) and removed[waiting][0] <= block.start:
            yield removed[waiting][1]
            waiting += 1
        yield _block(document.text, block, near)
    for _, passage in removed[waiting:]:
        yield passage


def _near(bounds: Iterable[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The marks that touch each of some pieces of text; pieces and marks run forwards once."""
    position, active = 0, list[Mark]()
    for start, end in bounds:
        active = [mark for mark in active if mark.end > start]
        while position < len(marks) and marks[position].start < end:
            active.append(marks[position])
            position += 1
        yield active


def _block(text: str, block: Block, marks: Sequence[Mark]) -> Passage:
    bounds = block.cells or ((block.start, block.end),)
    cells = tuple(tuple(cut(text, start, end, marks)) for start, end in bounds)
    return Passage(block.kind.value, cells)


def _removed(document: CleanDocument, start: int, end: int, kind: str, rule: str) -> Passage:
    raw = document.raw
    text = restore(raw.text[start:end][: 8 * REMOVED_SHOWN], raw.media_type)
    return Passage("removed", ((Piece(-1, text[:REMOVED_SHOWN], "", ""),),), (kind,), rule)


def _grouped(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Neighbouring removed pieces as one passage, so that furniture takes one line."""
    for removed, group in groupby(passages, key=lambda passage: bool(passage.removed)):
        if not removed:
            yield from group
            continue
        pieces = list(group)
        kinds = dict.fromkeys(kind for piece in pieces for kind in piece.removed)
        rules = dict.fromkeys(piece.rule for piece in pieces)
        yield Passage("removed", tuple(piece.cells[0] for piece in pieces), tuple(kinds), ", ".join(rules))


def _kept_passages(record: Record, marks: Sequence[Mark]) -> Iterator[Passage]:
    """The cleaned text that the record keeps, a passage a line; of the removed pieces only the kinds are known."""
    bounds, start = list[tuple[int, int]](), 0
    for line in record.text.split("\n"):
        if line.strip():
            bounds.append((start, start + len(line)))
        start += len(line) + 1
    for (left, right), near in zip(bounds, _near(bounds, marks), strict=True):
        yield Passage("line", (tuple(cut(record.text, left, right, near)),))
    for removed in record.removed:
        yield Passage("removed", ((),), (removed.kind,), removed.rule)
