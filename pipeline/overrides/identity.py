"""Merging and splitting people, organisations and places, and suppressing a person."""

from dataclasses import replace
from typing import Any

from pipeline.decisions import Action
from pipeline.documents import CleanDocument
from pipeline.overrides.contacts import remove_contact
from pipeline.overrides.draft import Draft, Organisation, Person, Role
from pipeline.overrides.entities import (
    at,
    change,
    entities_of,
    gain,
    made,
    missing,
    named,
    remove,
    replace_links,
)
from pipeline.overrides.places import Sited
from pipeline.overrides.quoted import not_found, now_read
from pipeline.repairs import fold


def hold_identity(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a merge, split or suppression; the reason where it cannot."""
    del document
    match found.decision.action:
        case Action.MERGE:
            return _merge(draft, found)
        case Action.SPLIT:
            return _split(draft, found)
        case _:
            return _suppress(draft, found)


def _merge(draft: Draft, found: Sited) -> str | None:
    """The entity of ``value`` takes over everything of those the correction names.

    Where none of those is left, the decision holds if all quoted words name the one entity by now.
    """
    field = found.decision.field
    kept = named(draft, field, found.decision.value, found)
    if kept is None:
        return missing(draft, found)
    others = [other for name in found.merged for other in _others(draft, found, kept, name)]
    if not others:
        stranger = next((entity for entity in at(draft, found) if entity is not kept), None)
        return None if stranger is None else now_read(stranger.fact.name)
    for other in others:
        _take_over(draft, found, kept, other)
    return None


def _others(draft: Draft, found: Sited, kept: Any, name: Any) -> list[Any]:
    """Everybody else of a name; of several namesakes those whom the evidence names."""
    bearing = [entity for entity in entities_of(draft, found.decision.field) if entity.fact.name == name]
    bearing = [entity for entity in bearing if entity is not kept]
    return [entity for entity in bearing if entity in at(draft, found)] or bearing


def _take_over(draft: Draft, found: Sited, kept: Any, other: Any) -> None:
    entities_of(draft, found.decision.field).remove(other)
    gain(kept, other.fact.mentions)
    if isinstance(kept, Person):
        kept.roles = _distinct([*kept.roles, *other.roles])
        kept.organisations = list(dict.fromkeys([*kept.organisations, *other.organisations]))
        reasons = tuple(dict.fromkeys([*kept.fact.reasons, *other.fact.reasons]))
        kept.fact = replace(kept.fact, title=kept.fact.title or other.fact.title, reasons=reasons)
    if isinstance(kept, Person | Organisation):
        kept.contacts = list(dict.fromkeys([*kept.contacts, *other.contacts]))
    if isinstance(kept, Organisation) and kept.part_of in {None, other}:
        kept.part_of = other.part_of if other.part_of is not kept else None
    replace_links(draft, other, kept)


def _distinct(roles: list[Role]) -> list[Role]:
    """Each role once; one that names its organisation goes before one that does not."""
    best: dict[str, Role] = {}
    for role in roles:
        key = fold(role.mention.text).casefold()
        if key not in best or (best[key].organisation is None and role.organisation is not None):
            best[key] = role
    return list(best.values())


def _split(draft: Draft, found: Sited) -> str | None:
    """The quoted mentions of the entity of ``value`` become those of another one; links stay until reassigned."""
    field, details = found.decision.field, found.details
    entity = named(draft, field, found.decision.value, found)
    moving = [] if entity is None else [mention for mention in entity.fact.mentions if found.covers(mention)]
    other = named(draft, field, details["name"], found)
    if entity is None or not moving:
        there = other is not None and any(map(found.covers, other.fact.mentions))
        return None if there else missing(draft, found)
    staying = tuple(mention for mention in entity.fact.mentions if mention not in moving)
    if other is entity:
        return None
    if not staying and other is None:
        change(entity, details)
        return None
    if other is None:
        entities_of(draft, field).append(made(field, details, tuple(moving)))
    else:
        gain(other, moving)
    if staying:
        entity.fact = replace(entity.fact, mentions=staying)
    else:
        remove(draft, field, entity)
    return None


def _suppress(draft: Draft, found: Sited) -> str | None:
    """Takes a person out, with the contact points that nobody else has.

    It holds as long as the name is there, whatever becomes of the words around it: forgetting errs on the safe side.
    """
    bearing = [person for person in draft.people if person.fact.name == found.decision.value]
    if not bearing:
        found.concerns_nobody = found.everywhere
        return not_found(found) if found.gone else None
    for person in bearing:
        for item in draft.contacts:
            if draft.holders(item) == [person]:
                remove_contact(draft, item)
        draft.suppressed += sorted({person.fact.name, *(fold(mention.text) for mention in person.fact.mentions)})
        remove(draft, found.decision.field, person)
    return None
