"""Decisions on whether and how people, organisations and places stand in the record."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.decisions import Action, Field
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.overrides.draft import Draft, Entity, Organisation, Person, Place
from pipeline.overrides.places import Sited
from pipeline.overrides.quoted import not_found, now_read, quoted
from pipeline.values import LinkedOrganisation, LinkedPerson, LinkedPlace

LABELS = {Field.PEOPLE: Label.PER, Field.ORGANISATIONS: Label.ORG, Field.PLACES: Label.LOC}


def entities_of(draft: Draft, field: Field) -> list[Any]:
    """The draft's list for a field."""
    entities: list[Any] = getattr(draft, field)
    return entities


def named(draft: Draft, field: Field, name: Any, found: Sited | None = None) -> Any:
    """The entity of a name, or None; of several the one that the evidence names, else the first."""
    bearing = [entity for entity in entities_of(draft, field) if entity.fact.name == name]
    if found is not None and found.decision.evidence:
        bearing.sort(key=lambda entity: not any(map(found.covers, entity.fact.mentions)))
    return bearing[0] if bearing else None


def at(draft: Draft, found: Sited) -> list[Any]:
    """The entities that the evidence names."""
    if not found.decision.evidence:
        return []
    entities = entities_of(draft, found.decision.field)
    return [entity for entity in entities if any(map(found.covers, entity.fact.mentions))]


def hold_entity(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a decision on an entity; the reason where it cannot."""
    field, action = found.decision.field, found.decision.action
    entity = named(draft, field, found.decision.value, found)
    match action:
        case Action.ACCEPT:
            return None if entity is not None else missing(draft, found)
        case Action.REJECT:
            if entity is not None:
                remove(draft, field, entity)
            return None
        case Action.CORRECT:
            return _correct(draft, document, found, entity)
        case _:
            return _add(draft, document, found)


def missing(draft: Draft, found: Sited) -> str:
    """Why an entity cannot be found: the words name another one now, or none."""
    there = at(draft, found)
    return now_read(there[0].fact.name) if there else not_found(found)


def _correct(draft: Draft, document: CleanDocument, found: Sited, entity: Entity | None) -> str | None:
    details = found.details
    there = at(draft, found)
    corrected = entity or named(draft, found.decision.field, details["name"], found)
    if corrected is None and there:
        return now_read(there[0].fact.name)
    if corrected is None:
        return _add(draft, document, found) if found.decision.evidence else not_found(found)
    change(corrected, details)
    return None


def _add(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """A new entity, or one mention more of a known one."""
    field, details = found.decision.field, found.details
    mention, reason = quoted(document, found, LABELS[field])
    if mention is None:
        return reason
    known = named(draft, field, details["name"], found)
    if known is None:
        entities_of(draft, field).append(made(field, details, (mention,)))
    elif not any(map(found.covers, known.fact.mentions)):
        gain(known, (mention,))
    return None


def made(field: Field, details: dict[str, Any], mentions: tuple[Mention, ...]) -> Entity:
    """A new entity."""
    if field is Field.PEOPLE:
        return Person(LinkedPerson(**details, mentions=mentions))
    if field is Field.ORGANISATIONS:
        return Organisation(LinkedOrganisation(**details, mentions=mentions))
    return Place(LinkedPlace(**details, mentions=mentions))


def change(entity: Any, details: dict[str, Any]) -> None:
    """Gives an entity other details; a place of another name is another place, of which no coordinates are known."""
    if isinstance(entity, Place) and entity.fact.name != details["name"]:
        entity.fact = replace(entity.fact, geo=None)
    entity.fact = replace(entity.fact, **details)


def gain(entity: Any, mentions: Sequence[Mention]) -> None:
    """Adds mentions, in text order, each once."""
    spans = {(mention.start, mention.end): mention for mention in (*mentions, *entity.fact.mentions)}
    entity.fact = replace(entity.fact, mentions=tuple(spans[span] for span in sorted(spans)))


def remove(draft: Draft, field: Field, entity: Any) -> None:
    """Takes an entity and every link to it out; what it owned has no owner then."""
    entities_of(draft, field).remove(entity)
    replace_links(draft, entity, None)


def replace_links(draft: Draft, entity: Any, heir: Any) -> None:
    """Makes everything that points at an entity point at another one, or at none."""
    for item in draft.contacts:
        item.owner = heir if item.owner is entity else item.owner
    if not isinstance(entity, Organisation):
        return
    for person in draft.people:
        bodies = [heir if body is entity else body for body in person.organisations]
        person.organisations = list(dict.fromkeys(body for body in bodies if body is not None))
        for role in person.roles:
            role.organisation = heir if role.organisation is entity else role.organisation
    for body in draft.organisations:
        if body.part_of is entity:
            body.part_of = heir if heir is not body else None
