"""HTML source into blocks: the paragraphs, headings, list items and table rows that a careful reader would copy."""

import re
from collections.abc import Iterator

from pipeline.clean.downloads import DOCUMENT
from pipeline.clean.html_block import HtmlBlock, Run, inserted
from pipeline.clean.html_elements import VOID, Elements
from pipeline.clean.html_evidence import COLLECTED, wanted
from pipeline.clean.html_rows import TableRows
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
TEXT, START, HIDDEN = PieceKind.TEXT, PieceKind.START, PieceKind.HIDDEN


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
        self._rows = TableRows(self.blocks, self.elements)

    def read(self) -> None:
        """Fills ``blocks`` and ``elements``."""
        labels = Labels()
        for piece in pieces(self.source):
            kind, start, end, name, _ = piece
            if kind is TEXT:
                # Most texts of a page only indent its tags: the shortest way past them.
                if labels.hide or (not self._runs and not self._preformatted and self.source[start:end].isspace()):
                    continue
                if labels.beside and labels.part(self._last(), self.source[start]):
                    self._space()
                self._text(start, end)
                continue
            if name not in INLINE:
                if name:
                    labels.hide = False  # ends with the block, also where its tag is missing
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
        self._runs += [Run(self.source[start:end], start, end, verbatim=True), inserted(" ", end)]
        self._linked += end - start

    def _boundary(self, piece: Piece) -> None:
        name = piece.name
        if name == "br":
            self._break()
        elif name == "img" and (sign := pictured_sign(piece)):
            self._runs.append(Run(sign, piece.start, piece.end, verbatim=False))
        elif piece.kind is HIDDEN or (name in VOID and name != "hr"):
            self._space()
        else:
            if self._runs or self._links or self._broken:
                self._flush()
            if name == "pre":
                self._preformatted = piece.kind is START
            if piece.kind is START:
                self._rows.open(name, piece.attributes)
                self.elements.open(name, piece.attributes)
            else:
                self._rows.close(name)
                self.elements.close(name)

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
            self._runs.append(inserted(" ", self._runs[-1].end))

    def _break(self) -> None:
        """A line break; a second one begins a new block."""
        if self._runs and self._runs[-1].text == "\n":
            self._flush()
        elif self._runs:
            _trim(self._runs)
            if self._runs:
                self._runs.append(inserted("\n", self._runs[-1].end))
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
