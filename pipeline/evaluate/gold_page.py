"""The page of a gold document: the text as scraped, which of its lines are junk, and where the source's spans stand."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents import CleanDocument, RawDocument, RemovedBlock
from pipeline.offsets import Inverse
from pipeline.repairs import fold, restore

# Kinds of junk that the format has no name for, by the one that comes closest.
KINDS = ("consent", "nav", "share", "alt", "caption-dup", "footer", "related", "ad", "print")
OTHER_KINDS = {"login": "nav", "search": "nav", "newsletter": "ad", "app": "ad"}
ANY_KIND = "related"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, with the kind of junk it is, if it is any."""

    start: int
    end: int
    junk: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text.

    Attributes:
        lines: all of them, in order.
        spans: of the page's text, by span of the source; None where a span is not wholly in it.
    """

    text: str
    lines: tuple[Line, ...]
    spans: "TextSpans | MarkupSpans"


def page_of(document: CleanDocument) -> Page:
    """The page of a document: plain text as it is, of HTML the text that is seen."""
    raw = document.raw
    return _markup_page(document) if raw.media_type == "text/html" else _text_page(raw, document.removed)


class TextSpans:
    """Spans of plain text: only carriage returns are left out."""

    def __init__(self, text: str) -> None:
        self._dropped = [at for at in _positions(text, "\r") if text[at + 1 : at + 2] == "\n"]

    def of(self, start: int, end: int) -> Span | None:
        """The page's span."""
        return start - bisect_left(self._dropped, start), end - bisect_left(self._dropped, end)


class MarkupSpans:
    """Spans of HTML: by way of the cleaned text, whose blocks are lines of the page."""

    def __init__(self, document: CleanDocument, starts: list[tuple[int, int]]) -> None:
        self._inverse = Inverse(document.offsets)
        self._clean = [clean for clean, _ in starts]
        self._page = [page for _, page in starts]

    def of(self, start: int, end: int) -> Span | None:
        """The page's span; None where cleaning took it out or it leaves its block."""
        span = self._inverse.span(start, end)
        if span is None:
            return None
        first, last = (self._placed(offset) for offset in (span[0], span[1] - 1))
        return None if first is None or last is None else (first, last + 1)

    def _placed(self, offset: int) -> int | None:
        block = bisect_left(self._clean, offset + 1) - 1
        return None if block < 0 else self._page[block] + offset - self._clean[block]


def _text_page(raw: RawDocument, removed: tuple[RemovedBlock, ...]) -> Page:
    spans = TextSpans(raw.text)
    text = raw.text.replace("\r\n", "\n").replace("\r", "\n")
    gone = [(*span, _kind(block)) for block in removed if (span := spans.of(block.start, block.end)) is not None]
    lines = tuple(Line(start, end, _junk(text, start, end, gone)) for start, end in _lines(text))
    return Page(text, lines, spans)


def _junk(text: str, start: int, end: int, gone: list[tuple[int, int, str]]) -> str | None:
    """The kind of a line of which nothing was kept."""
    position, kind = start, None
    for first, last, name in gone:
        if last <= position or first >= end:
            continue
        if text[position:first].strip():
            return None
        position, kind = max(position, last), kind or name
    return None if kind is None or text[position:end].strip() else kind


def _markup_page(document: CleanDocument) -> Page:
    """Blocks that were kept and pieces that were removed, in the order of the source, a line each."""
    parts: list[str] = []
    lines: list[Line] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for text, clean, kind in _pieces(document):
        if clean is not None:
            starts.append((clean, length))
        for start, end in _lines(text):
            lines.append(Line(length + start, length + end, kind))
        parts.append(text + "\n")
        length += len(text) + 1
    return Page("".join(parts), tuple(lines), MarkupSpans(document, starts))


def _pieces(document: CleanDocument) -> Iterator[tuple[str, int | None, str | None]]:
    """Text with its offset in the cleaned text, or with the kind of junk it is."""
    raw = document.raw
    found: list[tuple[int, str, int | None, str | None]] = []
    for block in document.blocks:
        if block.start < block.end:
            start, _ = document.offsets.to_source(block.start, block.end)
            found.append((start, document.text[block.start : block.end], block.start, None))
    for removed in document.removed:
        text = fold(restore(raw.text[removed.start : removed.end], raw.media_type))
        if text:
            found.append((removed.start, text, None, _kind(removed)))
    for _, text, clean, kind in sorted(found, key=lambda piece: piece[0]):
        yield text, clean, kind


def _kind(block: RemovedBlock) -> str:
    return block.kind if block.kind in KINDS else OTHER_KINDS.get(block.kind, ANY_KIND)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _positions(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)
