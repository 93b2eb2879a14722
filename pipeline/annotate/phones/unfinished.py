"""Numbers that the page does not print whole: digits left open ("853-…", "853-xxxx") or read as letters ("1O60")."""

import re

from pipeline.annotate.phones.numbers import Number

_LEFT_OPEN = re.compile(r"[-–/] ?(?:…|\.{3}(?!\.)|[*?_]{2,6}|[xX]{2,6}\b)|[ \u00a0][xX]{2,6}\b")
_HYPHEN_ALONE = re.compile(r"[-–](?=[,;)\n]|\Z)")  # "der Anschluss 09281 5378-, dazu ..."
_MISREAD = re.compile(r"[OoQlISB](?=\d)\w{1,10}")  # letters that look like digits


def open_end(text: str, number: Number) -> int | None:
    """Where a number ends whose last digits are left open, None where it is whole; it says what they hang on."""
    found = _LEFT_OPEN.match(text, number.end)
    if found is None and number.extension is None:
        found = _HYPHEN_ALONE.match(text, number.end)
    return found.end() if found is not None else None


def misread_end(text: str, number: Number) -> int | None:
    """Where a number ends in which a letter stands for a digit, None where there is none; nothing of it is sure."""
    found = _MISREAD.match(text, number.end)
    return found.end() if found is not None else None
