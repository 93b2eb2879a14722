"""What every stage did to one document, as tables that a terminal and a page can both show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.documents import Label, Mention, RawDocument, RemovedBlock
from pipeline.flow import Trace
from pipeline.records import Organisation, Person, Place, Record, Removed
from pipeline.repairs import restore
from pipeline.values import Values

SNIPPET = 100
NO_VALUE = {Label.TITLE: "goes with the name"}
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One stage: a title, a sentence that says what to look for, and a table."""

    title: str
    hint: str
    headings: Row
    rows: tuple[Row, ...]


def sections(trace: Trace) -> tuple[Section, ...]:
    """The stages in order; positions are code points of the decoded source."""
    return (
        _section("Read", "How the bytes became text.", ("what", "is"), _read(trace)),
        removed_section(trace.raw, trace.record.removed),
        _section(
            "Found",
            "Every mention, with its recogniser.",
            ("at", "label", "text", "score", "rule", "value"),
            _found(trace),
        ),
        _section(
            "Linked", "Who it is about and what belongs to them.", ("id", "is", "with", "why"), _linked(trace.record)
        ),
        _section(
            "Issues", "What a reviewer should know.", ("at", "severity", "code", "message"), _issues(trace.record)
        ),
    )


def removed_section(raw: RawDocument, removed: Iterable[RemovedBlock | Removed]) -> Section:
    """What cleaning took out of a document."""
    hint = "What cleaning took out, and by which rule."
    return _section("Removed", hint, ("at", "kind", "rule", "text"), _removed(raw, removed))


def _section(title: str, hint: str, headings: Row, rows: Iterator[Row]) -> Section:
    return Section(title, hint, headings, tuple(rows))


def snippet(text: str, length: int = SNIPPET) -> str:
    """The text on one line, shortened in the middle."""
    line = " ".join(text[: 4 * length].split())
    if len(line) <= length and len(text) <= 4 * length:
        return line
    return f"{line[: length - 1].rstrip()}…"


def _read(trace: Trace) -> Iterator[Row]:
    record = trace.record
    source, published = record.source, record.published
    yield "source", f"{source.uri}, {source.media_type}, {source.encoding}, {len(trace.raw.text)} characters"
    yield "id", f"{record.id} (of {trace.raw.url or source.path})"
    yield "sha256", source.sha256
    yield "language", record.language
    yield "title", snippet(record.title or "-")
    yield "publisher", snippet(record.publisher or "-")
    if published is None:
        yield "published", "not stated"
    else:
        evidence = f" from {published.text!r}" if published.text is not None else ""
        yield "published", f"{published.value} ({published.basis}, {published.precision}){evidence}"
    yield "kept", f"{len(record.text)} characters in {len(trace.document.blocks)} blocks"


def _removed(raw: RawDocument, removed: Iterable[RemovedBlock | Removed]) -> Iterator[Row]:
    for block in removed:
        text = restore(raw.text[block.start : block.end], raw.media_type)
        yield _at(block.start, block.end), block.kind, block.rule, snippet(text)


def _found(trace: Trace) -> Iterator[Row]:
    values = _values(trace.values)
    for mention in trace.mentions:
        start, end = trace.document.offsets.to_source(mention.start, mention.end)
        value = values.get((mention.label, mention.start, mention.end), NO_VALUE.get(mention.label, "not used"))
        yield _at(start, end), mention.label, snippet(mention.text), f"{mention.score:.2f}", mention.rule, value


def _values(values: Values) -> dict[tuple[Label, int, int], str]:
    """What normalising made of each mention, by label and place in the cleaned text."""
    pairs = (*_named(values), *_contact_values(values), *_date_values(values))
    return {(mention.label, mention.start, mention.end): value for mention, value in pairs}


def _named(values: Values) -> Iterator[tuple[Mention, str]]:
    for person in values.people:
        yield person.mention, f"{person.title} {person.name}" if person.title is not None else person.name
    for body in values.organisations:
        yield body.mention, f"{body.name} ({body.kind})"
    for place in values.places:
        yield place.mention, place.name
    for role in values.roles:
        yield role, role.text


def _contact_values(values: Values) -> Iterator[tuple[Mention, str]]:
    for phone in values.phones:
        extension = f" ext. {phone.extension}" if phone.extension is not None else ""
        yield phone.mention, f"{phone.value} {phone.kind}{extension}"
    for email in values.emails:
        yield email.mention, "letters are lost" if email.value is None else email.value
    for url in values.urls:
        yield url.mention, url.value
    for address in values.addresses:
        parts = (address.street, address.house_number, address.postcode, address.town, address.country)
        yield address.mention, " | ".join(part or "-" for part in parts)


def _date_values(values: Values) -> Iterator[tuple[Mention, str]]:
    for date in values.dates:
        yield date.mention, f"{date.value or 'unresolved'} ({date.basis}, {date.precision})"


def _linked(record: Record) -> Iterator[Row]:
    names = {body.id: body.name for body in record.organisations}
    for person in record.people:
        yield person.id, _full_name(person), _belongings(record, person, names), "; ".join(person.reasons)
    for body in record.organisations:
        part_of = f"part of {names[body.part_of]}" if body.part_of is not None else ""
        yield body.id, f"{body.name} ({body.kind})", _contacts(record, body), part_of
    for place in record.places:
        yield place.id, place.name, _known(place), ""


def _full_name(person: Person) -> str:
    name = f"{person.title} {person.name}" if person.title is not None else person.name
    surfaces = sorted({mention.text for mention in person.mentions} - {person.name})
    return f"{name} (also {', '.join(surfaces)})" if surfaces else name


def _belongings(record: Record, person: Person, names: dict[str, str]) -> str:
    roles = [f"{role.text}{f' at {names[role.organisation]}' if role.organisation else ''}" for role in person.roles]
    bodies = [f"of {names[body]}" for body in person.organisations]
    return "; ".join(part for part in (*roles, *bodies, _contacts(record, person)) if part)


def _contacts(record: Record, owner: Person | Organisation) -> str:
    addresses = [snippet(record.addresses[number].text) for number in owner.addresses]
    return "; ".join((*owner.phones, *owner.emails, *addresses))


def _known(place: Place) -> str:
    return (
        "not in the gazetteer, or ambiguous" if place.geonames is None else f"GeoNames {place.geonames}, {place.state}"
    )


def _issues(record: Record) -> Iterator[Row]:
    for issue in record.issues:
        where = _at(issue.start, issue.end) if issue.start is not None and issue.end is not None else "document"
        yield where, issue.severity, issue.code, issue.message


def _at(start: int, end: int) -> str:
    return f"{start}-{end}"
