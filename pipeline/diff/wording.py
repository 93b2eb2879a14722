"""A change in words: what came, went, or is another now."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from pipeline.diff.changes import FieldChange

EXCERPT = 80  # characters shown on either side of the first difference of two long texts
NOTHING = "–"


class Wording(NamedTuple):
    """A change as a reader sees it; ``old`` or ``new`` is None where there was nothing or is nothing left."""

    what: str
    old: str | None
    new: str | None


def wordings(change: FieldChange) -> Iterator[Wording]:
    """One line for an item that came or went, one for each detail that differs else."""
    old, new = change.old, change.new
    if change.op == "changed" and isinstance(old, dict) and isinstance(new, dict) and change.field != "removed":
        name = old.get("text") if change.identity is None else change.identity
        name = label(change.field, name)
        for detail, value in old.items():
            if value != new.get(detail):
                yield Wording(f"{name}: {detail}", *_differing(plain(value), plain(new.get(detail))))
    elif change.op == "changed":
        yield Wording("", *_differing(plain(old), plain(new)))
    else:
        yield Wording(
            "",
            None if old is None else label(change.field, old),
            None if new is None else label(change.field, new),
        )


def label(field: str, item: JsonValue) -> str:
    """An item in one line."""
    if not isinstance(item, dict):
        return _shortened(plain(item))
    parts = [plain(value) for detail, value in item.items() if value and detail not in _left_out(field)]
    separator = ": " if field == "issues" else ", "
    return separator.join(dict.fromkeys(parts)) or NOTHING


def _left_out(field: str) -> tuple[str, ...]:
    """What the rest of an item says already."""
    return {"people": ("given", "family"), "issues": ("severity",), "places": ("geonames",)}.get(field, ())


def plain(value: JsonValue) -> str:
    """A detail as text."""
    match value:
        case None | []:
            return NOTHING
        case list():
            return " + ".join(map(str, value))
        case dict():
            return ", ".join(f"{name} {number}" for name, number in value.items()) or NOTHING
        case _:
            return str(value)


def _differing(old: str, new: str) -> tuple[str, str]:
    """Two texts, of long ones what surrounds the first difference."""
    if max(len(old), len(new)) <= 2 * EXCERPT:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    same = next((number for number, (a, b) in pairs if a != b), min(len(old), len(new)))
    return _around(old, same), _around(new, same)


def _around(text: str, position: int) -> str:
    start, end = max(position - EXCERPT, 0), position + EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * EXCERPT else f"{text[: 2 * EXCERPT]}…"
