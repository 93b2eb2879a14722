"""Changes, values and past decisions as the document page shows them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from pipeline.decisions import Action, Conflict, Decision, Field, Quotes
from pipeline.decisions.shapes import ACTIONS
from pipeline.records import Record
from pipeline.review.answers import item_of
from pipeline.review.items import SECTIONS, Detail, Item
from pipeline.review.pattern import Row, rows_of, shown
from pipeline.review.positions import Mark
from pipeline.review.settle import Change, answers
from pipeline.review.sheet import Sheet
from pipeline.review.stale import Part, compared
from pipeline.review.states import stale_of

SHOWN_CHANGES = 400
SHOWN_ITEMS = 400  # of one field
LOST_QUOTES = 5


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as the page shows it."""

    number: int
    target: str
    key: str
    field: str
    op: str
    label: str
    state: str
    decision: str | None
    author: str | None
    score: float | None
    rows: list[Row]
    details: tuple[Detail, ...]
    reasons: tuple[str, ...]
    note: str | None
    actions: tuple[str, ...]
    entry_json: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A value of the record as the page shows it."""

    key: str
    marks: str
    field: str
    label: str
    score: float | None
    details: tuple[Detail, ...]
    reasons: tuple[str, ...]
    decided: Decision | None
    entry_json: str


@dataclass(frozen=True, slots=True)
class Section:
    """The values of one field."""

    field: str
    items: list[ItemView]
    count: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """An entry of the decision log, with whether it stands."""

    decision: Decision
    label: str
    correction: str | None
    stands: bool


@dataclass(frozen=True, slots=True)
class StaleView:
    """A stale decision, old and new wording side by side."""

    decision: Decision
    label: str
    correction: str | None
    old: tuple[Part, ...]
    new: tuple[Part, ...]


def lost_marks(sheet: Sheet, changes: Iterable[Change]) -> list[Mark]:
    """Where the words of removed values still stand in the cleaned text."""
    quotes = Quotes(sheet.record.text)
    return [
        Mark(*place, f"lost:{change.key}", "lost")
        for change in changes
        if change.op == "removed" and not sheet.gone
        for quote in sheet.old_evidence(change)[:LOST_QUOTES]
        for place in quotes.find(quote)
    ]


def change_views(sheet: Sheet, changes: Sequence[Change], *, blind: bool = False) -> list[ChangeView]:
    """The changes of a document, open ones first; of very many the first ones."""
    shown_first = sorted(changes, key=lambda change: change.state != "open" and not blind)
    return [_change_view(sheet, change, blind=blind) for change in shown_first[:SHOWN_CHANGES]]


def _change_view(sheet: Sheet, change: Change, *, blind: bool) -> ChangeView:
    item = item_of(sheet, change)
    whole = sheet.old_item(change) if change.op == "removed" else item if change.op == "added" else None
    return ChangeView(
        number=change.number,
        target=change.key,
        key=f"lost:{change.key}" if item is None else " ".join(item.marks),
        field=change.field,
        op=change.op,
        label=next((found.label for found in (item, whole) if found is not None), label_of(change.identity) or ""),
        state="open" if blind else change.state,
        decision=change.decision,
        author=change.author,
        score=change.score,
        rows=rows_of(change.field, change.old, change.new) if whole is None else [],
        details=() if whole is None else whole.details,
        reasons=() if item is None else item.reasons,
        note=None,
        actions=("accept", "reject", "other") if blind else _actions(change, item),
        entry_json="{}" if item is None else json.dumps(item.entry, ensure_ascii=False),
    )


def _actions(change: Change, item: Item | None) -> tuple[str, ...]:
    if change.field not in set(Field):
        return ("accept",)
    return ("accept", "reject") if item is None else item_actions(change.field)


def item_actions(field: str) -> tuple[str, ...]:
    """What can be done with a value, by key."""
    return tuple(action.value for action in Action if action in ACTIONS[Field(field)] and action is not Action.ADD)


def sections(sheet: Sheet, standing: Iterable[Decision]) -> list[Section]:
    """The record's values by field."""
    decided, found = list(standing), list[Section]()
    for field in SECTIONS:
        items = [item for item in sheet.items if item.field == field]
        views = [_item_view(item, decided) for item in items[:SHOWN_ITEMS]]
        found.append(Section(field, views, len(items), item_actions(field)))
    return found


def _item_view(item: Item, standing: Sequence[Decision]) -> ItemView:
    decided = next((found for found in reversed(standing) if answers(found, item.field, item.identity)), None)
    entry = json.dumps(item.entry, ensure_ascii=False)
    return ItemView(
        item.key, " ".join(item.marks), item.field, item.label, item.score, item.details, item.reasons, decided, entry
    )


def stale_views(record: Record, standing: Iterable[Decision]) -> list[StaleView]:
    """The decisions that the record's text does not bear any more."""
    found = stale_of(record.model_dump(include={"text", "issues"}), standing)
    return [_stale_view(decision, record.text) for decision in found]


def _stale_view(decision: Decision, text: str) -> StaleView:
    sides = compared(decision, text)
    return StaleView(decision, label_of(decision.value), _correction(decision), sides.old, sides.new)


def past(history: Sequence[Decision], standing: Sequence[Decision]) -> list[Past]:
    """The log's entries, the latest first."""
    ids = {decision.id for decision in standing}
    return [
        Past(entry, label_of(entry.value), _correction(entry), entry.id in ids or entry.action is Action.UNDO)
        for entry in reversed(history)
    ]


def conflict_view(conflict: Conflict) -> dict[str, Any]:
    """Both decisions, with what they are about."""
    return {"standing": conflict.standing, "overruled": conflict.overruled, "label": label_of(conflict.standing.value)}


def label_of(value: JsonValue) -> str:
    """An identity as a reader sees it."""
    return shown(value) or ""


def _correction(decision: Decision) -> str | None:
    return shown(decision.correction)
