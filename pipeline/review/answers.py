"""From a reviewer's form to decisions for the log: what is decided, with the words it rests on.

The form names an item or a change of the page; everything about it is taken from the record and never from the form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from pipeline.decisions import EVERY_DOCUMENT, Action, Decision, Evidence, Field, Quotes, canonical
from pipeline.review.editors import DETAILS, details_from_form, details_of
from pipeline.review.items import Item, items_of
from pipeline.review.settle import Change
from pipeline.review.sheet import Sheet

DECIDABLE = frozenset(Field)
MOST_QUOTES = 50
OWNERS = ("person", "organisation")


class CannotDecideError(ValueError):
    """The form asks for something that cannot be; the message is a key of the catalogue."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form comes to: decisions for the log, and keys of changes that leave nothing to decide."""

    decisions: tuple[Decision, ...] = ()
    seen: tuple[str, ...] = field(default=())

    def __add__(self, other: "Answer") -> "Answer":
        return Answer((*self.decisions, *other.decisions), (*self.seen, *other.seen))


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent, as far as a decision needs it."""

    action: str
    values: dict[str, list[str]]
    author: str
    note: str | None

    def one(self, name: str) -> str:
        """The first value of a name, empty where there is none."""
        return self.values.get(name, [""])[0].strip()


def answer_change(sheet: Sheet, change: Change, form: Form) -> Answer:
    """The answer to a change.

    Raises:
        CannotDecideError: the words of a value that shall come back are gone.
    """
    if form.action == Action.ACCEPT:
        return _accept(sheet, change, form)
    if form.action == Action.REJECT:
        return _reject(sheet, change, form)
    item = item_of(sheet, change)
    if item is None:
        raise CannotDecideError("error.not_there")
    return answer_item(sheet, item, form)


def _accept(sheet: Sheet, change: Change, form: Form) -> Answer:
    """What stands is accepted; what went is rejected for good where its words still stand."""
    if change.field not in DECIDABLE:
        return Answer(seen=(change.key,))
    if change.new is not None:
        item = item_of(sheet, change)
        if item is None:
            return Answer(seen=(change.key,))
        return Answer((_decision(sheet, Action.ACCEPT, item, form),))
    evidence = _surviving(sheet, change)
    if not evidence or change.field == Field.PUBLISHED:
        return Answer(seen=(change.key,))
    return Answer((_made(sheet, Action.REJECT, change.field, change.identity, form, evidence),))


def _reject(sheet: Sheet, change: Change, form: Form) -> Answer:
    """What came goes, what went comes back, what changed becomes what it was."""
    if change.field not in DECIDABLE:
        raise CannotDecideError("error.not_decidable")
    item = item_of(sheet, change)
    if change.op == "added" and item is not None:
        return Answer((_decision(sheet, Action.REJECT, item, form),))
    if change.op == "removed":
        return Answer((_restored(sheet, change, form),))
    if item is None:
        raise CannotDecideError("error.not_there")
    return Answer(tuple(_reverted(sheet, change, item, form)))


def _restored(sheet: Sheet, change: Change, form: Form) -> Decision:
    evidence = _surviving(sheet, change)
    if not evidence:
        raise CannotDecideError("error.words_gone")
    details = details_of(change.field, change.old)
    return _made(sheet, Action.ADD, change.field, change.identity, form, evidence, details)


def _reverted(sheet: Sheet, change: Change, item: Item, form: Form) -> Iterable[Decision]:
    old, new = _dict(change.old, change.field), _dict(change.new, change.field)
    if change.field in DETAILS and details_of(change.field, old) != details_of(change.field, new):
        yield _decision(sheet, Action.CORRECT, item, form, details_of(change.field, old))
    holders = old.get("holders", [old["owner"]] if old.get("owner") else [])
    if "holders" in new or "owner" in new:
        if old.get("holders", old.get("owner")) != new.get("holders", new.get("owner")):
            yield _decision(sheet, Action.REASSIGN, item, form, _owner_named(sheet, holders))
    elif change.field in ("roles", "affiliations"):
        yield _decision(sheet, Action.REJECT, item, form)


def _owner_named(sheet: Sheet, names: Sequence[Any]) -> JsonValue:
    """The one former owner; several cannot be expressed by one decision, so that the reviewer has to choose."""
    if len(names) > 1:
        raise CannotDecideError("error.many_owners")
    if not names:
        return None
    kind = "person" if any(person.name == names[0] for person in sheet.record.people) else "organisation"
    return {kind: names[0]}


def answer_item(sheet: Sheet, item: Item, form: Form) -> Answer:
    """The answer to a value of the record, changed or not.

    Raises:
        CannotDecideError: the form lacks what the action needs.
    """
    action = Action(form.action)
    if action is Action.SUPPRESS and form.one("where") == "everywhere":
        value = item.identity
        return Answer((Decision(EVERY_DOCUMENT, action, Field.PEOPLE, value, author=form.author, note=form.note),))
    evidence = None
    correction: JsonValue = None
    if action is Action.CORRECT:
        correction = details_from_form(item.field, form.values, item.entry)
    elif action is Action.REASSIGN:
        correction = _owner(form.one("owner"))
    elif action is Action.MERGE:
        correction = list[JsonValue](form.values.get("other", []))
        if not correction:
            raise CannotDecideError("error.nothing_chosen")
        others = [
            other for other in items_of(sheet.record) if other.field == item.field and other.identity in correction
        ]
        evidence = tuple(quote for other in (item, *others) for quote in sheet.evidence(other.marks[0]))[:MOST_QUOTES]
    elif action is Action.SPLIT:
        correction = details_from_form(item.field, form.values, {})
        quotes = sheet.evidence(item.marks[0])
        chosen = [int(number) for number in form.values.get("mention", []) if number.isdecimal()]
        evidence = tuple(quotes[number] for number in chosen if number < len(quotes))
        if not evidence or len(evidence) == len(quotes):
            raise CannotDecideError("error.choose_mentions")
    return Answer((_decision(sheet, action, item, form, correction, evidence),))


def _owner(chosen: str) -> JsonValue:
    kind, _, name = chosen.partition(":")
    if kind in OWNERS and name:
        return {kind: name}
    if chosen == "nobody":
        return None
    raise CannotDecideError("error.nothing_chosen")


def answer_selection(sheet: Sheet, form: Form) -> Answer:
    """A value that was missed, from words the reviewer selected or typed.

    Raises:
        CannotDecideError: the words are not in the cleaned text.
    """
    evidence = sheet.selection(form.one("quote"), form.one("start"), form.one("end"), form.one("space"))
    if evidence is None:
        raise CannotDecideError("error.words_not_found")
    name = form.one("field")
    if name not in DETAILS:
        raise CannotDecideError("error.nothing_chosen")
    details = details_from_form(name, form.values, {})
    value = sheet.identity(name, details)
    return Answer((_made(sheet, Action.ADD, name, value, form, (evidence,), details),))


def item_of(sheet: Sheet, change: Change) -> Item | None:
    """The item of the newer record that a change is about."""
    if change.new is None:
        return None
    wanted = canonical(change.identity)
    same = (item for item in sheet.items if item.field == change.field)
    if change.field == Field.PUBLISHED:
        return next(same, None)
    return next((item for item in same if canonical(item.identity) == wanted), None)


def _surviving(sheet: Sheet, change: Change) -> tuple[Evidence, ...]:
    """The words of a removed item that still stand in the newer text."""
    quotes = Quotes(sheet.record.text)
    return tuple(quote for quote in sheet.old_evidence(change)[:MOST_QUOTES] if quotes.find(quote))


def _decision(
    sheet: Sheet,
    action: Action,
    item: Item,
    form: Form,
    correction: JsonValue = None,
    evidence: tuple[Evidence, ...] | None = None,
) -> Decision:
    quotes = sheet.evidence(item.marks[0])[:MOST_QUOTES] if evidence is None else evidence
    return _made(sheet, action, item.field, item.identity, form, quotes, correction)


def _made(
    sheet: Sheet,
    action: Action,
    name: str,
    value: JsonValue,
    form: Form,
    evidence: tuple[Evidence, ...],
    correction: JsonValue = None,
) -> Decision:
    return Decision(sheet.id, action, Field(name), value, correction, evidence, author=form.author, note=form.note)


def _dict(value: JsonValue, name: str) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"value": value} if name == Field.PUBLISHED else {}
