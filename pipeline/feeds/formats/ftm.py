"""``entities.ftm.json``: FollowTheMoney entities, one a line: Person, PublicBody, Company, Organization, Employment.

Property names follow the model of followthemoney 3.8; the tests validate every entity with that package.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.feeds.entries import Entry
from pipeline.feeds.formats.csv import holding
from pipeline.store import write_lines

FILE = "entities.ftm.json"
PUBLIC = frozenset({"authority", "ministry", "municipality", "court", "police"})


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder."""
    write_lines(folder / FILE, (_line(entity) for entry in entries for entity in entities(entry)))


def entities(entry: Entry) -> Iterator[dict[str, Any]]:
    """The entity of an entry, and for a person one Employment for each organisation."""
    yield {"id": entry.id, "schema": _schema(entry), "properties": _properties(entry)}
    for body in entry.organisations:
        roles = [role.text for role in entry.roles if role.organisation == body.organisation]
        properties = {
            "employee": [entry.id],
            "employer": [body.organisation],
            "role": roles,
            "modifiedAt": [body.last_seen] if body.last_seen is not None else [],
        }
        digest = sha256(f"{entry.id} {body.organisation}".encode()).hexdigest()[:12]
        yield {"id": f"E-{digest}", "schema": "Employment", "properties": _filled(properties)}


def _line(entity: dict[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False)


def _schema(entry: Entry) -> str:
    if entry.kind == "person":
        return "Person"
    if entry.organisation_kind in PUBLIC:
        return "PublicBody"
    return "Company" if entry.organisation_kind == "company" else "Organization"


def _properties(entry: Entry) -> dict[str, list[str]]:
    found = {
        "name": [entry.name],
        "alias": entry.other_names,
        "phone": [value for kind in ("phone", "mobile") for value in holding(entry, kind)],
        "email": holding(entry, "email"),
        "address": holding(entry, "address"),
        "sourceUrl": [source.uri for source in entry.sources if source.uri.startswith(("http://", "https://"))],
        "modifiedAt": [entry.freshness] if entry.freshness is not None else [],
    }
    if entry.kind == "person":
        found |= {
            "firstName": [entry.given] if entry.given is not None else [],
            "lastName": [entry.family] if entry.family is not None else [],
            "title": [entry.title] if entry.title is not None else [],
            "position": [role.text for role in entry.roles if role.status == "current"],
        }
    return _filled(found)


def _filled(properties: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(values)) for name, values in properties.items() if values}
