"""Records as flat tables: dictionaries of a row each, or a pandas or Polars frame.

from pipeline.integrations.frames import read_records, to_frame

people = to_frame(read_records("out/records.jsonl"), "people")
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from pipeline.errors import DocumentError, UsageError
from pipeline.records import Person, Record
from pipeline.store.snapshot import snapshot_files

if TYPE_CHECKING:
    from pipeline.api import Failure

Table = Literal["people", "organisations", "places", "contacts", "addresses", "dates", "successions"]
Library = Literal["pandas", "polars"]
Row = tuple[str | int | float | None, ...]

DOCUMENT: Mapping[str, type] = MappingProxyType({"document": str, "uri": str})
COLUMNS: Mapping[Table, Mapping[str, type]] = MappingProxyType(
    {
        "people": {
            **DOCUMENT, "person": str, "name": str, "given": str, "family": str, "title": str,
            "role": str, "role_status": str, "organisation": str, "phone": str, "email": str, "score": float,
        },
        "organisations": {
            **DOCUMENT, "organisation": str, "name": str, "kind": str, "part_of": str, "part_of_name": str,
            "phone": str, "email": str, "score": float,
        },
        "places": {**DOCUMENT, "place": str, "name": str, "geonames": int, "state": str, "score": float},
        "contacts": {
            **DOCUMENT, "kind": str, "value": str, "owner": str, "owner_name": str,
            "text": str, "start": int, "end": int,
        },
        "addresses": {
            **DOCUMENT, "street": str, "house_number": str, "postcode": str, "town": str, "country": str,
            "owner": str, "owner_name": str, "text": str, "start": int, "end": int,
        },
        "dates": {
            **DOCUMENT, "kind": str, "value": str, "basis": str, "precision": str,
            "text": str, "start": int, "end": int,
        },
        "successions": {
            **DOCUMENT, "successor": str, "successor_name": str, "predecessor": str, "predecessor_name": str,
            "date": str, "text": str, "start": int, "end": int, "score": float,
        },
    }
)  # fmt: skip
"""The columns of every table and their types; each may hold nulls."""

SEPARATOR = "; "
"""Between several values of one person or body in a cell."""


def read_records(file: Path | str) -> Iterator[Record]:
    """The records of a ``records.jsonl``, one after the other, or of the folder that a run wrote, however it is cut.

    Raises:
        UsageError: the file cannot be read, the folder holds no records, or a line is no record; the message names it.
    """
    given = Path(file)
    files = snapshot_files(given) if given.is_dir() else [given]
    if not files:
        raise UsageError(f"{given} holds no records; name the folder that 'press-records run --out' wrote")
    for one in files:
        yield from _records(one)


def _records(file: Path) -> Iterator[Record]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _record(line, f"{file}:{number}")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: no records, which are UTF-8; name the records.jsonl of a run") from error


def rows(records: "Iterable[Record | Failure]", table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as dictionaries, in the order of the records.

    Args:
        records: the records; what `Pipeline.pipe` gives will do, its failures have no rows.
        table: ``people``, a row for each person and role; ``organisations`` and ``places``, a row for each;
            ``contacts``, a row for each phone, fax, e-mail and web address; ``addresses``, a row for each postal
            address; ``dates``, a row for each calendar expression and each date of publication; or ``successions``, a
            row for each.

    Raises:
        UsageError: there is no such table, or what is given are no records.
    """
    if table not in COLUMNS:
        raise UsageError(f"no table {table!r}: it is one of {', '.join(COLUMNS)}")
    if isinstance(records, (Record, str)) or not isinstance(records, Iterable):
        raise UsageError(f"a table is made of several records, not of one {type(records).__name__}; put it into a list")
    return (
        dict(zip(COLUMNS[table], (record.id, record.source.uri, *row), strict=True))
        for record in _without_failures(records)
        for row in _ROWS[table](record)
    )


def _without_failures(records: "Iterable[Record | Failure]") -> Iterator[Record]:
    for record in records:
        if isinstance(record, Record):
            yield record
        elif not isinstance(getattr(record, "error", None), DocumentError):
            raise UsageError(f"no record but {type(record).__name__}; read_records reads those of a run")


