"""Build the record: map every span back to the source, prove it, validate against the schema.

A value whose span does not give back its text stops the whole document (`GroundingError`): cleaning and the offset map
disagree then, and no other value of that document can be trusted either.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import ValidationError

from pipeline.documents import CleanDocument, EntityRecogniser, Issue, Mention
from pipeline.errors import DocumentError, GroundingError
from pipeline.records import SCHEMA_NAME, Record
from pipeline.repairs import fold, restore
from pipeline.settings import Settings
from pipeline.values import (
    Address,
    DateValue,
    Email,
    Linked,
    LinkedOrganisation,
    LinkedPerson,
    LinkedPlace,
    LinkedRole,
    Owner,
    Phone,
    Published,
    Url,
)
from pipeline.version import __version__

Entry = dict[str, Any]
Prefix = Literal["person", "organisation", "place"]
ID_PREFIX: dict[Prefix, str] = {"person": "p", "organisation": "o", "place": "l"}


def emit(
    document: CleanDocument,
    linked: Linked,
    issues: Sequence[Issue],
    model: EntityRecogniser,
    settings: Settings,
) -> Record:
    """The validated, grounded record of a linked document.

    Raises:
        GroundingError: a value's span does not round-trip.
        DocumentError: the record does not validate against the schema (code ``invalid-record``).
    """
    builder = _Builder(document, linked)
    fields = {
        "schema": SCHEMA_NAME,
        "id": document.raw.id,
        "source": _source(document),
        "title": document.title,
        "language": document.language,
        "publisher": document.publisher,
        "published": builder.published(linked.values.published),
        "text": document.text,
        "removed": [
            {"start": block.start, "end": block.end, "kind": block.kind, "rule": block.rule}
            for block in document.removed
        ],
        **builder.facts(),
        "issues": [builder.issue(issue) for issue in issues if not _tells_of(issue, linked.suppressed)],
        "provenance": _provenance(model, settings, linked.decisions),
    }
    try:
        return Record.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise DocumentError("invalid-record", f"the record does not fit the schema at {where}") from error


class _Builder:
    """Turns linked values into record entries; knows the document and its offset map."""

    def __init__(self, document: CleanDocument, linked: Linked) -> None:
        self._document = document
        self._linked = linked

    def facts(self) -> dict[str, list[Entry]]:
        """The fact lists of the record, keys in schema order."""
        linked, values = self._linked, self._linked.values
        return {
            "people": [self.person(number, person) for number, person in enumerate(linked.people)],
            "organisations": [self.organisation(number, body) for number, body in enumerate(linked.organisations)],
            "places": [self.place(number, place) for number, place in enumerate(linked.places)],
            "phones": [self.phone(*pair) for pair in zip(values.phones, linked.phone_owners, strict=True)],
            "emails": [self.email(*pair) for pair in zip(values.emails, linked.email_owners, strict=True)],
            "urls": [self.url(*pair) for pair in zip(values.urls, linked.url_owners, strict=True)],
            "addresses": [self.address(*pair) for pair in zip(values.addresses, linked.address_owners, strict=True)],
            "dates": [self.date(date) for date in values.dates],
            "successions": self.successions(),
        }

    def span(self, mention: Mention) -> Entry:
        """The mention's source span, proven to give back its text.

        Raises:
            GroundingError: it does not.
        """
        start, end = self._document.offsets.to_source(mention.start, mention.end)
        raw = self._document.raw
        found, expected = restore(raw.text[start:end], raw.media_type), fold(mention.text)
        if found != expected:
            where = f"source {start}:{end} gives {found[:60]!r}, not {expected[:60]!r}"
            raise GroundingError("ungrounded", f"a {mention.label} value does not round-trip: {where}")
        return {"start": start, "end": end, "text": mention.text}

    def published(self, published: Published | None) -> Entry | None:
        if published is None:
            return None
        entry: Entry = {"value": published.value, "basis": published.basis, "precision": published.precision}
        if published.mention is not None:
            return entry | self.span(published.mention)
        hint = published.hint
        if hint is None:
            return entry | {"text": None, "start": None, "end": None}
        return entry | {"text": hint.text, "start": hint.start, "end": hint.end}

    def person(self, number: int, person: LinkedPerson) -> Entry:
        return {
            "id": _id("person", number),
            "name": person.name,
            "given": person.given,
            "family": person.family,
            "title": person.title,
            "mentions": [self.span(mention) for mention in person.mentions],
            "roles": [self.role(role) for role in person.roles],
            "organisations": [_id("organisation", body) for body in person.organisations],
            "phones": self._phone_values(person.phones),
            "emails": self._email_values(person.emails),
            "addresses": list(person.addresses),
            "score": _score(person.score),
            "reasons": list(person.reasons),
        }

    def role(self, role: LinkedRole) -> Entry:
        organisation = None if role.organisation is None else _id("organisation", role.organisation)
        status = role.mention.attributes.get("status", "").split()
        return {"organisation": organisation, "status": status} | self.span(role.mention)

    def organisation(self, number: int, body: LinkedOrganisation) -> Entry:
        return {
            "id": _id("organisation", number),
            "name": body.name,
            "kind": body.kind,
            "mentions": [self.span(mention) for mention in body.mentions],
            "phones": self._phone_values(body.phones),
            "emails": self._email_values(body.emails),
            "addresses": list(body.addresses),
            "score": _score(body.score),
            "part_of": None if body.part_of is None else _id("organisation", body.part_of),
        }

    def place(self, number: int, place: LinkedPlace) -> Entry:
        return {
            "id": _id("place", number),
            "name": place.name,
            "mentions": [self.span(mention) for mention in place.mentions],
            "geonames": None if place.geo is None else place.geo.geonames,
            "state": None if place.geo is None else place.geo.state,
            "score": _score(place.score),
        }

    def phone(self, phone: Phone, owner: Owner | None) -> Entry:
        entry = {"value": phone.value, "kind": phone.kind, "extension": phone.extension, "owner": _owner(owner)}
        return entry | self.span(phone.mention) | {"score": _score(phone.mention.score)}

    def email(self, email: Email, owner: Owner | None) -> Entry:
        return {"value": email.value, "owner": _owner(owner)} | self.span(email.mention)

    def url(self, url: Url, owner: Owner | None) -> Entry:
        return {"value": url.value, "owner": _owner(owner)} | self.span(url.mention)

    def address(self, address: Address, owner: Owner | None) -> Entry:
        return {
            "street": address.street,
            "house_number": address.house_number,
            "postcode": address.postcode,
            "town": address.town,
            "country": address.country,
            "owner": _owner(owner),
        } | self.span(address.mention)

    def date(self, date: DateValue) -> Entry:
        return {"value": date.value, "basis": date.basis, "precision": date.precision} | self.span(date.mention)

    def successions(self) -> list[Entry]:
        """Who followed whom, among the people who are still in the record."""
        ids = {
            (m.start, m.end): _id("person", n) for n, person in enumerate(self._linked.people) for m in person.mentions
        }
        found = []
        for link in self._linked.successions:
            successor = ids.get((link.successor.start, link.successor.end))
            predecessor = ids.get((link.predecessor.start, link.predecessor.end))
            if successor is not None and predecessor is not None and successor != predecessor:
                date = None if link.date is None else link.date.value
                entry: Entry = {"successor": successor, "predecessor": predecessor, "date": date}
                found.append(entry | self.span(link.cue) | {"score": _score(link.score)})
        return found

    def issue(self, issue: Issue) -> Entry:
        start, end = issue.start, issue.end
        if start is not None and end is not None and not issue.in_source:
            start, end = self._document.offsets.to_source(start, end)
        return {"code": issue.code, "severity": issue.severity, "message": issue.message, "start": start, "end": end}

    def _phone_values(self, numbers: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(self._linked.values.phones[number].value for number in numbers))

    def _email_values(self, numbers: Sequence[int]) -> list[str]:
        values = (self._linked.values.emails[number].value for number in numbers)
        return list(dict.fromkeys(value for value in values if value is not None))


def _id(prefix: Prefix, number: int) -> str:
    return f"{ID_PREFIX[prefix]}{number + 1}"


def _owner(owner: Owner | None) -> str | None:
    return None if owner is None else _id(*owner)


def _tells_of(issue: Issue, names: Sequence[str]) -> bool:
    return any(name in issue.message for name in names)


def _score(score: float) -> float:
    """Three decimals: more would claim a precision that no calibration gives, and differ between processors."""
    return round(min(max(float(score), 0.0), 1.0), 3)


def _source(document: CleanDocument) -> Entry:
    raw = document.raw
    return {
        "uri": raw.uri,
        "url": raw.url if raw.url is not None else document.url,
        "path": raw.path,
        "media_type": raw.media_type,
        "encoding": raw.encoding,
        "sha256": raw.sha256,
        "retrieved": raw.retrieved,
    }


def _provenance(model: EntityRecogniser, settings: Settings, decisions: Sequence[str]) -> Entry:
    return {
        "pipeline": __version__,
        "schema": SCHEMA_NAME,
        "model": {"name": model.name, "version": model.version, "sha256": model.sha256},
        "settings_sha256": settings.sha256(),
        "overrides": list(decisions),
    }
