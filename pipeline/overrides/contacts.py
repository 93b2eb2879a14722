"""Decisions on items that are one place of the text each: phones, e-mails, web addresses, postal addresses, dates."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import JsonValue

from pipeline.decisions import Action, Field
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.overrides.dates import date, dated
from pipeline.overrides.draft import Draft, Item, Organisation, Person
from pipeline.overrides.places import Sited
from pipeline.overrides.quoted import not_found, now_read, quoted
from pipeline.values import Address, Email, Phone, Url

Reason = str | None
Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How the items of one field are known, made and changed.

    Attributes:
        identity: the value by which decisions name an item; of its details the same.
        make: a new value from a mention and details.
        change: a value with other details, its mention kept.
    """

    label: Label
    identity: Callable[[Any], JsonValue]
    identity_of_details: Callable[[Details], JsonValue]
    make: Callable[[Mention, Details], Any]
    change: Callable[[Any, Details], Any]


def _value(thing: Any) -> JsonValue:
    value: JsonValue = thing.value
    return value


def _details_value(details: Details) -> JsonValue:
    value: JsonValue = details["value"]
    return value


def _address(address: Address) -> JsonValue:
    return {name: getattr(address, name) for name in ("street", "house_number", "postcode", "town")}


def _address_details(details: Details) -> JsonValue:
    return {name: details[name] for name in ("street", "house_number", "postcode", "town")}


def _changed(value: Any, details: Details) -> Any:
    return replace(value, **details)


SHAPES: dict[Field, Shape] = {
    Field.PHONES: Shape(Label.PHONE, _value, _details_value, lambda at, new: Phone(at, **new), _changed),
    Field.EMAILS: Shape(Label.EMAIL, _value, _details_value, lambda at, new: Email(at, **new), _changed),
    Field.URLS: Shape(Label.URL, _value, _details_value, lambda at, new: Url(at, **new), _changed),
    Field.ADDRESSES: Shape(Label.ADDR, _address, _address_details, lambda at, new: Address(at, **new), _changed),
    Field.DATES: Shape(Label.DATE, _value, _details_value, date, dated),
}


def items_of(draft: Draft, field: Field) -> list[Item[Any]]:
    """The draft's list for a field."""
    items: list[Item[Any]] = getattr(draft, field)
    return items


def matching(draft: Draft, found: Sited) -> list[Item[Any]]:
    """The items that a decision is about: its value, at its evidence."""
    identity = SHAPES[found.decision.field].identity
    return [
        item
        for item in items_of(draft, found.decision.field)
        if identity(item.value) == found.decision.value and found.covers(item.mention)
    ]


def hold_contact(draft: Draft, document: CleanDocument, found: Sited) -> Reason:
    """Carries out a decision on an item; the reason where it cannot."""
    same = matching(draft, found)
    match found.decision.action:
        case Action.ACCEPT:
            return None if same else _missing(draft, found)
        case Action.REJECT:
            for item in same:
                _remove(draft, found.decision.field, item)
            return None
        case Action.CORRECT:
            return _correct(draft, document, found, same)
        case _:
            return _add(draft, document, found)


def _correct(draft: Draft, document: CleanDocument, found: Sited, same: list[Item[Any]]) -> Reason:
    shape, details = SHAPES[found.decision.field], found.details
    right = shape.identity_of_details(details)
    there = [item for item in items_of(draft, found.decision.field) if found.covers(item.mention)]
    meant = same or [item for item in there if found.decision.evidence and shape.identity(item.value) == right]
    for item in meant:
        item.value = shape.change(item.value, details)
        _keep_fax_out(item)
    if meant:
        return None
    if there or not found.decision.evidence:
        return _missing(draft, found)
    return _add(draft, document, found)


def _add(draft: Draft, document: CleanDocument, found: Sited) -> Reason:
    shape, details = SHAPES[found.decision.field], found.details
    right = shape.identity_of_details(details)
    items = items_of(draft, found.decision.field)
    there = [item for item in items if found.covers(item.mention) and shape.identity(item.value) == right]
    for item in there:
        item.value = shape.change(item.value, details)
        _keep_fax_out(item)
    if there:
        return None
    mention, reason = quoted(document, found, shape.label)
    if mention is not None:
        items.append(Item(shape.make(mention, details)))
    return reason


def _missing(draft: Draft, found: Sited) -> str:
    """Why a value cannot be found: the words are read differently now, or not at all."""
    if not found.decision.evidence:
        return not_found(found)
    identity = SHAPES[found.decision.field].identity
    there = [item for item in items_of(draft, found.decision.field) if found.covers(item.mention)]
    return now_read(identity(there[0].value)) if there else not_found(found)


def _remove(draft: Draft, field: Field, item: Item[Any]) -> None:
    items_of(draft, field).remove(item)
    for holder in draft.all_holders:
        holder.contacts = [contact for contact in holder.contacts if contact is not item]


def remove_contact(draft: Draft, item: Item[Any]) -> None:
    """Takes a contact point out of the document."""
    for field, kind in ((Field.PHONES, Phone), (Field.EMAILS, Email), (Field.URLS, Url), (Field.ADDRESSES, Address)):
        if isinstance(item.value, kind):
            _remove(draft, field, item)


def _keep_fax_out(item: Item[Any]) -> None:
    """A person's phones hold no fax; it belongs to them as its owner alone."""
    if not isinstance(item.value, Phone) or not isinstance(item.owner, Person):
        return
    held = [contact for contact in item.owner.contacts if contact is not item]
    item.owner.contacts = held if item.value.kind == "fax" else [*held, item]


def give(draft: Draft, item: Item[Any], owner: Person | Organisation | None) -> None:
    """Makes a contact point somebody's own, and nobody else's."""
    for holder in draft.holders(item):
        holder.contacts = [contact for contact in holder.contacts if contact is not item]
    item.owner = owner
    if isinstance(owner, Organisation) or (isinstance(owner, Person) and getattr(item.value, "kind", None) != "fax"):
        owner.contacts.append(item)
