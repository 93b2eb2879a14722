"""The current feed, loaded once and again when another is published."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.errors import UsageError
from pipeline.feeds.publish import DELTA, FOLDER, latest, previous_entries, previous_identities
from pipeline.folding import fold

SCHEMA = """
CREATE TABLE entries (id TEXT PRIMARY KEY, kind TEXT NOT NULL, line TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE redirects (id TEXT PRIMARY KEY, target TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, text);
"""


class Catalogue:
    """Entries of the current feed by id and by words; safe for threads."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._lock = Lock()
        self._feed = ""
        self._database = sqlite3.connect(":memory:", check_same_thread=False)

    def feed(self) -> str:
        """The number of the current feed, which is loaded if it is new.

        Raises:
            UsageError: there is no feed.
            StateError: the feed is damaged.
        """
        folder = latest(self._out)
        if folder is None:
            raise UsageError(f"{self._out} has no feed; publish one with press-records feed --out {self._out}")
        with self._lock:
            if folder.name != self._feed:
                self._database = _loaded(folder)
                self._feed = folder.name
        return folder.name

    def entry(self, identifier: str) -> str | None:
        """The line of an entry."""
        rows = self._rows("SELECT line FROM entries WHERE id = ?", (identifier,))
        return str(rows[0][0]) if rows else None

    def redirect(self, identifier: str) -> tuple[bool, str | None]:
        """Whether an id was given away once, and the id that stands for it now; None where it is gone."""
        rows = self._rows("SELECT target FROM redirects WHERE id = ?", (identifier,))
        return bool(rows), rows[0][0] if rows else None

    def search(self, words: str, kind: str | None, after: str, limit: int) -> list[str]:
        """Lines of entries that hold all words, or of all entries, in the order of their ids behind ``after``."""
        terms = " ".join(f'"{word}"*' for word in fold(words).replace('"', " ").split())
        where = "id IN (SELECT id FROM words WHERE words MATCH :terms)" if terms else "1"
        query = f"SELECT line FROM entries WHERE {where} AND id > :after AND (:kind IS NULL OR kind = :kind)"  # noqa: S608
        parameters: dict[str, str | int | None] = {"terms": terms, "kind": kind, "after": after, "limit": limit}
        return [str(line) for (line,) in self._rows(f"{query} ORDER BY id LIMIT :limit", parameters)]

    def changes_since(self, feed: str) -> Iterator[tuple[str, list[str]]] | None:
        """The deltas of all feeds behind one, oldest first; None where one of them is not there any more."""
        root, current = self._out / FOLDER, int(self.feed())
        folders = [root / f"{number:0{len(self._feed)}d}" for number in range(int(feed) + 1, current + 1)]
        if not all((folder / DELTA).is_file() for folder in folders):
            return None
        return ((folder.name, (folder / DELTA).read_text(encoding="utf-8").splitlines()) for folder in folders)

    def _rows(self, query: str, parameters: tuple[str, ...] | dict[str, str | int | None]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, parameters).fetchall()


def _loaded(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.executescript(SCHEMA)
    for line in previous_entries(folder):
        entry = json.loads(line)
        database.execute("INSERT INTO entries VALUES (?, ?, ?)", (entry["id"], entry["kind"], line))
        database.execute("INSERT INTO words VALUES (?, ?)", (entry["id"], fold(" ".join(_words(entry)))))
    redirects = ((one.id, one.redirect) for one in previous_identities(folder) if one.state != "current")
    database.executemany("INSERT INTO redirects VALUES (?, ?)", redirects)
    return database


def _words(entry: dict[str, object]) -> Iterator[str]:
    """What a search looks at: names, roles, organisations, contact values."""
    yield str(entry["name"])
    for field, key in (("roles", "text"), ("organisations", "name"), ("contacts", "value")):
        values = entry[field]
        if isinstance(values, list):
            yield from (str(value[key]) for value in values)
    others = entry["other_names"]
    if isinstance(others, list):
        yield from map(str, others)
