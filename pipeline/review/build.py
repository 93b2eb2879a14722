"""Fills the index: which documents differ between the accepted run and the newest one, and how."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.decisions import canonical
from pipeline.diff import DocumentChange, FieldChange, compare
from pipeline.review.index import Index, clear, packed
from pipeline.review.masks import CAUSES, FIELDS, bits
from pipeline.review.pattern import pattern_of
from pipeline.review.settle import change_key, identity_of
from pipeline.store.snapshot import record_id

TELL_EVERY = 200  # documents
INSERT_CHANGE = (
    "INSERT INTO changes (document, number, key, field, op, identity, old, new, importance, score, pattern) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_DOCUMENT = (
    "INSERT INTO documents (id, op, title, publisher, uri, causes, fields, total, open, doubt, weight) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# Where these alone differ there is nothing to decide: the text moved around facts that stand as they were.
NO_FACTS = frozenset({"text", "removed", "issues"})
Listener = Callable[[int], None]
Causes = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A document in both snapshots; None where it is missing."""

    id: str
    old: str | None
    new: str | None


def paired(old: Iterable[str], new: Iterable[str]) -> Iterator[Pair]:
    """Both snapshots side by side; both are sorted by id."""
    olds, news = ((record_id(line), line) for line in old), ((record_id(line), line) for line in new)
    end = ("", None)
    left, right = next(olds, end), next(news, end)
    while left[1] is not None or right[1] is not None:
        first = min(name for name, line in (left, right) if line is not None)
        here, there = left[0] == first, right[0] == first
        yield Pair(first, left[1] if here else None, right[1] if there else None)
        left, right = next(olds, end) if here else left, next(news, end) if there else right


def fill(
    index: Index,
    pairs: Iterable[Pair],
    causes: Iterable[Causes],
    wanted: Callable[[str], bool],
    listener: Listener,
) -> None:
    """Empties the index and fills it with everything that differs.

    Args:
        index: of the output folder.
        pairs: both snapshots.
        causes: that the runs noted, by id.
        wanted: whether a document belongs in the queue even if nothing differs: somebody decided on it.
        listener: told now and then how many documents were compared.
    """
    noted = _Noted(causes)
    with index.writing() as database:
        clear(database)
        for number, pair in enumerate(pairs, 1):
            if number % TELL_EVERY == 0:
                listener(number)
            change = None if pair.old == pair.new else _difference(pair, noted.of(pair.id))
            if change is not None:
                _insert(database, pair, change)
            elif pair.new is not None and wanted(pair.id):
                _insert(database, pair, _unchanged(pair.id, pair.new))


class _Noted:
    """Reads the causes along with the documents; both are sorted by id."""

    def __init__(self, causes: Iterable[Causes]) -> None:
        self._causes = iter(causes)
        self._next = next(self._causes, None)

    def of(self, document: str) -> list[Causes]:
        """What was noted for a document."""
        found = []
        while self._next is not None and self._next[0] <= document:
            if self._next[0] == document:
                found.append(self._next)
            self._next = next(self._causes, None)
        return found


def _difference(pair: Pair, causes: list[Causes]) -> DocumentChange | None:
    """What a directory's maintainer would look at; None where that is nothing."""
    lines = ([] if pair.old is None else [pair.old]), ([] if pair.new is None else [pair.new])
    change = next(compare(*lines, causes), None)
    if change is None:
        return None
    facts = tuple(part for part in change.changes if part.field not in NO_FACTS)
    return replace(change, changes=facts) if facts or change.op != "MOD" else None


def _unchanged(document: str, line: str) -> DocumentChange:
    record = json.loads(line)
    return DocumentChange(document, "MOD", (), (), record["source"]["uri"], record["title"], record["publisher"])


def _insert(database: sqlite3.Connection, pair: Pair, change: DocumentChange) -> None:
    scores = [part.score for part in change.changes if part.score is not None]
    fields = bits((part.field for part in change.changes), FIELDS)
    count = len(change.changes)
    # Light before heavy: the order of the index is ascending.
    weight = -max((part.importance for part in change.changes), default=0.0)
    row = (
        pair.id, change.op, change.title or "", change.publisher or "", change.uri,
        bits(change.cause, CAUSES), fields, count, count, min(scores, default=1.0), weight,
    )  # fmt: skip
    database.execute(INSERT_DOCUMENT, row)
    database.execute("INSERT INTO records VALUES (?, ?, ?)", (pair.id, packed(pair.old), packed(pair.new)))
    rows = (_row(pair.id, number, part) for number, part in enumerate(change.changes))
    database.executemany(INSERT_CHANGE, rows)


def _row(document: str, number: int, part: FieldChange) -> tuple[object, ...]:
    key = change_key(part.field, part.op, part.identity, part.old, part.new)
    pattern = pattern_of(part.field, part.op, part.old, part.new)
    told = [None if value is None else canonical(value) for value in (part.old, part.new)]
    identity = identity_of(part.field, part.new) if isinstance(part.new, dict) else part.identity
    return (
        document, number, key, part.field, part.op, canonical(identity), *told, part.importance, part.score, pattern,
    )  # fmt: skip
