"""Which changes are open: reads and writes the rows that say which decision answered what."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue

from pipeline.decisions import EVERY_DOCUMENT, Action, Decision, Quotes, canonical
from pipeline.review.settle import Change, answers, made_by

STALE_ISSUE = re.compile(r"decision ([0-9a-f]{20}) ")


def now() -> str:
    """The time, as the decision log writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def change_of(row: sqlite3.Row | Mapping[str, Any]) -> Change:
    """A change from its row."""
    values: dict[str, Any] = dict(row)
    for name in ("identity", "old", "new"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return Change(**values)


def stale_of(record: dict[str, Any], standing: Iterable[Decision]) -> list[Decision]:
    """The decisions in force that a record's text does not bear any more: the run said so, or their words are gone."""
    told = {
        match[1]
        for issue in record["issues"]
        if issue["code"] == "decision-stale" and (match := STALE_ISSUE.search(issue["message"])) is not None
    }
    quotes = Quotes(record["text"])
    return [
        decision
        for decision in standing
        if decision.id in told or (decision.evidence and not any(quotes.find(quote) for quote in decision.evidence))
    ]


def settle(database: sqlite3.Connection, decision: Decision) -> Iterator[str]:
    """Writes down which open changes a new entry answers, and names the documents it touches."""
    yield decision.document
    if decision.action is Action.UNDO:
        rows = database.execute("SELECT document FROM settled WHERE decision = ?", (decision.undoes,)).fetchall()
        yield from (row[0] for row in rows)
        return
    query, values = "SELECT document, key, identity FROM changes WHERE field = ?", [str(decision.field)]
    if decision.document != EVERY_DOCUMENT:
        query, values = f"{query} AND document = ?", [*values, decision.document]
    else:
        query, values = f"{query} AND identity = ?", [*values, canonical(decision.value)]
    for document, key, identity in database.execute(query, values).fetchall():
        if answers(decision, decision.field, json.loads(identity)):
            row = (document, key, decision.id, decision.action, decision.author, decision.time)
            database.execute("INSERT OR IGNORE INTO settled VALUES (?, ?, ?, ?, ?, ?)", row)
            yield document


def settled(
    database: sqlite3.Connection, document: str, standing: dict[str, Decision]
) -> dict[str, tuple[str, str | None, str]]:
    """State, decision and author of every change that a decision in force answers; the latest counts."""
    query = "SELECT change, action, decision, author FROM settled WHERE document = ? ORDER BY time"
    rows = database.execute(query, (document,)).fetchall()
    return {row[0]: (row[1], row[2] or None, row[3]) for row in rows if not row[2] or row[2] in standing}


def explained(change: Change, own: Sequence[Decision], *, only_decisions: bool) -> tuple[str, str | None, str | None]:
    """A change that a decision made needs none; everything else is open."""
    decision = made_by(own, change.field, change.identity)
    if decision is not None:
        return "applied", decision.id, decision.author
    return ("applied" if only_decisions else "open"), None, None


def applied(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[str]:
    """Ids of the decisions that the newer record holds to and the older one did not."""
    before: list[JsonValue] = [] if old is None else old["provenance"]["overrides"]
    after: list[str] = [] if new is None else new["provenance"]["overrides"]
    return [decision for decision in after if decision not in before]
