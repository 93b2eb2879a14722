"""Identical changes of many documents, accepted at once."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from pipeline.decisions import Action, Decision
from pipeline.errors import DecisionError, LostRaceError
from pipeline.review.answers import CannotDecideError, Form, answer_change
from pipeline.review.originals import Missing
from pipeline.review.pattern import Row, format_only, rows_of
from pipeline.review.settle import Change
from pipeline.review.sheet import Sheet
from pipeline.review.states import change_of
from pipeline.review.views import label_of
from pipeline.review.web import Call, Notice

SMALLEST = 2
GROUPS_SHOWN = 40
EXAMPLES = 2
EXAMPLES_OF_ONE = 200
AT_ONCE = 2_000  # changes that one click accepts; the page says how many are left
SAMPLE = "SELECT c.*, d.title, d.uri FROM changes c JOIN documents d ON d.id = c.document"


@dataclass(frozen=True, slots=True)
class Example:
    """One change of a group."""

    document: str
    title: str
    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Group:
    """Changes with the same pattern.

    Attributes:
        digest: of the changes that a click accepts, so that it accepts what was shown.
    """

    pattern: str
    field: str
    op: str
    changes: int
    documents: int
    parts: list[str]
    format_only: bool
    examples: list[Example]
    digest: str


def groups(call: Call) -> Response:
    """The groups, the largest first, or one of them with more of its changes."""
    call.desk.absorb()
    return _page(call, call.query.get("pattern"))


def _page(call: Call, chosen: str | None, notice: Notice | None = None, status: int = 200) -> Response:
    run = call.desk.index.connection().execute
    query = (
        "SELECT pattern, count(*) AS changes, count(DISTINCT document) AS documents FROM changes WHERE state = 'open' "
        "{} GROUP BY pattern HAVING count(*) >= ? ORDER BY changes DESC, pattern LIMIT ?"
    )
    if chosen is None:
        rows = run(query.format(""), (SMALLEST, GROUPS_SHOWN)).fetchall()
    else:
        rows = run(query.format("AND pattern = ?"), (chosen, 1, 1)).fetchall()
    found = [_group(call, row, EXAMPLES if chosen is None else EXAMPLES_OF_ONE) for row in rows]
    if notice is None and call.query.get("accepted", "").isdecimal():
        notice = Notice("good", call.text("said.all_accepted", int(call.query["accepted"][:9])))
    return call.page("groups.html", status, current="groups", groups=found, chosen=chosen, notice=notice)


def _group(call: Call, row: Any, examples: int) -> Group:
    run = call.desk.index.connection().execute
    query = f"{SAMPLE} WHERE c.state = 'open' AND c.pattern = ? ORDER BY c.document, c.number LIMIT ?"
    shown = [_example(found) for found in run(query, (row["pattern"], examples))]
    field, op, _ = row["pattern"].split("/", 2)
    rows = shown[0].rows
    is_format = op == "changed" and format_only(rows)
    digest = _digest(_chosen(call, row["pattern"]))
    return Group(
        row["pattern"],
        field,
        op,
        row["changes"],
        row["documents"],
        [part.name for part in rows],
        is_format,
        shown,
        digest,
    )


def _example(row: Any) -> Example:
    values = dict(row)
    title = values.pop("title") or values["uri"]
    del values["uri"]
    change = change_of(values)
    return Example(change.document, title, label_of(change.identity), rows_of(change.field, change.old, change.new))


def _chosen(call: Call, pattern: str) -> list[tuple[str, str]]:
    """Document and key of the changes that a click accepts."""
    query = "SELECT document, key FROM changes WHERE state = 'open' AND pattern = ? ORDER BY document, number LIMIT ?"
    return [tuple(row) for row in call.desk.index.connection().execute(query, (pattern, AT_ONCE))]


def _digest(chosen: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256("\n".join(f"{document} {key}" for document, key in chosen).encode()).hexdigest()


def accept(call: Call) -> Response:
    """Accepts the changes of a group, if they are still those that were shown."""
    pattern = call.value("pattern")
    chosen = _chosen(call, pattern)
    if not chosen or _digest(chosen) != call.value("digest"):
        return _page(call, None, Notice("bad", call.text("error.group_changed")), 409)
    form = Form(Action.ACCEPT, {}, call.author, None)
    decisions, seen, revisions = list[Decision](), list[tuple[str, str]](), dict[str, int]()
    for document, changes in _by_document(call, chosen):
        revisions[document] = call.desk.log.revision(document)
        sheet = _sheet(call, document)
        if sheet is None:
            return _page(call, None, Notice("bad", call.text("error.group_changed")), 409)
        for change in changes:
            answer = answer_change(sheet, change, form)
            decisions += answer.decisions
            seen += [(document, key) for key in answer.seen]
    try:
        call.desk.decide_many(decisions, seen, call.author, revisions)
    except LostRaceError:
        return _page(call, None, Notice("bad", call.text("error.group_changed")), 409)
    except (CannotDecideError, DecisionError) as error:
        return _page(call, None, Notice("bad", call.text("error.decision", reason=str(error))), 422)
    return RedirectResponse(f"/groups?accepted={len(chosen)}", 303)


def _by_document(call: Call, chosen: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[Change]]]:
    keys: dict[str, set[str]] = {}
    for document, key in chosen:
        keys.setdefault(document, set()).add(key)
    for document, wanted in keys.items():
        yield document, [change for change in call.desk.changes(document) if change.key in wanted]


def _sheet(call: Call, document: str) -> Sheet | None:
    """Without the original: opening a thousand files would take longer than a reviewer waits."""
    return Sheet.of(document, call.desk.records(document), lambda _: Missing.NOT_FOUND)
