"""``people.csv``, ``organisations.csv`` and ``contacts.csv``, as spreadsheets read them.

UTF-8 with a byte order mark, so that umlauts are seen. A cell that a spreadsheet would compute gets an apostrophe in
front, line breaks become spaces. Numbers in E.164 begin with "+" and stay as they are: they hold digits only.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.feeds.entries import Entry, EntryContact
from pipeline.store import write_lines

BYTE_ORDER_MARK = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"\+\d{5,15}")
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
LIST = "; "
CONTACT_KINDS = ("phone", "mobile", "fax", "email", "address")
EVIDENCE = ("first_seen", "freshness", "documents", "confidence", "source")
PEOPLE = ("id", "name", "given", "family", "title", "role", "organisation", *CONTACT_KINDS, *EVIDENCE)
ORGANISATIONS = ("id", "name", "kind", "part_of", *CONTACT_KINDS, *EVIDENCE)
CONTACTS = ("id", "entry", "kind", "value", "status", "why", "first_seen", "last_seen", "documents", "source", "quote")


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the three files into a folder; only values that hold are in the first two."""
    _write(entries, folder, BYTE_ORDER_MARK)


def write_plain(entries: Sequence[Entry], folder: Path) -> None:
    """Likewise without the byte order mark, for programs that stumble over it."""
    _write(entries, folder, "")


def _write(entries: Sequence[Entry], folder: Path, mark: str) -> None:
    people = [entry for entry in entries if entry.kind == "person"]
    bodies = [entry for entry in entries if entry.kind == "organisation"]
    rows = (_contact(entry, contact) for entry in entries for contact in entry.contacts)
    write_lines(folder / "people.csv", _lines(mark, PEOPLE, map(_person, people)))
    write_lines(folder / "organisations.csv", _lines(mark, ORGANISATIONS, map(_organisation, bodies)))
    write_lines(folder / "contacts.csv", _lines(mark, CONTACTS, rows))


def neutral(value: object) -> str:
    """A cell that no spreadsheet computes or breaks over lines.

    >>> neutral("=1+1")
    "'=1+1"
    >>> neutral("+4962418530")
    '+4962418530'
    """
    text = BREAKS.sub(" ", "" if value is None else str(value)).strip()
    return f"'{text}" if FORMULA.match(text) is not None and NUMBER.fullmatch(text) is None else text


def _lines(mark: str, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> Iterable[str]:
    yield mark + _line(columns)
    for row in rows:
        yield _line([neutral(row.get(column)) for column in columns])


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _person(entry: Entry) -> dict[str, object]:
    role = next((role for role in entry.roles if role.status == "current"), None)
    body = entry.organisations[0].name if entry.organisations else None
    named = role.organisation_name if role is not None and role.organisation_name is not None else body
    return {
        **_common(entry),
        "given": entry.given,
        "family": entry.family,
        "title": entry.title,
        "role": role.text if role is not None else None,
        "organisation": named,
    }


def _organisation(entry: Entry) -> dict[str, object]:
    return {**_common(entry), "kind": entry.organisation_kind, "part_of": entry.part_of}


def _common(entry: Entry) -> dict[str, object]:
    contacts = {kind: LIST.join(holding(entry, kind)) for kind in CONTACT_KINDS}
    facts = {
        name: getattr(entry, name) for name in ("id", "name", "first_seen", "freshness", "documents", "confidence")
    }
    return {**facts, **contacts, "source": entry.sources[-1].uri if entry.sources else None}


def holding(entry: Entry, kind: str) -> list[str]:
    """The values of a kind that are not superseded."""
    return [contact.value for contact in entry.contacts if contact.kind == kind and contact.status != "superseded"]


def _contact(entry: Entry, contact: EntryContact) -> dict[str, object]:
    facts = {name: getattr(contact, name) for name in CONTACTS if hasattr(contact, name)}
    source = contact.sources[-1] if contact.sources else None
    quoted = {"source": source.uri, "quote": source.quote} if source is not None else {}
    return {**facts, "id": entry.id, "entry": entry.name, **quoted}
