"""Blind double checks: a second reviewer judges what another one decided, without being told how."""

from dataclasses import replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from pipeline.decisions import Action
from pipeline.review.agreement import Judged, table
from pipeline.review.pages import sheet_of
from pipeline.review.queue import Filter
from pipeline.review.reading import reading
from pipeline.review.states import now
from pipeline.review.views import change_views, lost_marks
from pipeline.review.web import Call, Notice

VERDICTS = ("accept", "reject", "other")
DIFFERING_SHOWN = 200
WAITING = (
    "FROM changes c WHERE c.state NOT IN ('open', 'applied') AND c.author IS NOT NULL AND c.author != ? "
    "AND NOT EXISTS (SELECT 1 FROM checks k WHERE k.document = c.document AND k.change = c.key AND k.author = ?)"
)


def overview(call: Call) -> Response:
    """What waits for a second look."""
    call.desk.absorb()
    run, names = call.desk.index.connection().execute, (call.author, call.author)
    (waiting,) = run(f"SELECT count(*) {WAITING}", names).fetchone()  # a constant
    return call.page("check.html", current="check", waiting=waiting, first=_next(call, ""), blind=True)


def check(call: Call) -> Response:
    """A document whose decisions are hidden; a form holds the verdict on one change."""
    found = sheet_of(call, call.path["document"])
    if found is None:
        return call.message(404, "error.no_document")
    entry, sheet = found
    verdict, target = _sent(call)
    notice = None
    if verdict:
        if verdict not in VERDICTS or not _judge(call, sheet.id, target, verdict):
            notice = Notice("bad", call.text("error.not_there"))
        elif _left(call, sheet.id) == 0:
            following = _next(call, sheet.id)
            return RedirectResponse(f"/check/{following}" if following else "/check", 303)
    waiting = {row["key"] for row in _waiting(call, sheet.id)}
    changes = [replace(change, state="open") for change in call.desk.changes(sheet.id) if change.key in waiting]
    as_source = "source" in (call.query.get("view"), call.value("view"))
    return call.page(
        "document.html", 200 if notice is None else 422, current="check", blind=True, path="/check",
        filter=Filter(), entry=entry, record=sheet.record, as_source=as_source,
        reading=reading(sheet.record, sheet.original, lost_marks(sheet, changes), as_source=as_source),
        changes=change_views(sheet, changes, blind=True), sections=[], stale=[], conflicts=[], history=[], revision=0,
        loaded=call.desk.loaded, previous=None, following=_next(call, sheet.id), note="", notice=notice,
        said=call.text("said.checked") if verdict and notice is None else None,
    )  # fmt: skip


def _sent(call: Call) -> tuple[str, str]:
    """Verdict and key of the change, from a button or from the keys."""
    verdict, _, target = call.value("quick").partition(":")
    if not verdict:
        verdict, target = call.value("action"), call.value("target")
    return verdict, target.removeprefix("change:")


def _waiting(call: Call, document: str) -> list[Any]:
    query = f"SELECT * {WAITING} AND c.document = ?"  # a constant
    return call.desk.index.connection().execute(query, (call.author, call.author, document)).fetchall()


def _left(call: Call, document: str) -> int:
    return len(_waiting(call, document))


def _next(call: Call, after: str) -> str | None:
    query = f"SELECT min(c.document) {WAITING} AND c.document > ?"  # a constant
    row = call.desk.index.connection().execute(query, (call.author, call.author, after)).fetchone()
    return None if row[0] is None else str(row[0])


def _judge(call: Call, document: str, key: str, verdict: str) -> bool:
    row = next((row for row in _waiting(call, document) if row["key"] == key), None)
    if row is None:
        return False
    first = row["state"] if row["state"] in (Action.ACCEPT, Action.REJECT) else "other"
    with call.desk.index.writing() as database:
        values = (document, key, row["field"], call.author, verdict, now(), row["author"], first)
        database.execute("INSERT OR IGNORE INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return True


def agreement(call: Call) -> Response:
    """The figures, and where two reviewers differ."""
    columns = "document, field, first_author, first_verdict, author, verdict"
    rows = call.desk.index.connection().execute(f"SELECT {columns} FROM checks ORDER BY time")  # noqa: S608  # constant
    judged = [Judged(*row) for row in rows]
    differing = [found for found in judged if found.verdict != found.first_verdict][-DIFFERING_SHOWN:]
    named = [(found, call.desk.queue.entry(found.document)) for found in differing]
    return call.page(
        "agreement.html",
        current="agreement",
        rows=table(judged),
        differing=[(found, entry.title or entry.uri) for found, entry in named if entry is not None],
    )
