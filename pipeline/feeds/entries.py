"""One entry of the directory, schema ``press-directory/1``: all that documents say of one person or body."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.records import Score

SCHEMA: Literal["press-directory/1"] = "press-directory/1"

Status = Literal["current", "unconfirmed", "former", "superseded"]


class Model(BaseModel):
    """Base: immutable, nothing beyond the schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Model):
    """A document that says so: ``date`` of publication (EDTF), ``quote`` from the cleaned text."""

    record: str
    uri: str
    date: str | None
    quote: str


class Seen(Model):
    """Base of every value: when documents first and last stated it, and whether it still holds.

    Attributes:
        first_seen: publication date of the first document, None where no document has a date; likewise ``last_seen``.
        documents: how many state it.
        why: one sentence behind the status.
        sources: the first document and the latest ones.
    """

    first_seen: str | None
    last_seen: str | None
    documents: int
    status: Status
    why: str
    sources: list[Source]


class _Role(Model):
    text: str
    organisation: str | None
    organisation_name: str | None


class EntryRole(Seen, _Role):
    """A role; ``organisation`` is the id of another entry."""


class _Contact(Model):
    kind: Literal["phone", "mobile", "fax", "email", "address"]
    value: str


class EntryContact(Seen, _Contact):
    """A way to reach somebody: numbers in E.164, an address in one line."""


class Membership(Model):
    """An organisation that a person is linked to."""

    organisation: str
    name: str
    first_seen: str | None
    last_seen: str | None


class Entry(Model):
    """A person or an organisation of the directory.

    Attributes:
        id: stable; see `feeds.identities`.
        other_names: further spellings that documents use.
        organisation_kind: as in a record, None for people.
        part_of: id of the body that an organisation belongs to.
        freshness: publication date of the latest document, None where none has a date.
        confidence: that all this is one entity and rightly extracted, in [0, 1].
    """

    entry_schema: Literal["press-directory/1"] = Field(default=SCHEMA, alias="schema")
    id: str
    kind: Literal["person", "organisation"]
    name: str
    given: str | None
    family: str | None
    title: str | None
    other_names: list[str]
    organisation_kind: str | None
    part_of: str | None
    roles: list[EntryRole]
    organisations: list[Membership]
    contacts: list[EntryContact]
    first_seen: str | None
    freshness: str | None
    documents: int
    sources: list[Source]
    confidence: Score

    def to_json(self) -> str:
        """The entry as one JSON line, keys in this order."""
        return self.model_dump_json(by_alias=True)
