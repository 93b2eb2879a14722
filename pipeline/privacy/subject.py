"""Everything that is held about a person, and where it came from (Art. 15 GDPR)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.feeds.appearances import appearances
from pipeline.privacy.names import Subject
from pipeline.privacy.search import Hit, find
from pipeline.records import Person, Record
from pipeline.store import snapshot_lines


@dataclass(frozen=True, slots=True)
class Holding:
    """What one document says of the person.

    Attributes:
        uri: URL or path of the document.
        date: of its publication (EDTF), None where it states none.
        quote: the words around the name.
    """

    record: str
    uri: str
    date: str | None
    quote: str
    name: str
    title: str | None
    roles: list[str]
    organisations: list[str]
    phones: list[str]
    emails: list[str]


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """The answer to somebody who asks what is known about them; ``files`` are all places where the name stands."""

    name: str
    organisation: str | None
    holdings: list[Holding]
    files: list[Hit]


def subject_report(out: Path, subject: Subject) -> SubjectReport:
    """Looks through the records and every other file of an output folder.

    Raises:
        UsageError: the folder holds no records, or a file cannot be read.
    """
    holdings, spellings = [], {subject.name}
    for record in _records(out):
        for person in subject.people_of(record):
            holdings.append(_holding(record, person))
            spellings |= {person.name, *(" ".join(mention.text.split()) for mention in person.mentions)}
    full = {spelling for spelling in spellings if " " in spelling}
    return SubjectReport(subject.name, subject.organisation, holdings, list(find(out, full)))


def to_json(report: SubjectReport) -> dict[str, Any]:
    """The report as JSON values."""
    holdings = [{name: getattr(one, name) for name in Holding.__slots__} for one in report.holdings]
    files = [{"file": hit.file, "place": hit.place, "word": hit.word} for hit in report.files]
    return {"name": report.name, "organisation": report.organisation, "documents": holdings, "files": files}


def _records(out: Path) -> Iterator[Record]:
    return map(Record.model_validate_json, snapshot_lines(out))


def _holding(record: Record, person: Person) -> Holding:
    ((seen, _),) = appearances([record])
    (sighting,) = [one.sighting for one in seen if one.name == person.name][:1]
    bodies = {body.id: body.name for body in record.organisations}
    return Holding(
        record=record.id,
        uri=sighting.uri,
        date=sighting.date,
        quote=sighting.quote,
        name=person.name,
        title=person.title,
        roles=[role.text for role in person.roles],
        organisations=[bodies[body] for body in person.organisations if body in bodies],
        phones=[*person.phones, *(one.value for one in record.phones if one.owner == person.id and one.kind == "fax")],
        emails=list(person.emails),
    )
