"""``directory.jsonld``: schema.org Person, Organization and its kinds, ContactPoint and PostalAddress, as one graph."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.feeds.entries import Entry, EntryContact
from pipeline.feeds.formats.csv import holding
from pipeline.store import write_lines

FILE = "directory.jsonld"
# Kinds of organisation that schema.org has a type for (https://schema.org/Organization).
TYPES = {
    "authority": "GovernmentOrganization",
    "ministry": "GovernmentOrganization",
    "municipality": "GovernmentOrganization",
    "court": "GovernmentOrganization",
    "police": "GovernmentOrganization",
    "company": "Corporation",
    "association": "NGO",
    "party": "PoliticalParty",
    "school": "EducationalOrganization",
    "university": "CollegeOrUniversity",
    "hospital": "Hospital",
    "media": "NewsMediaOrganization",
}


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder, one node a line, so that it can be written and read as a stream."""
    write_lines(folder / FILE, _lines(entries))


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    # The vocabulary is declared here instead of fetched, so that readers need no network.
    yield '{"@context": {"@vocab": "https://schema.org/"}, "@graph": ['
    for number, entry in enumerate(entries):
        yield json.dumps(node(entry), ensure_ascii=False) + ("," if number + 1 < len(entries) else "")
    yield "]}"


def node(entry: Entry) -> dict[str, Any]:
    """One entry as a node of the graph."""
    found: dict[str, Any] = {"@id": _iri(entry.id), "@type": _type(entry), "name": entry.name}
    if entry.kind == "person":
        found |= _person(entry)
    elif entry.part_of is not None:
        found["parentOrganization"] = {"@id": _iri(entry.part_of)}
    if entry.other_names:
        found["alternateName"] = entry.other_names
    points = [point for contact in entry.contacts if (point := _contact_point(contact)) is not None]
    if points:
        found["contactPoint"] = points
    if addresses := holding(entry, "address"):
        found["address"] = [{"@type": "PostalAddress", "streetAddress": line} for line in addresses]
    if entry.sources:
        found["subjectOf"] = [{"@type": "CreativeWork", "identifier": source.uri} for source in entry.sources]
    return found


def _iri(identifier: str) -> str:
    return f"urn:press-records:{identifier}"


def _type(entry: Entry) -> str:
    return "Person" if entry.kind == "person" else TYPES.get(entry.organisation_kind or "", "Organization")


def _person(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"familyName": entry.family}
    if entry.given is not None:
        found["givenName"] = entry.given
    if entry.title is not None:
        found["honorificPrefix"] = entry.title
    if jobs := [role.text for role in entry.roles if role.status == "current"]:
        found["jobTitle"] = jobs
    if entry.organisations:
        found["worksFor"] = [{"@id": _iri(body.organisation)} for body in entry.organisations]
    return found


def _contact_point(contact: EntryContact) -> dict[str, Any] | None:
    if contact.status == "superseded" or contact.kind == "address":
        return None
    field = {"email": "email", "fax": "faxNumber"}.get(contact.kind, "telephone")
    return {"@type": "ContactPoint", field: contact.value}
