"""The record, schema ``press-record/1``: the pydantic models are the source, the JSON Schema is generated from them.

Offsets are code points into the decoded source (for HTML: the HTML). Cutting the source at a span and applying the text
repairs gives the span's ``text``.
"""

import json
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.notebook import record_table

SCHEMA_NAME: Literal["press-record/1"] = "press-record/1"

Score = Annotated[float, Field(ge=0.0, le=1.0)]
Offset = Annotated[int, Field(ge=0)]
RoleStatus = Literal["former", "acting", "deputy", "honorary", "designate"]
EDTF_DATE = r"\d{4}(-(0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01])(-(0[1-9]|[12]\d|3[01])(T[0-2]\d:[0-5]\d(:[0-5]\d)?)?)?)?[~?]?"
EDTF_PATTERN = rf"^({EDTF_DATE}|\d{{3}}X|\d{{2}}XX|({EDTF_DATE}|\.\.)?/({EDTF_DATE}|\.\.)?)$"
Edtf = Annotated[str, Field(pattern=EDTF_PATTERN)]
PhoneNumber = Annotated[str, Field(pattern=r"^(\+[1-9]\d{4,14}|11[0-9]|116\d{3})$")]


class Model(BaseModel):
    """Base: immutable, and no field is accepted that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Grounded(Model):
    """Base of everything that is cut from the source; each model names ``text``, ``start``, ``end`` in schema order."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        start, end = getattr(self, "start", 0), getattr(self, "end", 0)
        if end <= start:
            raise ValueError(f"empty or reversed span {start}:{end}")
        return self


class Span(Grounded):
    """A piece of the source."""

    start: Offset
    end: Offset
    text: str


class Source(Model):
    """Where the document came from and what its bytes were."""

    uri: str
    url: str | None
    path: str
    media_type: Literal["text/plain", "text/html"]
    encoding: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    retrieved: str | None


class PublicationDate(Model):
    """The document's own date; without a span where it was given with the document (a dump's field or the URL)."""

    value: Edtf
    basis: Literal["given", "json-ld", "meta", "time", "header", "dateline", "url"]
    precision: str
    text: str | None
    start: Offset | None
    end: Offset | None


class Removed(Model):
    """A piece of the source that cleaning took out, with the rule that did it."""

    start: Offset
    end: Offset
    kind: str
    rule: str


class Role(Grounded):
    """A function or office of a person; ``organisation`` is the id of an entry in ``organisations``.

    ``status`` says how it is held; it is empty where nothing qualifies it.
    """

    text: str
    organisation: str | None
    status: list[RoleStatus] = []
    start: Offset
    end: Offset


class Person(Model):
    """A human named in the document."""

    id: str
    name: str
    given: str | None
    family: str | None
    title: str | None
    mentions: list[Span]
    roles: list[Role]
    organisations: list[str]
    phones: list[str]
    emails: list[str]
    addresses: list[int]
    score: Score
    reasons: list[str]


class Organisation(Model):
    """An authority, company, association or other body; ``part_of`` names the body it belongs to."""

    id: str
    name: str
    kind: str
    mentions: list[Span]
    phones: list[str]
    emails: list[str]
    addresses: list[int]
    score: Score
    part_of: str | None


class Place(Model):
    """A place; ``geonames`` and ``state`` where it is known without doubt."""

    id: str
    name: str
    mentions: list[Span]
    geonames: int | None
    state: str | None
    score: Score


class PhoneEntry(Grounded):
    """A telephone number in E.164, or a service number such as 115."""

    value: PhoneNumber
    kind: Literal["phone", "fax", "mobile", "service"]
    extension: str | None
    owner: str | None
    text: str
    start: Offset
    end: Offset
    score: Score


class EmailEntry(Grounded):
    """An e-mail address; ``value`` is null where letters are lost."""

    value: str | None
    owner: str | None
    text: str
    start: Offset
    end: Offset


class UrlEntry(Grounded):
    """A web address; ``owner`` is the id of the body or the person that it belongs to."""

    value: str
    owner: str | None = None
    text: str
    start: Offset
    end: Offset


class AddressEntry(Grounded):
    """A postal address."""

    street: str | None
    house_number: str | None
    postcode: str | None
    town: str | None
    country: str | None
    owner: str | None
    text: str
    start: Offset
    end: Offset


class DateEntry(Grounded):
    """A calendar expression; ``value`` is null where nothing in the document resolves it."""

    value: Edtf | None
    basis: Literal["explicit", "published", "context", "none"]
    precision: str
    text: str
    start: Offset
    end: Offset


class Succession(Grounded):
    """One person follows another in an office; the ids are of ``people``, the span is the words that say so.

    ``date`` is the day of the change where the sentence tells it.
    """

    successor: str
    predecessor: str
    date: Edtf | None
    text: str
    start: Offset
    end: Offset
    score: Score


class IssueEntry(Model):
    """Something a reviewer should know about the document."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    start: Offset | None
    end: Offset | None


class ModelInfo(Model):
    """The entity model that was used."""

    name: str
    version: str
    sha256: str


class Provenance(Model):
    """What made this record."""

    pipeline: str
    record_schema: Annotated[Literal["press-record/1"], Field(alias="schema")]
    model: ModelInfo
    settings_sha256: str
    overrides: list[str]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Record(Model):
    """One document's facts, keys in the order of the schema."""

    record_schema: Annotated[Literal["press-record/1"], Field(alias="schema")] = SCHEMA_NAME
    id: str
    source: Source
    title: str | None
    language: str
    publisher: str | None
    published: PublicationDate | None
    text: str
    removed: list[Removed]
    people: list[Person]
    organisations: list[Organisation]
    places: list[Place]
    phones: list[PhoneEntry]
    emails: list[EmailEntry]
    urls: list[UrlEntry]
    addresses: list[AddressEntry]
    dates: list[DateEntry]
    successions: list[Succession] = []
    issues: list[IssueEntry]
    provenance: Provenance

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self) -> str:
        """The record as one JSON line (without the line break), keys in schema order."""
        return self.model_dump_json(by_alias=True)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return record_table(self.model_dump(mode="json", by_alias=True))


def json_schema() -> str:
    """The JSON Schema of a record, as committed in ``schema/record.schema.json``."""
    return json.dumps(Record.model_json_schema(), indent=2, ensure_ascii=False)
