"""What ``value`` and ``correction`` hold, by field and action; docs/decisions.md has the table.

``value`` identifies an item; the correction of ``correct`` and ``add`` is the whole item, enough to build it from.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Constraint

from pipeline.decisions.decision import DIRECTORY, EVERY_DOCUMENT, Action, Decision, Field
from pipeline.errors import DecisionError
from pipeline.records import Edtf, Model, PhoneNumber

MOST_EVIDENCE = 200
LONGEST_QUOTE = 20_000  # characters; a selection, not a page

Text = Annotated[str, Constraint(min_length=1, max_length=1000)]


class _Details(Model):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class PersonDetails(_Details):
    """A person: ``name`` is given and family name without title."""

    name: Text
    given: Text | None = None
    family: Text
    title: Text | None = None


class OrganisationDetails(_Details):
    """An organisation in base form; the kind is one of the record's."""

    name: Text
    kind: Text = "other"


class PlaceDetails(_Details):
    """A place in base form."""

    name: Text


class PhoneDetails(_Details):
    """A number in E.164 or a service number."""

    value: PhoneNumber
    kind: Literal["phone", "fax", "mobile", "service"] = "phone"
    extension: Text | None = None


class EmailDetails(_Details):
    """An address in lower case; null where letters are lost."""

    value: Annotated[str, Constraint(pattern=r"^[^\s@]{1,64}@[^\s@]{1,255}$")] | None


class UrlDetails(_Details):
    """A web address with its scheme; other schemes could run something where it is shown."""

    value: Annotated[str, Constraint(pattern=r"^https?://\S{1,2000}$")]


class AddressIdentity(_Details):
    """A postal address; parts the text does not give are null."""

    street: Text | None
    house_number: Text | None
    postcode: Text | None
    town: Text | None


class AddressDetails(AddressIdentity):
    """A postal address with its country's ISO 3166-1 code."""

    country: Annotated[str, Constraint(pattern="^[A-Z]{2}$")] | None = None


class DateDetails(_Details):
    """A date in EDTF; null where nothing resolves it."""

    value: Edtf | None


class RoleLink(_Details):
    """A role of a person, by the person's name and the role's text."""

    person: Text
    role: Text


class AffiliationLink(_Details):
    """A person and an organisation, by their names."""

    person: Text
    organisation: Text


class PersonOwner(_Details):
    """Owner by name."""

    person: Text


class OrganisationOwner(_Details):
    """Owner by name."""

    organisation: Text


def _adapters(shapes: Mapping[Any, Any]) -> dict[Any, TypeAdapter[Any]]:
    return {key: TypeAdapter(shape) for key, shape in shapes.items()}


VALUES = _adapters({
    Field.DOCUMENT: Text | None,
    Field.PUBLISHED: Edtf | None,
    Field.PEOPLE: Text,
    Field.ORGANISATIONS: Text,
    Field.PLACES: Text,
    Field.PHONES: PhoneNumber,
    Field.EMAILS: Text | None,
    Field.URLS: Text,
    Field.ADDRESSES: AddressIdentity,
    Field.DATES: Edtf | None,
    Field.ROLES: RoleLink,
    Field.AFFILIATIONS: AffiliationLink,
    Field.ENTITIES: Annotated[list[Text], Constraint(min_length=2, max_length=2)],
})  # fmt: skip
DETAILS = _adapters({
    Field.PUBLISHED: DateDetails,
    Field.PEOPLE: PersonDetails,
    Field.ORGANISATIONS: OrganisationDetails,
    Field.PLACES: PlaceDetails,
    Field.PHONES: PhoneDetails,
    Field.EMAILS: EmailDetails,
    Field.URLS: UrlDetails,
    Field.ADDRESSES: AddressDetails,
    Field.DATES: DateDetails,
    Field.ROLES: RoleLink,
    Field.AFFILIATIONS: AffiliationLink,
})  # fmt: skip
NAMES = TypeAdapter(Annotated[list[Text], Constraint(min_length=1)])
OWNER = TypeAdapter(PersonOwner | OrganisationOwner | None)
HOLDER = TypeAdapter(PersonOwner)
NOTHING = TypeAdapter(None)

