"""Pages to look at: the queue, a document, the groups of identical changes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from starlette.responses import Response

from pipeline.decisions import EVERY_DOCUMENT, Action, Conflict, Decision, Field, Quotes, conflicts, in_force
from pipeline.decisions.shapes import ACTIONS
from pipeline.records import Record
from pipeline.review.answers import item_of
from pipeline.review.desk import stale_of
from pipeline.review.editors import CHOICES, DETAILS, EDITORS
from pipeline.review.items import SECTIONS, Detail, Item
from pipeline.review.originals import Missing
from pipeline.review.pattern import Row, rows_of, shown
from pipeline.review.positions import Mark
from pipeline.review.queue import ORDERS, STATES, Entry, Filter
from pipeline.review.reading import reading
from pipeline.review.settle import Change, answers
from pipeline.review.sheet import Sheet
from pipeline.review.stale import Part, compared
from pipeline.review.web import Call, Notice

ENTITIES = ("people", "organisations", "places")
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


def queue(call: Call) -> Response:
    """The documents that wait."""
    call.desk.absorb()
    wanted = Filter.from_query(call.query)
    after = call.query.get("after")
    return call.page(
        "queue.html",
        current="queue",
        filter=wanted,
        listing=call.desk.queue.listing(wanted, after),
        paged=after is not None,
        facets=call.desk.queue.facets(),
        states=STATES,
        orders=ORDERS,
        behind=call.desk.behind(),
        base=call.desk.base,
        head=call.desk.head,
        notice=_greeting(call),
    )


def _greeting(call: Call) -> Notice | None:
    key = call.query.get("said", "")
    return Notice("good", call.text(f"said.{key}")) if key in ("run_accepted", "run_loaded") else None


def document(call: Call) -> Response:
    """One document, its source beside its record."""
    call.desk.absorb()
    found = sheet_of(call, call.path["document"])
    return call.message(404, "error.no_document") if found is None else render(call, *found)


def sheet_of(call: Call, document: str) -> tuple[Entry, Sheet] | None:
    """A document of the queue; None where it is not in it."""
    entry = call.desk.queue.entry(document)
    if entry is None:
        return None
    old, new = (None if line is None else Record.model_validate_json(line) for line in call.desk.records(document))
    record = old if new is None else new
    assert record is not None  # noqa: S101  # every entry of the queue has one of the two
    return entry, Sheet(document, record, old, call.desk.originals.of(record), gone=new is None)


def render(
    call: Call, entry: Entry, sheet: Sheet, notice: Notice | None = None, said: str | None = None, status: int = 200
) -> Response:
    """The document page, with what is to be said about the last decision."""
    wanted = Filter.from_query(call.query)
    as_source = "source" in (call.query.get("view"), call.value("view")) and not isinstance(sheet.original, Missing)
    own = call.desk.log.history(sheet.id)
    history = (*call.desk.log.history(EVERY_DOCUMENT), *own)
    standing = in_force(history)
    record = sheet.record
    changes = call.desk.changes(sheet.id)
    return call.page(
        "document.html",
        status,
        current="queue",
        path="/documents",
        filter=wanted,
        entry=call.desk.queue.entry(sheet.id) or entry,
        record=record,
        reading=reading(record, sheet.original, lost_marks(sheet, changes), as_source=as_source),
        as_source=as_source,
        changes=change_views(sheet, changes),
        sections=[] if sheet.gone else sections(sheet, standing),
        stale=[] if sheet.gone else stale_views(record, standing),
        conflicts=[_conflict(conflict) for conflict in conflicts(own)],
        history=_past(history, standing),
        revision=len(own),
        loaded=call.desk.loaded,
        previous=call.desk.queue.neighbour(wanted, sheet.id, backwards=True),
        following=call.desk.queue.neighbour(wanted, sheet.id),
        note="" if status == 200 else call.value("note"),
        notice=notice,
        said=said,
        **_dialogs(sheet),
    )


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


def _dialogs(sheet: Sheet) -> dict[str, Any]:
    names = {field: [item.label for item in sheet.items if item.field == field] for field in ENTITIES}
    people = [person.name for person in sheet.record.people]
    return {
        "editors": EDITORS,
        "choices": CHOICES,
        "addable": tuple(DETAILS),
        "people": people,
        "bodies": names["organisations"],
        "entities": {**names, "people": people},
    }


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


def _past(history: Sequence[Decision], standing: Sequence[Decision]) -> list[Past]:
    ids = {decision.id for decision in standing}
    return [
        Past(entry, label_of(entry.value), _correction(entry), entry.id in ids or entry.action is Action.UNDO)
        for entry in reversed(history)
    ]


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {"standing": conflict.standing, "overruled": conflict.overruled, "label": label_of(conflict.standing.value)}


def label_of(value: JsonValue) -> str:
    """An identity as a reader sees it."""
    return shown(value) or ""


def _correction(decision: Decision) -> str | None:
    return shown(decision.correction)