def to_frame(records: "Iterable[Record | Failure]", table: Table = "people", library: Library = "pandas") -> Any:
    """A table as a frame; columns and their types are the same with and without rows.

    Args:
        records: as in `rows`.
        table: as in `rows`.
        library: ``pandas`` for a ``pandas.DataFrame``, ``polars`` for a ``polars.DataFrame``.

    Raises:
        UsageError: there is no such table, the library is not installed, or what is given are no records.
    """
    if library not in ("pandas", "polars"):
        raise UsageError(f"no library {library!r}: it is pandas or polars")
    found = list(rows(records, table))
    loaded = _load(library)
    if library == "polars":
        types = {str: loaded.String, int: loaded.Int64, float: loaded.Float64}
        return loaded.DataFrame(found, schema={name: types[kind] for name, kind in COLUMNS[table].items()})
    names = {str: "string", int: "Int64", float: "Float64"}
    frame = loaded.DataFrame(found, columns=list(COLUMNS[table]))
    return frame.astype({name: names[kind] for name, kind in COLUMNS[table].items()})


def _load(library: Library) -> ModuleType:
    try:
        return import_module(library)
    except ImportError as error:
        raise UsageError(f"{library} is not installed: pip install {library}") from error


def _record(line: str, place: str) -> Record:
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{place}: no record of this version ({first['msg']}); run the documents again") from error


def _people(record: Record) -> Iterator[Row]:
    names = _names(record)
    for person in record.people:
        about = (person.id, person.name, person.given, person.family, person.title)
        points = (_joined(person.phones), _joined(person.emails), person.score)
        for role, status, body in _offices(person, names):
            yield (*about, role, status, body, *points)


def _offices(person: Person, names: Mapping[str, str]) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Role, its status and the body of each; without roles, the bodies alone in one."""
    for role in person.roles:
        body = names[role.organisation] if role.organisation is not None else None
        yield role.text, _joined(role.status), body
    if not person.roles:
        yield None, None, _joined(names[body] for body in person.organisations)


def _organisations(record: Record) -> Iterator[Row]:
    names = _names(record)
    for body in record.organisations:
        points = (_joined(body.phones), _joined(body.emails), body.score)
        yield body.id, body.name, body.kind, *_owned(body.part_of, names), *points


def _places(record: Record) -> Iterator[Row]:
    for place in record.places:
        yield place.id, place.name, place.geonames, place.state, place.score


def _contacts(record: Record) -> Iterator[Row]:
    names = _names(record)
    for phone in record.phones:
        yield phone.kind, phone.value, *_owned(phone.owner, names), phone.text, phone.start, phone.end
    for email in record.emails:
        yield "email", email.value, *_owned(email.owner, names), email.text, email.start, email.end
    for url in record.urls:
        yield "url", url.value, *_owned(url.owner, names), url.text, url.start, url.end


def _addresses(record: Record) -> Iterator[Row]:
    names = _names(record)
    for one in record.addresses:
        parts = (one.street, one.house_number, one.postcode, one.town, one.country)
        yield *parts, *_owned(one.owner, names), one.text, one.start, one.end


def _successions(record: Record) -> Iterator[Row]:
    names = _names(record)
    for one in record.successions:
        both = (*_owned(one.successor, names), *_owned(one.predecessor, names))
        yield *both, one.date, one.text, one.start, one.end, one.score


def _dates(record: Record) -> Iterator[Row]:
    own = record.published
    if own is not None:
        yield "published", own.value, own.basis, own.precision, own.text, own.start, own.end
    for date in record.dates:
        yield "mentioned", date.value, date.basis, date.precision, date.text, date.start, date.end


def _names(record: Record) -> Mapping[str, str]:
    people = {person.id: person.name for person in record.people}
    return people | {body.id: body.name for body in record.organisations}


def _owned(owner: str | None, names: Mapping[str, str]) -> tuple[str | None, str | None]:
    return owner, names[owner] if owner is not None else None


def _joined(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(values) or None


_ROWS: Mapping[Table, Callable[[Record], Iterator[Row]]] = MappingProxyType(
    {
        "people": _people,
        "organisations": _organisations,
        "places": _places,
        "contacts": _contacts,
        "addresses": _addresses,
        "dates": _dates,
        "successions": _successions,
    }
)
