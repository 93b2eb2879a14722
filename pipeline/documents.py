"""The types that the first stages hand on: a document as read, as cleaned, and the mentions found in it.

Offsets are code points into the *cleaned* text unless a name or docstring says "source"; `emit` maps them back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from pipeline.expressions import DateExpression
from pipeline.offsets import OffsetMap
from pipeline.parts import AddressParts, PhoneParts

Severity = Literal["info", "warning", "error"]
PublishedBasis = Literal["given", "json-ld", "meta", "time", "header", "dateline", "url"]


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
        encoding: Python's name of it; ``pdf`` where the text was taken from a PDF.
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
    """A paragraph, heading, list item, table row or line of the cleaned text; no name crosses a block's end.

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


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What tells an entity model from every other.

    Attributes:
        sha256: over all files of its folder.
    """

    name: str
    version: str
    sha256: str


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
