"""Decisions on links: a person's roles and organisations, and the owners of contact points."""

from typing import Any

from pipeline.decisions import Action, Field
from pipeline.documents import CleanDocument, Label
from pipeline.overrides.contacts import give, matching
from pipeline.overrides.draft import Draft, Organisation, Person, Role
from pipeline.overrides.entities import named
from pipeline.overrides.places import Sited
from pipeline.overrides.quoted import not_found, quoted
from pipeline.repairs import fold


def hold_role(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a decision on a role of a person; the reason where it cannot."""
    value: Any = found.decision.value
    person = named(draft, Field.PEOPLE, value["person"])
    held = [] if person is None else [role for role in person.roles if fold(role.mention.text) == fold(value["role"])]
    match found.decision.action:
        case Action.ACCEPT:
            return None if held else not_found(found)
        case Action.REJECT:
            for role in held:
                person.roles.remove(role)
            return None
        case Action.REASSIGN:
            return _reassign_role(draft, found, person, held)
        case _:
            return None if held else _add_role(draft, document, found)


def _add_role(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    details: Any = found.decision.correction
    person = named(draft, Field.PEOPLE, details["person"])
    if person is None:
        return _nobody(details["person"])
    mention, reason = quoted(document, found, Label.ROLE)
    if mention is not None:
        person.roles.append(Role(mention))
    return reason


def _reassign_role(draft: Draft, found: Sited, person: Any, held: list[Role]) -> str | None:
    value: Any = found.decision.value
    correction: Any = found.decision.correction
    heir = named(draft, Field.PEOPLE, correction["person"])
    if heir is None:
        return _nobody(correction["person"])
    if not held:
        has = any(fold(role.mention.text) == fold(value["role"]) for role in heir.roles)
        return None if has else not_found(found)
    for role in held:
        person.roles.remove(role)
        heir.roles.append(role)
    return None


def hold_affiliation(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a decision on a person's organisation; the reason where it cannot."""
    del document
    value: Any = found.decision.correction if found.decision.action is Action.ADD else found.decision.value
    person = named(draft, Field.PEOPLE, value["person"])
    body = named(draft, Field.ORGANISATIONS, value["organisation"])
    linked = person is not None and body in person.organisations
    match found.decision.action:
        case Action.ACCEPT:
            return None if linked else not_found(found)
        case Action.REJECT:
            if linked:
                _part(person, body)
            return None
        case _:
            return _join(person, body, value)


def _part(person: Person, body: Organisation) -> None:
    person.organisations.remove(body)
    for role in person.roles:
        role.organisation = None if role.organisation is body else role.organisation


def _join(person: Person | None, body: Organisation | None, value: Any) -> str | None:
    if person is None or body is None:
        return _nobody(value["person"] if person is None else value["organisation"])
    if body not in person.organisations:
        person.organisations.append(body)
    return None


def hold_owner(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Gives a contact point to its one owner, or to nobody; the reason where it cannot."""
    del document
    correction: Any = found.decision.correction
    owner = None
    if correction is not None:
        ((kind, name),) = correction.items()
        owner = named(draft, Field.PEOPLE if kind == "person" else Field.ORGANISATIONS, name)
        if owner is None:
            return _nobody(name)
    items = matching(draft, found)
    for item in items:
        give(draft, item, owner)
    return None if items else not_found(found)


def _nobody(name: str) -> str:
    return f"{name!r} is no longer found"
