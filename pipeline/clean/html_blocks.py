"""HTML source into blocks: the paragraphs, headings, list items and table rows that a careful reader would copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.clean.downloads import DOCUMENT
from pipeline.clean.html_block import HtmlBlock, Run
from pipeline.clean.html_elements import VOID, Elements
from pipeline.clean.html_evidence import COLLECTED, wanted
from pipeline.clean.link_targets import unprinted_target
from pipeline.documents import BlockKind
from pipeline.repairs import Piece, PieceKind, pieces
from pipeline.repairs.edits import CONTINUATION, WORDS_PATTERN, edit_of
from pipeline.repairs.labels import LABELS, Labels, pictured_sign
from pipeline.repairs.markup import INLINE

CHANGES = re.compile(f"(?P<white>[ \\t\\r\\n\\f\\v]{{2,}}|[\\t\\r\\n\\f\\v])|{WORDS_PATTERN}")
# Where a change may begin, as fast as a search can be: no space between words, no letter but before odd characters.
CHANGEABLE = re.compile(rf"[^!-%'-~](?:(?<![ ÄÖÜäöüß])|(?<= )(?=[ \t\r\n\f\v])|(?<=[ÄÖÜäöüß])(?={CONTINUATION}))")
KINDS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "dt"], BlockKind.HEADING),
    **dict.fromkeys(["li", "dd"], BlockKind.LIST_ITEM),
    **dict.fromkeys(["figcaption", "caption"], BlockKind.CAPTION),
    **dict.fromkeys(["td", "th", "address"], BlockKind.LINE),
}
ROWSPAN = re.compile(r"""\browspan\s*=\s*["']?(\d{1,3})\b""", re.IGNORECASE)
MOST_COLUMNS = 50  # of a table whose cells reach over rows
CELL_LENGTH = 160  # a longer cell is part of a page layout, not of a table
TEXT, START, HIDDEN = PieceKind.TEXT, PieceKind.START, PieceKind.HIDDEN


@dataclass(slots=True)
class _Row:
    """A table row that is being read: where its blocks and cells begin."""

    first_block: int
    cells: list[int] = field(default_factory=list)
    nested: bool = False


