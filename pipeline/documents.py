"""The types that cross stages inside the processing of one document.

Offsets are code points into the *cleaned* text unless a name or docstring says "source"; `emit` maps them back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from pipeline.expressions import DateExpression
from pipeline.offsets import OffsetMap
from pipeline.parts import AddressParts, PhoneParts

Severity = Literal["info", "warning", "error"]
DateBasis = Literal["explicit", "published", "context", "none"]
PublishedBasis = Literal["given", "json-ld", "meta", "time", "header", "dateline", "url"]
PhoneKind = Literal["phone", "fax", "mobile", "service"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a reviewer should know; never a reason to drop the document.

    Attributes:
        code: stable, machine-readable, such as ``email-unrecoverable``.
        start: offset into the cleaned text, or into the source where ``in_source``; None for the whole document.
    """

    code: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None
    in_source: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as read: decoded, otherwise untouched.

    Attributes:
        id: stable hash of the source's identity (URL if known, else path below the input root).
        uri: the path as given, or ``dump.jsonl#ID``.
        path: path below the input root, with ``/``; for a dump line the dump's path and ``#ID``.
        sha256: of the document's bytes as stored (of the line's text for a dump).
        text: the decoded source; all source offsets point here.
        title: what the dump says, None for files; likewise ``published`` (ISO 8601), ``url`` and ``retrieved``.
    """

    id: str
    uri: str
    path: str
    media_type: Literal["text/plain", "text/html"]
    encoding: str
    sha256: str
    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    retrieved: str | None = None
    issues: tuple[Issue, ...] = ()


class BlockKind(StrEnum):
    """What a block of cleaned text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    LINE = "line"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or line of the cleaned text; no mention crosses a block's end.

    Attributes:
        group: number of the enclosing section, list, table or contact card, so that linking can tell neighbours apart.
        cells: for a table row, the (start, end) of each cell.
    """

    start: int
    end: int
    kind: BlockKind
    group: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """What cleaning took out; offsets are into the *source*."""

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class PublishedHint:
    """A publication date the page's metadata states; ``text`` as printed, span into the *source* where there is one."""

    text: str
    basis: PublishedBasis
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """The text that is left, with the way back to the source."""

    raw: RawDocument
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...] = ()
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "und"
    published_hints: tuple[PublishedHint, ...] = ()


class Label(StrEnum):
    """Kinds of mention."""

    PER = "PER"
    ORG = "ORG"
    LOC = "LOC"
    ROLE = "ROLE"
    TITLE = "TITLE"
    DATE = "DATE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    ADDR = "ADDR"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the cleaned text that a recogniser found.

    Attributes:
        score: the recogniser's confidence in [0, 1].
        rule: recogniser and rule, such as ``phones:inherited-trunk``; shown by ``explain``.
        parse: what the recogniser understood, read by the normaliser of the same label.
        attributes: small facts for linking, such as ``{"label": "Fax"}``.
    """

    label: Label
    start: int
    end: int
    text: str
    score: float = 1.0
    rule: str = ""
    parse: DateExpression | PhoneParts | AddressParts | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


class Spanned(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


def overlaps(span: Spanned, others: Iterable[Spanned]) -> bool:
    """Whether a span shares a character with any other."""
    return any(span.start < other.end and other.start < span.end for other in others)


class EntityRecogniser(Protocol):
    """What the entity model must offer; implemented in `annotate.ner`."""

    @property
    def name(self) -> str:
        """The model's name, as recorded in the provenance."""

    @property
    def version(self) -> str:
        """The model's version."""

    @property
    def sha256(self) -> str:
        """Fingerprint of the model's files."""

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """PER, ORG and LOC mentions in text order; none crosses the end of a block."""


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
class LinkedPerson:
    """One person of the document. Numbers index `Linked`'s tuples."""

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


Owner = tuple[Literal["person", "organisation"], int]


@dataclass(frozen=True, slots=True)
class Linked:
    """The document's facts, each contact point with its owner (or None), ready to be emitted.

    The owner tuples run parallel to ``values.phones``, ``values.emails`` and ``values.addresses``.
    """

    values: Values
    people: tuple[LinkedPerson, ...] = ()
    organisations: tuple[LinkedOrganisation, ...] = ()
    places: tuple[LinkedPlace, ...] = ()
    phone_owners: tuple[Owner | None, ...] = ()
    email_owners: tuple[Owner | None, ...] = ()
    address_owners: tuple[Owner | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """The reviewers' decisions in force, by id; applied by `overrides`, named in the provenance by `emit`."""

    ids: tuple[str, ...] = ()
