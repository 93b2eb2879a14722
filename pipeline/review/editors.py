"""Which parts of an item a reviewer can edit, and how a form becomes the details that a decision holds."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import JsonValue

DETAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "people": ("name", "given", "family", "title"),
        "organisations": ("name", "kind"),
        "places": ("name",),
        "phones": ("value", "kind", "extension"),
        "emails": ("value",),
        "urls": ("value",),
        "addresses": ("street", "house_number", "postcode", "town", "country"),
        "dates": ("value",),
        "published": ("value",),
        "roles": ("person", "role"),
        "affiliations": ("person", "organisation"),
    }
)
"""The shape of a correction, by field; see `pipeline.decisions.shapes`."""

EDITORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {field: parts for field, parts in DETAILS.items() if field not in ("roles", "affiliations")}
    | {"people": ("title", "given", "family")}
)
"""What the dialog asks for; a person's full name follows from its parts."""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {("phones", "kind"): ("phone", "fax", "mobile", "service")}
)
LOWER = frozenset({"emails"})


def details_of(field: str, entry: Any) -> dict[str, JsonValue]:
    """The parts of an item that a decision can set."""
    entry = entry if isinstance(entry, dict) else {"value": entry}
    return {part: entry.get(part) for part in DETAILS[field]}


def details_from_form(
    field: str, values: Mapping[str, list[str]], entry: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The details that a form gives; what it does not ask for stays as it is in ``entry``."""
    details = details_of(field, dict(entry))
    for part in EDITORS.get(field, DETAILS[field]):
        if part in values:
            text = " ".join(values[part][0].split())
            details[part] = (text.lower() if field in LOWER else text) or None
    if field == "people":
        given, family = details["given"], details["family"]
        details["name"] = " ".join(str(part) for part in (given, family) if part)
    if field == "organisations" and details["kind"] is None:
        details["kind"] = "other"
    return details