class HtmlReader:
    """Reads the pieces of a page into blocks; one instance a page."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.elements = Elements()
        self.blocks: list[HtmlBlock] = []
        self.scrambled: list[tuple[int, int, str]] = []
        self.stated: list[Piece] = []
        self._runs: list[Run] = []
        self._linked = self._links = self._documents = 0
        self._in_link = self._preformatted = False
        self._broken = False
        self._rows: list[_Row] = []
        self._spans: list[dict[int, int]] = []  # for each open table, how many rows a cell of a column still takes

    def read(self) -> None:
        """Fills ``blocks`` and ``elements``."""
        labels = Labels()
        for piece in pieces(self.source):
            kind, start, end, name, _ = piece
            if kind is TEXT:
                if labels.hide:
                    continue
                if labels.beside and labels.part(self._last(), self.source[start]):
                    self._space()
                self._text(start, end)
                continue
            if name not in INLINE:
                if name:
                    labels.end_block()
                    self._boundary(piece)
            elif name in LABELS:
                labels.tag(piece)
                if name == "a":
                    self._link(piece)
            if name in COLLECTED and wanted(piece):
                self.stated.append(piece)
        self._flush()

    def _link(self, piece: Piece) -> None:
        self._in_link = piece.kind is START and "href" in piece.attributes.lower()
        self._links += self._in_link
        self._documents += self._in_link and DOCUMENT.search(piece.attributes) is not None
        target = unprinted_target(self.source, piece) if self._in_link else None
        if target is not None:
            self._quote(*target)

    def _quote(self, start: int, end: int) -> None:
        """Puts what a link leads to before its label, a word of its own."""
        self._space()
        self._runs += [Run(self.source[start:end], start, end, verbatim=True), _inserted(" ", end)]
        self._linked += end - start

    def _boundary(self, piece: Piece) -> None:
        name = piece.name
        if name == "br":
            self._break()
        elif sign := pictured_sign(piece):
            self._runs.append(Run(sign, piece.start, piece.end, verbatim=False))
        elif piece.kind is HIDDEN or (name in VOID and name != "hr"):
            self._space()
        else:
            self._flush()
            if name == "pre":
                self._preformatted = piece.kind is START
            if piece.kind is START:
                self._open(piece)
            else:
                self._close(name)

    def _open(self, piece: Piece) -> None:
        if piece.name == "tr":
            self._end_row(piece.name)
            if self._rows:
                self._rows[-1].nested = True
            self._rows.append(_Row(len(self.blocks)))
        elif piece.name in ("td", "th") and self._rows:
            self._open_cell(piece.attributes)
        elif piece.name == "table":
            self._spans.append({})
        self.elements.open(piece.name, piece.attributes)

    def _open_cell(self, attributes: str) -> None:
        """Opens a cell, behind an empty one for each that reaches down from a row above."""
        cells, spans = self._rows[-1].cells, self._spans[-1] if self._spans else {}
        while spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append(len(self.blocks))
        span = ROWSPAN.search(attributes)
        if span is not None and len(cells) < MOST_COLUMNS:
            spans[len(cells)] = int(span[1]) - 1
        cells.append(len(self.blocks))

    def _close(self, name: str) -> None:
        if name in ("tr", "table") and self._rows:
            self._end_row(name)
        if name == "table" and self._spans:
            self._spans.pop()
        self.elements.close(name)

    def _end_row(self, name: str) -> None:
        """Ends the row being read, unless a table begins inside one of its cells."""
        inside = name == "tr" and self._in_cell_table()
        if self._rows and not inside:
            row, spans = self._rows.pop(), self._spans[-1] if self._spans else {}
            for column in [column for column, rows in spans.items() if rows > 0 and column >= len(row.cells)]:
                spans[column] -= 1
            self._join(row)

    def _in_cell_table(self) -> bool:
        for index in self.elements.stack[:-12:-1]:
            name = self.elements.all[index].name
            if name == "tr":
                return False
            if name == "table":
                return True
        return False

    def _join(self, row: _Row) -> None:
        """Makes one block of a row whose cells hold one line each."""
        found = self.blocks[row.first_block :]
        bounds = [*row.cells, len(self.blocks)]
        counts = [after - before for before, after in pairwise(bounds)]
        simple = all(len(block.text) <= CELL_LENGTH and not block.broken for block in found)
        if row.nested or not simple or len(found) < 2 or max(counts, default=0) > 1 or sum(counts) != len(found):
            return
        runs: list[Run] = []
        cells: list[tuple[int, int]] = []
        remaining = iter(found)
        for number, count in enumerate(counts):
            if number:
                runs.append(_inserted("\t", runs[-1].end if runs else found[0].start))
            first = len(runs)
            if count:
                runs.extend(next(remaining).runs)
            cells.append((first, len(runs)))
        joined = HtmlBlock(
            found[0].element,
            runs,
            BlockKind.TABLE_ROW,
            *(sum(getattr(block, name) for block in found) for name in ("linked", "links", "documents")),
        )
        joined.cells, joined.text = tuple(cells), "\t".join(block.text for block in found)
        joined.element = (
            self.elements.all[found[0].element].parent
            if self.elements.all[found[0].element].name in ("td", "th")
            else found[0].element
        )
        self.blocks[row.first_block :] = [joined]

    def _text(self, start: int, end: int) -> None:
        if not self._preformatted and self.source[start:end].isspace():
            if self._ends_open():
                self._runs.append(Run(" ", start, end, verbatim=False))
            return
        before = len(self._runs)
        position = start
        for match in _changes(self.source, start, end):
            text = self._change(match)
            if text is None:
                continue
            self._copy(position, match.start())
            if text and not (text.isspace() and not self._ends_open()):
                self._runs.append(Run(text, match.start(), match.end(), verbatim=False))
            position = match.end()
        self._copy(position, end)
        if self._in_link:
            self._linked += sum([len(run.text) for run in self._runs[before:]])

    def _change(self, match: re.Match[str]) -> str | None:
        if match.lastgroup == "white":
            if self._preformatted and "\n" in match.group():
                self._broken = True
                return "\n"
            return " "
        edit = edit_of(match)
        if edit is not None and edit.kind == "mojibake":
            self.scrambled.append((edit.start, edit.end, edit.kind))
        return None if edit is None else edit.text

    def _copy(self, start: int, end: int) -> None:
        if start < end and not self._ends_open() and self.source[start] == " ":
            start += 1
        if start < end:
            self._runs.append(Run(self.source[start:end], start, end, verbatim=True))

    def _last(self) -> str:
        """The last character of the block so far."""
        return self._runs[-1].text[-1:] if self._runs else ""

    def _ends_open(self) -> bool:
        """Whether white space may follow: the block has begun and does not end in white space."""
        return bool(self._runs) and not self._runs[-1].text[-1].isspace()

    def _space(self) -> None:
        if self._ends_open():
            self._runs.append(_inserted(" ", self._runs[-1].end))

    def _break(self) -> None:
        """A line break; a second one begins a new block."""
        if self._runs and self._runs[-1].text == "\n":
            self._flush()
        elif self._runs:
            _trim(self._runs)
            if self._runs:
                self._runs.append(_inserted("\n", self._runs[-1].end))
                self._broken = True

    def _flush(self) -> None:
        if self._runs:
            _trim(self._runs)
        if self._runs:
            element = self.elements.current
            block = HtmlBlock(element, self._runs, self._kind(element), self._linked, self._links, self._documents)
            block.text = "".join([run.text for run in self._runs])
            block.broken = self._broken and "\n" in block.text
            self.blocks.append(block)
            self._runs = []
        self._linked = self._links = self._documents = 0
        self._broken = False

    def _kind(self, element: int) -> BlockKind:
        inner = self.elements.all[element]
        kind = KINDS.get(inner.name)
        if kind is None and inner.parent >= 0:
            kind = KINDS.get(self.elements.all[inner.parent].name)
        return BlockKind.PARAGRAPH if kind is None else kind


def _changes(source: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of `CHANGES`, looked for only where one may begin."""
    while (found := CHANGEABLE.search(source, start, end)) is not None:
        change = CHANGES.match(source, found.start(), end)
        if change is None:
            start = found.end()
        else:
            yield change
            start = change.end()


def _inserted(text: str, position: int) -> Run:
    return Run(text, position, position, verbatim=False)


def _trim(runs: list[Run]) -> None:
    """Takes white space off the end."""
    while runs:
        last = runs[-1]
        text = last.text.rstrip()
        if len(text) == len(last.text):
            return
        runs.pop()
        if text:
            end = last.start + len(text) if last.verbatim else last.end
            runs.append(Run(text, last.start, end, last.verbatim))
            return
