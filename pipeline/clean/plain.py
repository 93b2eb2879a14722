"""Plain text into units of decision: lines, and paragraphs whose lines were wrapped at a column."""

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.offsets import OffsetMap, TextBuilder
from pipeline.repairs import edits

LINE_BREAK = re.compile(r"\r\n?|[\n\v\f\u2028\u2029]")
SOFT_HYPHEN = "\u00ad"
NEXT_SPACE = re.compile(r"\s")
WIDE_GAP = re.compile(r"\S(?:\t| {3,}| \| )\S")
SENTENCE_END = re.compile(r"[.!?:;][”“\"'»)]?$")
WRAP_MINIMUM, WRAP_MAXIMUM = 45, 130  # columns at which mailers, PDF text and typewriters wrap
WRAP_SLACK = 18  # a line may fall this short of the column: the next word did not fit
WRAP_SURPLUS = 15  # and go this far beyond it: a word broken at the line's end was put together
ADDRESS = re.compile(r"\S{0,39}(?:@|\[at\]|\(at\)|\w\.\w)|www\.|https?:")
HALF_LINE = re.compile(r"[^\d:.!?|]{20,130}[^\d\W]")
ITEM = re.compile(r"[-–•*·▪>]\s|\(?\d{1,2}[.)]\s|[A-ZÄÖÜ][\w-]{1,20}:")


@dataclass(frozen=True, slots=True)
class Unit:
    """One or several lines that are kept or removed together; offsets into the repaired text.

    Attributes:
        blank_before: there is an empty line above it.
        lines: number of lines.
        indent: characters of white space before the first line.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    lines: int
    indent: int = 0


def repair_lines(source: str) -> tuple[str, OffsetMap, tuple[tuple[int, int, str], ...]]:
    """The source with characters repaired and words joined that a line's end had broken.

    Returns:
        the text with line feeds as only line breaks, its map onto the source, and the (start, end, kind) of every
        mojibake sequence in the source.
    """
    builder, position, scrambled = TextBuilder(source), 0, []
    for start, end, text, kind in _all_edits(source):
        builder.copy(position, start)
        builder.replace(start, end, text)
        position = end
        if kind == "mojibake":
            scrambled.append((start, end, kind))
    builder.copy(position, len(source))
    text, offsets = builder.build()
    return text, offsets, tuple(scrambled)


def _all_edits(source: str) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for edit in edits(source, 0, len(source), hyphenated=True):
        if edit.kind != "hyphen" or not _in_columns(source, edit.start, edit.end):
            found.append((edit.start, edit.end, edit.text, edit.kind))
        elif source[edit.start] == SOFT_HYPHEN:
            found.append((edit.start, edit.start + 1, "", "invisible"))
    taken = {start for start, _, _, _ in found}
    found += [_moved_break(source, edit[1]) for edit in found if edit[3] == "hyphen"]
    breaks = [
        (match.start(), match.end(), "\n", "break")
        for match in LINE_BREAK.finditer(source)
        if match.group() != "\n" and match.start() not in taken
    ]
    merged: list[tuple[int, int, str, str]] = []
    last = 0
    for change in sorted(found + breaks):
        if change[0] >= last:
            merged.append(change)
            last = change[1]
    return merged


def _moved_break(source: str, position: int) -> tuple[int, int, str, str]:
    """The line break behind a word that was put together, in place of the space there, so that lines stay lines."""
    space = NEXT_SPACE.search(source, position)
    if space is None or source[space.start()] != " ":
        return (position, position, "", "none")
    return (space.start(), space.start() + 1, "\n", "break")


def _in_columns(source: str, start: int, end: int) -> bool:
    """Whether a line's end is the end of a column: then the next line does not go on with the same word."""
    line_start = source.rfind("\n", max(start - 300, 0), start) + 1
    line_end = source.find("\n", end, end + 300)
    line_end = end + 300 if line_end < 0 else line_end
    return bool(WIDE_GAP.search(source, line_start, start) or WIDE_GAP.search(source, end, line_end))


def units_of(text: str) -> list[Unit]:
    """The units of a repaired text, in order; blank lines belong to none."""
    units: list[Unit] = []
    paragraph: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            paragraph.append((position + _indent(line), position + len(line.rstrip())))
        else:
            units.extend(_units(text, paragraph))
            paragraph = []
        position += len(line) + 1
    units.extend(_units(text, paragraph))
    return units


def _indent(line: str) -> int:
    """Characters of white space that do not belong to a line; the tabs before a table's row are its empty cells."""
    bare = line.lstrip()
    if "\t" in bare.rstrip():
        bare = line.lstrip(" ")
    return len(line) - len(bare)


def _units(text: str, lines: list[tuple[int, int]]) -> list[Unit]:
    """Splits the lines of one paragraph into units."""
    found: list[Unit] = []
    start = 0
    column = _column(text, lines)
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _wrapped(text, lines[index - 1], lines[index], column):
            continue
        begin, end = lines[start][0], lines[index - 1][1]
        indent = begin - (text.rfind("\n", 0, begin) + 1)
        found.append(Unit(begin, end, text[begin:end].lstrip(), start == 0, index - start, indent))
        start = index
    return found


def _column(text: str, lines: list[tuple[int, int]]) -> int:
    """The column a paragraph was wrapped at, shown by lines that go on in lower case; 0 where none do."""
    widths = [line[1] - line[0] for line, following in pairwise(lines) if _continues(text, line, following)]
    return max(widths, default=0)


def _continues(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line breaks off inside a sentence and the next goes on in lower case."""
    above, below = text[line[0] : line[1]], text[following[0] : min(following[0] + 40, following[1])]
    return (
        WRAP_MINIMUM <= len(above) <= WRAP_MAXIMUM
        and below[0].islower()
        and (" " in below or SENTENCE_END.search(below) is not None)
        and not above[-1].isdigit()
        and SENTENCE_END.search(above) is None
        and ADDRESS.match(below) is None
        and not (WIDE_GAP.search(above) or WIDE_GAP.search(text, following[0], following[1]))
    )


def _wrapped(text: str, line: tuple[int, int], following: tuple[int, int], column: int) -> bool:
    """Whether the second line goes on with the paragraph of the first."""
    if not column or _continues(text, line, following):
        return column > 0
    above = text[line[0] : line[1]]
    if HALF_LINE.fullmatch(above) and text[following[0]].islower():
        return True  # a line that a word, put together, has left short
    fills = -WRAP_SLACK <= len(above) - column <= WRAP_SURPLUS and len(above) >= WRAP_MINIMUM
    return fills and not (ITEM.match(text, following[0]) or WIDE_GAP.search(above) or WIDE_GAP.search(text, *following))
