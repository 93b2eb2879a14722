"""What a change consists of, for the eye and for grouping: "all 40 records whose phone only changed its format"."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from pipeline.decisions import canonical

PLACES = frozenset({"start", "end", "id", "mentions", "reasons"})  # they move with every edit of a page
SHORT = 300  # characters of a shown value


@dataclass(frozen=True, slots=True)
class Row:
    """One part of an item, before and after; None where there is nothing."""

    name: str
    old: str | None
    new: str | None


def rows_of(field: str, old: JsonValue, new: JsonValue) -> list[Row]:
    """The parts that differ; of an item that was added or removed all that hold something."""
    if not isinstance(old, dict) and not isinstance(new, dict):
        return [Row(field, shown(old), shown(new))]
    before, after = old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    telling = [name for name in names if name not in PLACES] or names
    rows = [Row(name, shown(before.get(name)), shown(after.get(name))) for name in telling]
    return [row for row in rows if row.old is not None or row.new is not None]


def shown(value: Any) -> str | None:
    """A JSON value on one line; None for nothing."""
    if value is None or value in ([], {}, ""):
        return None
    if isinstance(value, list):
        return ", ".join(text for text in map(shown, value) if text is not None)[:SHORT]
    if isinstance(value, dict):
        return " · ".join(_parts(value))[:SHORT]
    return str(value)[:SHORT]


def _parts(entry: dict[str, Any]) -> Iterator[str]:
    for name, part in entry.items():
        if name not in PLACES and (text := shown(part)) is not None:
            yield text


def pattern_of(field: str, op: str, old: JsonValue, new: JsonValue) -> str:
    """What identical changes have in common.

    A change counts as identical to another of the same parts of the same field, formatting apart from content;
    something added or removed to the same thing, added or removed elsewhere.
    """
    rows = rows_of(field, old, new)
    if op == "changed":
        what = "format" if format_only(rows) else canonical([row.name for row in rows])
        content = "" if what == "format" or len(rows) > 1 else canonical([_kind(rows[0].old), _kind(rows[0].new)])
        told = canonical([[row.name for row in rows], what, content])
    else:
        told = canonical([[row.name, row.old, row.new] for row in rows if row.name not in ("score", "text")])
    return f"{field}/{op}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def format_only(rows: list[Row]) -> bool:
    """Whether nothing but punctuation, spacing and letter case differs."""
    return all(_letters(row.old) == _letters(row.new) for row in rows)


def _letters(text: str | None) -> str:
    return "".join(character for character in text or "" if character.isalnum()).casefold()


def _kind(text: str | None) -> str:
    """Short words such as ``fax`` tell kinds of change apart; names and numbers do not."""
    return text if text is not None and len(text) < 8 and text.isalpha() else "" if text is None else "…"
