"""The queue: which documents wait, in which order, and how far the team is."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

from pipeline.review.index import Index
from pipeline.review.masks import CAUSES, FIELDS, bit, names

PAGE = 50
FRESH = 2.0  # seconds for which a count over all documents is kept at most
PATIENCE = 50  # a count is kept this many times as long as it took, so that those of a small queue are always exact
FACET_VALUES = 200
KEPT_COUNTS = 500
State = Literal["open", "decided", "stale", "conflict", "all"]
Order = Literal["doubt", "weight"]
STATES: tuple[State, ...] = ("open", "decided", "stale", "conflict", "all")
ORDERS: tuple[Order, ...] = ("doubt", "weight")
CONDITIONS = {
    "open": "open > 0 OR stale > 0",
    "decided": "open = 0",
    "stale": "stale > 0",
    "conflict": "conflicts > 0",
    "all": "1",
}
ESCAPE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reviewer wants to see; empty strings mean anything.

    Attributes:
        below: only documents with a change scored lower than this.
        text: part of the title or the path.
    """

    state: State = "open"
    cause: str = ""
    field: str = ""
    publisher: str = ""
    below: float | None = None
    text: str = ""
    order: Order = "doubt"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filter":
        """The filter of a query string; what it does not know it passes over."""
        state: State = next((state for state in STATES if state == query.get("state")), "open")
        order: Order = next((order for order in ORDERS if order == query.get("order")), "doubt")
        return cls(
            state=state,
            cause=query.get("cause", "") if query.get("cause") in CAUSES else "",
            field=query.get("field", "") if query.get("field") in FIELDS else "",
            publisher=query.get("publisher", "")[:300],
            below=_share(query.get("below", "")),
            text=query.get("text", "")[:200].strip(),
            order=order,
        )

    def query(self, **extra: str) -> str:
        """The filter as a query string, without what is at its default."""
        default = Filter()
        pairs = {
            name: f"{getattr(self, name)}"
            for name in ("state", "cause", "field", "publisher", "below", "text", "order")
            if getattr(self, name) != getattr(default, name)
        }
        return urlencode(pairs | extra)

    def without(self, name: str) -> "Filter":
        """The filter with one part taken back."""
        return replace(self, **{name: getattr(Filter(), name)})

    def condition(self) -> tuple[str, list[Any]]:
        """The SQL condition on ``documents`` and its values."""
        parts, values = [CONDITIONS[self.state]], list[Any]()
        for name, mask in (("cause", CAUSES), ("field", FIELDS)):
            if wanted := getattr(self, name):
                parts.append(f"{name}s & ?")
                values.append(bit(wanted, mask))
        if self.publisher:
            parts.append("publisher = ?")
            values.append(self.publisher)
        if self.below is not None:
            parts.append("doubt < ?")
            values.append(self.below)
        if self.text:
            parts.append(r"(title LIKE ? ESCAPE '\' OR uri LIKE ? ESCAPE '\')")
            values += [f"%{self.text.translate(ESCAPE)}%"] * 2
        return " AND ".join(f"({part})" for part in parts), values


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value <= 1 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the queue."""

    id: str
    op: str
    title: str
    publisher: str
    uri: str
    causes: tuple[str, ...]
    fields: tuple[str, ...]
    total: int
    open: int
    doubt: float
    weight: float
    stale: int
    conflicts: int

    @classmethod
    def from_row(cls, row: sqlite3.Row) -> "Entry":
        """The entry of a row of ``documents``."""
        values = dict(row)
        return cls(**values | {"causes": names(row["causes"], CAUSES), "fields": names(row["fields"], FIELDS)})


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the queue; ``next`` is the id of its last document where more follow."""

    entries: tuple[Entry, ...]
    count: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the team is, in changes and documents."""

    total: int
    open: int
    documents: int
    open_documents: int
    stale: int
    conflicts: int

    @property
    def share(self) -> float:
        """Decided changes, between 0 and 1."""
        return 1.0 if self.total == 0 else (self.total - self.open) / self.total


class Queue:
    """Queries over the index. Counts over all documents are kept for moments, since every reviewer asks for them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: dict[object, tuple[float, Any]] = {}
        self._lock = Lock()

    def listing(self, wanted: Filter, after: str | None = None, size: int = PAGE) -> Listing:
        """A page of documents behind the one with the id ``after``."""
        rows = self._rows(wanted, after, size + 1)
        entries = tuple(Entry.from_row(row) for row in rows[:size])
        following = entries[-1].id if len(rows) > size else None
        return Listing(entries, self.count(wanted), following)

    def count(self, wanted: Filter) -> int:
        """How many documents the filter lets through."""
        condition, values = wanted.condition()
        query = f"SELECT count(*) FROM documents WHERE {condition}"  # noqa: S608  # built from constants
        return int(self._recent(wanted, lambda: self._index.connection().execute(query, values).fetchone()[0]))

    def neighbour(self, wanted: Filter, document: str, *, backwards: bool = False) -> str | None:
        """The document behind (or before) another in the filter's order."""
        rows = self._rows(wanted, document, 1, backwards=backwards)
        return str(rows[0]["id"]) if rows else None

    def entry(self, document: str) -> Entry | None:
        """One document."""
        row = self._index.connection().execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
        return None if row is None else Entry.from_row(row)

    def progress(self) -> Progress:
        """How far the team is."""
        query = "SELECT total, open, documents, open_documents, stale, conflicts FROM totals"
        return Progress(*self._index.connection().execute(query).fetchone())

    def facets(self) -> dict[str, dict[str, int]]:
        """Open documents by cause, by field and by publisher, the most frequent publishers only."""
        counted: dict[str, dict[str, int]] = self._recent("facets", self._facets)
        return counted

    def _facets(self) -> dict[str, dict[str, int]]:
        run = self._index.connection().execute
        found: dict[str, dict[str, int]] = {}
        for name, mask in (("cause", CAUSES), ("field", FIELDS)):
            sums = ", ".join(f"sum({name}s & {bit(value, mask)} > 0)" for value in mask)
            row = run(f"SELECT {sums} FROM documents WHERE open > 0").fetchone()  # noqa: S608  # built from constants
            found[name] = {value: count for value, count in zip(mask, row, strict=True) if count}
        query = (
            "SELECT publisher, count(*) FROM documents WHERE open > 0 AND publisher != '' "
            "GROUP BY publisher ORDER BY count(*) DESC, publisher LIMIT ?"
        )
        found["publisher"] = {row[0]: row[1] for row in run(query, (FACET_VALUES,))}
        return found

    def _rows(self, wanted: Filter, after: str | None, limit: int, *, backwards: bool = False) -> list[sqlite3.Row]:
        condition, values = wanted.condition()
        sign, direction = ("<", "DESC") if backwards else (">", "ASC")
        if after is not None:
            place = f"SELECT {wanted.order}, id FROM documents WHERE id = ?"  # noqa: S608  # a literal type
            condition = f"({wanted.order}, id) {sign} ({place}) AND {condition}"
            values = [after, *values]
        query = (
            f"SELECT * FROM documents WHERE {condition} "  # noqa: S608  # built from constants
            f"ORDER BY {wanted.order} {direction}, id {direction} LIMIT ?"
        )
        return self._index.connection().execute(query, [*values, limit]).fetchall()

    def _recent(self, key: object, count: Callable[[], T]) -> T:
        with self._lock:
            kept = self._kept.get(key)
        started = monotonic()
        if kept is not None and kept[0] > started:
            value: T = kept[1]
            return value
        fresh, finished = count(), monotonic()
        with self._lock:
            if len(self._kept) > KEPT_COUNTS:
                self._kept.clear()
            self._kept[key] = (finished + min(FRESH, PATIENCE * (finished - started)), fresh)
        return fresh
