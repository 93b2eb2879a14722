"""Pages to look at: the queue, a document, the groups of identical changes."""

from typing import Any

from starlette.responses import Response

from pipeline.decisions import EVERY_DOCUMENT, conflicts, in_force
from pipeline.review.editors import CHOICES, DETAILS, EDITORS
from pipeline.review.originals import Missing
from pipeline.review.queue import ORDERS, STATES, Entry, Filter
from pipeline.review.reading import reading
from pipeline.review.sheet import Sheet
from pipeline.review.views import change_views, conflict_view, lost_marks, past, sections, stale_views
from pipeline.review.web import Call, Notice

ENTITIES = ("people", "organisations", "places")


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
    sheet = Sheet.of(document, call.desk.records(document), call.desk.originals.of)
    return None if sheet is None else (entry, sheet)


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
        conflicts=[conflict_view(conflict) for conflict in conflicts(own)],
        history=past(history, standing),
        revision=len(own),
        loaded=call.desk.loaded,
        previous=call.desk.queue.neighbour(wanted, sheet.id, backwards=True),
        following=call.desk.queue.neighbour(wanted, sheet.id),
        note="" if status == 200 else call.value("note"),
        notice=notice,
        said=said,
        **_dialogs(sheet),
    )


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
