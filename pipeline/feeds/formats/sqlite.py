"""``directory.sqlite``: tables and a full-text index over names, roles and organisations; opens in Datasette."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pipeline.feeds.entries import Entry, Seen
from pipeline.folding import fold
from pipeline.store.files import storing

FILE = "directory.sqlite"
SCHEMA = """
CREATE TABLE entries (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, given TEXT, family TEXT, title TEXT,
    organisation_kind TEXT, part_of TEXT REFERENCES entries(id), first_seen TEXT, freshness TEXT,
    documents INTEGER NOT NULL, confidence REAL NOT NULL,
    other_names TEXT NOT NULL, roles TEXT NOT NULL, organisations TEXT NOT NULL, folded TEXT NOT NULL
);
CREATE TABLE contacts (
    entry TEXT NOT NULL REFERENCES entries(id), kind TEXT NOT NULL, value TEXT NOT NULL, status TEXT NOT NULL,
    why TEXT NOT NULL, first_seen TEXT, last_seen TEXT, documents INTEGER NOT NULL, PRIMARY KEY (entry, kind, value)
);
CREATE TABLE roles (
    entry TEXT NOT NULL REFERENCES entries(id), text TEXT NOT NULL, organisation TEXT REFERENCES entries(id),
    status TEXT NOT NULL, why TEXT NOT NULL, first_seen TEXT, last_seen TEXT, documents INTEGER NOT NULL
);
CREATE TABLE sources (
    entry TEXT NOT NULL REFERENCES entries(id), record TEXT NOT NULL, uri TEXT NOT NULL, date TEXT, quote TEXT NOT NULL
);
CREATE INDEX contacts_by_value ON contacts(value);
CREATE INDEX roles_by_organisation ON roles(organisation);
CREATE VIRTUAL TABLE entries_fts USING fts5(
    name, other_names, roles, organisations, folded,
    content="entries", tokenize = 'unicode61 remove_diacritics 2'
);
"""
FILL_ENTRIES = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# Datasette offers a search box for a table that an index names as its content, and finds rows by their rowid.
FILL_INDEX = "INSERT INTO entries_fts(entries_fts) VALUES ('rebuild')"
Rows = Iterator[tuple[object, ...]]


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder."""
    path = folder / FILE
    with storing(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(f"PRAGMA journal_mode = OFF; BEGIN; {SCHEMA}")
        database.executemany(FILL_ENTRIES, map(_entry, entries))
        database.executemany("INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _contacts(entries))
        database.executemany("INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _roles(entries))
        database.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?)", _sources(entries))
        database.execute(FILL_INDEX)
        database.execute("COMMIT")


def _entry(entry: Entry) -> tuple[object, ...]:
    name = (entry.name, entry.given, entry.family, entry.title)
    body = (entry.organisation_kind, entry.part_of)
    seen = (entry.first_seen, entry.freshness, entry.documents, entry.confidence)
    return entry.id, entry.kind, *name, *body, *seen, *_searchable(entry)


def _contacts(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for one in entry.contacts:
            yield entry.id, one.kind, one.value, *_seen(one)


def _roles(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for one in entry.roles:
            yield entry.id, one.text, one.organisation, *_seen(one)


def _seen(one: Seen) -> tuple[object, ...]:
    return one.status, one.why, one.first_seen, one.last_seen, one.documents


def _sources(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for source in entry.sources:
            yield entry.id, source.record, source.uri, source.date, source.quote


def _searchable(entry: Entry) -> tuple[str, ...]:
    """What is searched beside the name; ``folded`` has the names without umlauts, as some people type them."""
    roles = "; ".join(role.text for role in entry.roles)
    other_names = "; ".join(entry.other_names)
    bodies = "; ".join(body.name for body in entry.organisations)
    return other_names, roles, bodies, fold(" ".join((entry.name, *entry.other_names)))
