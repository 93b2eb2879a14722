"""Lines, cells, paragraphs and sentences of a cleaned text: what stands beside, below and apart from what."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace

from pipeline.documents import CleanDocument

CELL_BREAK = re.compile(r"\t+[ ]*| \| ?| {3,}| ·+ | \.{4,} ")
GAPS = (" |", "   ", " ·", " ....")  # one of these, or a tab, is in every break between cells
SENTENCE_END = re.compile(r"(?<=[a-zäöüß0-9)“\"%])[.!?…][“”\"»)]?(?=[ \n]+[„\"»A-ZÄÖÜ0-9])")
# A full stop behind one of these ends no sentence.
ABBREVIATED = re.compile(
    r"(?:\b(?:Tel|Fax|Nr|Str|Dr|Prof|St|bzw|ca|Abs|Art|Hr|Fr|Mag|Ing|Dipl|geb|verh|jun|sen|Stv|stv|Stellv|stellv|Pfr|Abt|Zi|Bgm|Mio|Mrd|Jh|Chr)|\b[A-Za-z]|\d)$"
)
PROSE_WORDS = 9  # words a line of running text has at least
DOUBLE_SPACED = 8  # short lines that a page has at least before its spacing is judged
DOUBLE_SPACED_SHARE = 0.8  # of its short lines that stand alone between blank lines
SHORT_LINE = 60  # characters of a line that holds little more than a name
PLACEHOLDER = re.compile(r"^(?:[-–—.…]{1,3}|N\.? ?N\.?|keine?r?|entfällt|vakant|unbesetzt)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        index: number among the lines that are not blank.
        paragraph: number of the run of lines between blank lines, or between changes of the block's group.
        cells: where the pieces between tabs, pipes or wide gaps end; one piece for most lines.
        prose: running text, as against the short lines of contact cards, lists and tables.
    """

    index: int
    start: int
    end: int
    paragraph: int
    cells: tuple[int, ...]
    prose: bool

    def column(self, offset: int) -> int:
        """Number of the cell that an offset lies in."""
        return bisect_right(self.cells, offset)


class Layout:
    """The lines of a document, found by offset in logarithmic time."""

    def __init__(self, document: CleanDocument) -> None:
        self.text = document.text
        self.lines = _lines(document)
        self._starts = [line.start for line in self.lines]
        self._sentence_ends = _sentence_ends(document.text)

    def line(self, offset: int) -> Line:
        """The line that holds an offset (the next one before it, for an offset between lines)."""
        return self.lines[max(bisect_right(self._starts, offset) - 1, 0)]

    def is_short(self, line: Line) -> bool:
        """Whether a line may be a line of a contact card or list: short and no running text."""
        return not line.prose and line.end - line.start <= SHORT_LINE

    def sentences_between(self, start: int, end: int) -> int:
        """How many sentences end between two offsets."""
        return bisect_right(self._sentence_ends, end) - bisect_right(self._sentence_ends, start)

    def sentence_start(self, offset: int) -> int:
        """Where the sentence of an offset begins: behind the last sentence end, or with the line."""
        index = bisect_right(self._sentence_ends, offset) - 1
        return max(self._sentence_ends[index] if index >= 0 else 0, self.line(offset).start)

    def sentence_end(self, offset: int) -> int:
        """Where the sentence of an offset ends: at the next sentence end, or with the line."""
        index = bisect_right(self._sentence_ends, offset)
        following = self._sentence_ends[index] if index < len(self._sentence_ends) else len(self.text)
        return min(following, self.line(offset).end)


def _lines(document: CleanDocument) -> tuple[Line, ...]:
    groups = {block.start: block.group for block in document.blocks}
    rows = {block.start: tuple(end for _, end in block.cells) for block in document.blocks if block.cells}
    found: list[Line] = []
    position, paragraph, blank, group = 0, -1, True, -1
    for raw in document.text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        if not raw.strip():
            blank = True
            continue
        here = groups.get(start, group)
        paragraph += blank or here != group
        blank, group = False, here
        cells = rows.get(start) or _cells(raw, start)
        found.append(Line(len(found), start, end, paragraph, cells, _is_prose(raw)))
    found = _single_spaced(found)
    if not found:
        end = len(document.text)
        found = [Line(0, 0, end, 0, (end,), prose=False)]
    return tuple(found)


def _single_spaced(lines: list[Line]) -> list[Line]:
    """Where a page has a blank line behind every line, blank lines between short lines part nothing."""
    short = [line for line in lines if not line.prose]
    sizes = Counter(line.paragraph for line in short)
    alone = sum(sizes[line.paragraph] == 1 for line in short)
    if len(short) < DOUBLE_SPACED or alone < len(short) * DOUBLE_SPACED_SHARE:
        return lines
    found: list[Line] = []
    paragraph = -1
    for line in lines:
        continues = bool(found) and not line.prose and not found[-1].prose
        paragraph += not continues
        found.append(replace(line, paragraph=paragraph))
    return found


def _cells(raw: str, start: int) -> tuple[int, ...]:
    """Where the pieces of a line that begins at ``start`` end."""
    if "\t" not in raw and not any(gap in raw for gap in GAPS):
        return (start + len(raw),)
    return (*(start + gap.start() for gap in CELL_BREAK.finditer(raw)), start + len(raw))


def _is_prose(raw: str) -> bool:
    words = raw.split()
    if len(words) < PROSE_WORDS or "\t" in raw or " | " in raw:
        return False
    small = sum(word[0].islower() and len(word) > 1 for word in words)
    return small * 3 > len(words) or (small >= 4 and raw.rstrip().endswith((".", "“", "!", "?")))


def _sentence_ends(text: str) -> list[int]:
    ends = []
    for match in SENTENCE_END.finditer(text):
        if match.group()[0] == "." and ABBREVIATED.search(text, max(0, match.start() - 12), match.start()) is not None:
            continue
        ends.append(match.end())
    return ends
