"""Which records reviewers have decided about, as a whole or item by item."""

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from pipeline.decisions import Action, Decision, Field, canonical
from pipeline.records import Record

Item = tuple[Field, str]


def undecided(record: Record, decisions: Iterable[Decision]) -> list[Item]:
    """The items of a record that no decision in force is about; none where the document was accepted as a whole.

    A decision that is stale says nothing about what stands there now.
    """
    holding = [decision for decision in decisions if decision.id in record.provenance.overrides]
    if any(decision.field is Field.DOCUMENT and decision.action is Action.ACCEPT for decision in holding):
        return []
    decided = {item for decision in holding for item in _decided(decision)}
    return [item for item in dict.fromkeys(_items(record)) if item not in decided]


def _decided(decision: Decision) -> Iterator[Item]:
    yield decision.field, canonical(decision.value)
    correction = decision.correction
    if isinstance(correction, dict) and decision.action in {Action.CORRECT, Action.ADD, Action.SPLIT}:
        yield decision.field, canonical(_identity(decision.field, correction))


def _identity(field: Field, details: dict[str, JsonValue]) -> JsonValue:
    if field is Field.ADDRESSES:
        return {name: details.get(name) for name in ("street", "house_number", "postcode", "town")}
    if field in {Field.ROLES, Field.AFFILIATIONS}:
        return dict(details)
    return details["name"] if "name" in details else details["value"]


def _items(record: Record) -> Iterator[Item]:
    bodies = {body.id: body.name for body in record.organisations}
    for person in record.people:
        yield Field.PEOPLE, canonical(person.name)
        for role in person.roles:
            yield Field.ROLES, canonical({"person": person.name, "role": role.text})
        for body in person.organisations:
            yield Field.AFFILIATIONS, canonical({"person": person.name, "organisation": bodies[body]})
    yield from ((Field.ORGANISATIONS, canonical(body.name)) for body in record.organisations)
    yield from ((Field.PLACES, canonical(place.name)) for place in record.places)
    for field in (Field.PHONES, Field.EMAILS, Field.URLS, Field.DATES):
        yield from ((field, canonical(entry.value)) for entry in getattr(record, field))
    for address in record.addresses:
        parts = {name: getattr(address, name) for name in ("street", "house_number", "postcode", "town")}
        yield Field.ADDRESSES, canonical(parts)
    if record.published is not None:
        yield Field.PUBLISHED, canonical(record.published.value)