_ITEM = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD})
_ENTITY = _ITEM | {Action.MERGE, Action.SPLIT}
_CONTACT = _ITEM | {Action.REASSIGN}
ACTIONS: dict[Field, frozenset[Action]] = {
    Field.DOCUMENT: frozenset({Action.ACCEPT, Action.SUPPRESS}),
    Field.PUBLISHED: _ITEM,
    Field.PEOPLE: _ENTITY | {Action.SUPPRESS},
    Field.ORGANISATIONS: _ENTITY,
    Field.PLACES: _ENTITY,
    Field.PHONES: _CONTACT,
    Field.EMAILS: _CONTACT,
    Field.URLS: _CONTACT,
    Field.ADDRESSES: _CONTACT,
    Field.DATES: _ITEM,
    Field.ROLES: frozenset({Action.ACCEPT, Action.REJECT, Action.ADD, Action.REASSIGN}),
    Field.AFFILIATIONS: frozenset({Action.ACCEPT, Action.REJECT, Action.ADD}),
    Field.ENTITIES: frozenset({Action.SAME, Action.DIFFERENT}),
}


def checked(decision: Decision) -> Decision:
    """The decision with value and correction in canonical form.

    Raises:
        DecisionError: the field knows no such action, or value, correction or evidence have the wrong shape.
    """
    if decision.action is Action.UNDO:
        raise DecisionError("an undo names an entry of the log; take it back with undo")
    if decision.action not in ACTIONS[decision.field]:
        raise DecisionError(f"{decision.field} cannot be decided by {decision.action}")
    if decision.undoes is not None or not decision.document or not decision.author.strip():
        raise DecisionError("a decision names its document and its author, and undoes nothing")
    _check_scope(decision)
    _check_evidence(decision)
    value = _shaped(VALUES[decision.field], decision.value, "value")
    correction = _shaped(_correction_of(decision), decision.correction, "correction")
    return replace(decision, value=value, correction=correction)


def _correction_of(decision: Decision) -> TypeAdapter[Any]:
    match decision.action:
        case Action.CORRECT | Action.ADD | Action.SPLIT:
            return DETAILS[decision.field]
        case Action.MERGE:
            return NAMES
        case Action.REASSIGN:
            return HOLDER if decision.field is Field.ROLES else OWNER
        case _:
            return NOTHING


def _shaped(adapter: TypeAdapter[Any], value: Any, name: str) -> Any:
    try:
        return adapter.dump_python(adapter.validate_python(value), mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join((name, *map(str, first["loc"])))
        raise DecisionError(f"{where}: {first['msg']}") from error


def _check_scope(decision: Decision) -> None:
    suppresses = decision.action is Action.SUPPRESS and decision.field is Field.PEOPLE
    if (decision.document == DIRECTORY) != (decision.field is Field.ENTITIES):
        raise DecisionError("entities, and nothing else, are judged for the directory")
    if decision.document == EVERY_DOCUMENT and (not suppresses or decision.evidence):
        raise DecisionError("only a person's suppression, without evidence, holds in every document")


def _check_evidence(decision: Decision) -> None:
    needs_words = decision.action in {Action.ADD, Action.SPLIT} and decision.field is not Field.PUBLISHED
    if needs_words and not decision.evidence:
        raise DecisionError(f"to {decision.action} needs the words it rests on")
    if len(decision.evidence) > MOST_EVIDENCE or any(
        not quoted.quote.strip() or len(quoted.quote) > LONGEST_QUOTE for quoted in decision.evidence
    ):
        raise DecisionError(f"evidence is 1 to {MOST_EVIDENCE} quotes of at most {LONGEST_QUOTE} characters")
