"""Rows of tables as plain text shows them, and the heads of their columns: no menus, however short their words."""

import re
from collections.abc import Sequence

from pipeline.clean.cues import NAMED, TITLE
from pipeline.clean.plain import Unit
from pipeline.lexicons import words
from pipeline.table_heads import LEXICON, table_heads

ROW_CELLS = 3  # cells from which a line is a row of a table
LEAST_HEADS = 2  # cells that name columns, from which a line heads a table
HEAD_LINES = 3  # lines one below the other that do, where each cell has a line of its own
FAMILY = r"[A-ZÄÖÜ][\w-]{1,30}"
NAME_ROW = re.compile(
    rf"(?:^|\| ?)(?:{NAMED.pattern}|{FAMILY}, {FAMILY})[^|]{{0,40}}\|(?:[^|]*\|)?\s?[-–]?\d{{2,5}}\s?\|?$"
)
SLASH_ROW = re.compile(r" / [-–] ?\d{2,5}\b")  # "Wohngeld / Kern, Anna / EG 9 / -340"
NAME = rf"(?:{TITLE}){{0,3}}{NAMED.pattern}"
FUNCTION = rf"[A-ZÄÖÜ]?\w{{0,12}}(?i:{'|'.join(map(re.escape, words(LEXICON, 'leaders')))})[\w/]{{0,12}}"
LEADERS = re.compile(rf"{FUNCTION}: {NAME}(?:(?:, | und ){NAME}){{0,4}}")


def is_row(text: str, *neighbours: str | None) -> bool:
    """Whether a line is a row of a table: heads, a name and a number at its end, as many cells as a line beside it.

    Empty cells at the ends of a line go with their tabs, so rows in tabs need not have as many of them.
    """
    if text.count("\t") + 1 >= ROW_CELLS:
        return any(other is not None and other.count("\t") + 1 >= ROW_CELLS for other in neighbours)
    if text.count(" / ") + 1 >= ROW_CELLS:
        return is_slash_row(text)
    bars = text.count("|")
    if bars + 1 < ROW_CELLS:
        return False
    if names_columns(text.split("|")):
        return True
    if not any(char.isdigit() for char in text):
        return False
    return NAME_ROW.search(text) is not None or any(
        other is not None and other.count("|") == bars for other in neighbours
    )


def is_slash_row(text: str) -> bool:
    """Whether slashes part the cells of a row, and not the steps of a trail: one is an extension, or some are heads."""
    return SLASH_ROW.search(text) is not None or names_columns(text.split(" / "))


def names_columns(cells: Sequence[str]) -> bool:
    """Whether at least two of some cells are heads of columns."""
    return sum(_is_head(cell) for cell in cells) >= LEAST_HEADS


def heads_around(units: Sequence[Unit], index: int) -> int:
    """How many lines around one, itself included, are heads of columns, one below the other."""

    def goes_on(number: int) -> bool:
        return 0 <= number < len(units) and _is_head(units[number].text)

    if not goes_on(index):
        return 0
    first = last = index
    while index - first < HEAD_LINES and not units[first].blank_before and goes_on(first - 1):
        first -= 1
    while last - index < HEAD_LINES and goes_on(last + 1) and not units[last + 1].blank_before:
        last += 1
    return last - first + 1


def names_leaders(text: str) -> bool:
    """Whether a line is a function and the full names of its holders: "Geschäftsführer: Anna Kern, Dr. Uwe Lang"."""
    return LEADERS.fullmatch(text) is not None


def _is_head(cell: str) -> bool:
    return cell.strip(" *:").casefold() in table_heads()
