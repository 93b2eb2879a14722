"""What `normalise` and `link` make of the mentions of one document."""

from dataclasses import dataclass
from typing import Literal

from pipeline.documents import Mention, PublishedBasis, PublishedHint

DateBasis = Literal["explicit", "published", "context", "none"]
PhoneKind = Literal["phone", "fax", "mobile", "service"]


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number; ``value`` is E.164, or the bare short code for a service number such as 115."""

    mention: Mention
    value: str
    kind: PhoneKind
    extension: str | None = None


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address; ``value`` is None where letters are lost."""

    mention: Mention
    value: str | None


@dataclass(frozen=True, slots=True)
class Url:
    """A web address with a scheme."""

    mention: Mention
    value: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, split; empty parts are None."""

    mention: Mention
    street: str | None
    house_number: str | None
    postcode: str | None
    town: str | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, resolved to EDTF or honestly not.

    Attributes:
        value: EDTF, or None where the text gives nothing to resolve it from.
        precision: minute, day, week, month, season, quarter, half, year, decade, century or interval, followed by
            ``/start``, ``/middle`` or ``/end`` where the text says "Anfang", "Mitte" or "Ende".
    """

    mention: Mention
    value: str | None
    basis: DateBasis
    precision: str


@dataclass(frozen=True, slots=True)
class Published:
    """The document's own date; ``mention`` is None where metadata state it, then ``hint`` has the evidence."""

    value: str
    basis: PublishedBasis
    precision: str
    mention: Mention | None = None
    hint: PublishedHint | None = None


@dataclass(frozen=True, slots=True)
class PersonName:
    """A PER mention's name, parsed; ``surname_only`` where the surface holds one family name."""

    mention: Mention
    name: str
    given: str | None
    family: str
    title: str | None = None
    gender: Literal["f", "m"] | None = None


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """An ORG mention in base form, with its kind and the key under which variants meet."""

    mention: Mention
    name: str
    kind: str
    key: str
    abbreviation: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A LOC mention in base form, with the GeoNames candidates for it, best first."""

    mention: Mention
    name: str
    candidates: tuple["GeoPlace", ...] = ()


@dataclass(frozen=True, slots=True)
class GeoPlace:
    """One populated place of GeoNames (CC BY 4.0)."""

    geonames: int
    name: str
    state: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Values:
    """Everything `normalise` made of the mentions, in text order."""

    people: tuple[PersonName, ...] = ()
    organisations: tuple[OrganisationName, ...] = ()
    places: tuple[PlaceName, ...] = ()
    roles: tuple[Mention, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    urls: tuple[Url, ...] = ()
    addresses: tuple[Address, ...] = ()
    dates: tuple[DateValue, ...] = ()
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class LinkedRole:
    """A role of one person; ``organisation`` indexes `Linked.organisations`."""

    mention: Mention
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why linking tied something to a person: what speaks for it, and how likely it is.

    Attributes:
        kind: role, organisation, phone, fax or email.
        start: where the role or contact point stands, or the organisation is named first.
    """

    kind: str
    start: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """One person of the document. Numbers index `Linked`'s tuples; ``evidence`` is that of every link made."""

    name: str
    given: str | None
    family: str
    title: str | None
    mentions: tuple[Mention, ...]
    roles: tuple[LinkedRole, ...] = ()
    organisations: tuple[int, ...] = ()
    phones: tuple[int, ...] = ()
    emails: tuple[int, ...] = ()
    addresses: tuple[int, ...] = ()
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedOrganisation:
    """One organisation of the document. Numbers index `Linked`'s tuples; ``part_of`` another organisation."""

    name: str
    kind: str
    mentions: tuple[Mention, ...]
    phones: tuple[int, ...] = ()
    emails: tuple[int, ...] = ()
    addresses: tuple[int, ...] = ()
    part_of: int | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """One place of the document; ``geo`` is None where it is unknown or stays ambiguous."""

    name: str
    mentions: tuple[Mention, ...]
    geo: GeoPlace | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class LinkedSuccession:
    """One person follows another in an office; people are told by mentions, which outlast merging and renumbering.

    Attributes:
        cue: the words that say so.
        date: when, if the sentence tells.
    """

    successor: Mention
    predecessor: Mention
    cue: Mention
    date: DateValue | None = None
    score: float = 1.0


Owner = tuple[Literal["person", "organisation"], int]


@dataclass(frozen=True, slots=True)
class Linked:
    """The document's facts, each contact point with its owner (or None), ready to be emitted.

    The owner tuples run parallel to ``values.phones``, ``values.emails``, ``values.addresses`` and ``values.urls``.

    Attributes:
        decisions: ids of the reviewers' decisions that hold.
        suppressed: names of people who must not be told of, neither as people nor in an issue.
    """

    values: Values
    people: tuple[LinkedPerson, ...] = ()
    organisations: tuple[LinkedOrganisation, ...] = ()
    places: tuple[LinkedPlace, ...] = ()
    phone_owners: tuple[Owner | None, ...] = ()
    email_owners: tuple[Owner | None, ...] = ()
    address_owners: tuple[Owner | None, ...] = ()
    decisions: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()
    url_owners: tuple[Owner | None, ...] = ()
    successions: tuple[LinkedSuccession, ...] = ()
