"""Gold documents as input for linking: what the text says is given, so that linking is measured apart from recognition.

The format is described beside the gold corpus; only what linking needs is read here.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from pipeline.documents import Block, BlockKind, CleanDocument, Label, Mention, RawDocument
from pipeline.offsets import OffsetMap
from pipeline.values import Address, DateValue, Email, Phone, PhoneKind, Url

ANNOTATION = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])+)\]\(([A-Z]+|-)(?: ([^()]*(?:\([^()]*\)[^()]*)*))?\)", re.DOTALL)
JUNK_LINE = re.compile(r"~[a-z-]+ ")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A gold document without its junk lines, with its annotations and the people a reviewer expects."""

    name: str
    document: CleanDocument
    annotations: tuple[tuple[Mention, str | None], ...]
    people: tuple[dict[str, Any], ...]

    def of(self, label: Label) -> list[tuple[Mention, str | None]]:
        """The annotations of one label with their gold values, in text order."""
        return [pair for pair in self.annotations if pair[0].label is label]


def read_gold(path: Path) -> GoldDocument:
    """Reads one ``NAME.gold.txt``."""
    _, _, rest = path.read_text(encoding="utf-8").partition("\n---\n")
    body, _, foot = rest.partition("\n===\n")
    kept = "\n".join(line for line in body.split("\n") if JUNK_LINE.match(line) is None)
    facts = yaml.safe_load(foot) if foot.strip() else {}
    return marked_page(path.name.split(".gold.")[0], kept, tuple((facts or {}).get("people") or ()))


def marked_page(name: str, marked: str, people: tuple[dict[str, Any], ...] = ()) -> GoldDocument:
    """A text with its mentions marked in place, as a gold document."""
    text, spans = _strip_markup(marked)
    return GoldDocument(name, clean_document(name, text), tuple(spans), people)


def clean_document(name: str, text: str) -> CleanDocument:
    """A text as a cleaned document: one block a line, a new group after every blank line."""
    raw = RawDocument(name, name, name, "text/plain", "utf-8", "0" * 64, text)
    blocks, position, group = [], 0, 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(position, position + len(line), BlockKind.LINE, group))
        else:
            group += 1
        position += len(line) + 1
    return CleanDocument(raw, text, OffsetMap.identity(len(text)), tuple(blocks), language="de")


def phones_of(gold: GoldDocument) -> tuple[Phone, ...]:
    """The gold numbers as values."""
    found = []
    for mention, value in gold.of(Label.PHONE):
        number, kind = (value or "").split()
        found.append(Phone(mention, number, cast(PhoneKind, kind)))
    return tuple(found)


def emails_of(gold: GoldDocument) -> tuple[Email, ...]:
    """The gold e-mail addresses as values."""
    return tuple(Email(mention, None if value == "?" else value) for mention, value in gold.of(Label.EMAIL))


def addresses_of(gold: GoldDocument) -> tuple[Address, ...]:
    """The gold postal addresses as values."""
    found = []
    for mention, value in gold.of(Label.ADDR):
        street, number, postcode, town = ((part.strip() or None) for part in (value or "|||").split("|"))
        found.append(Address(mention, street, number, postcode, town))
    return tuple(found)


def dates_of(gold: GoldDocument) -> tuple[DateValue, ...]:
    """The gold dates as values."""
    return tuple(DateValue(m, None if value == "?" else value, "explicit", "day") for m, value in gold.of(Label.DATE))


def urls_of(gold: GoldDocument) -> tuple[Url, ...]:
    """The gold web addresses as values."""
    texts = ((mention, mention.text) for mention, _ in gold.of(Label.URL))
    return tuple(Url(mention, text if "://" in text else f"https://{text}") for mention, text in texts)


def _strip_markup(body: str) -> tuple[str, list[tuple[Mention, str | None]]]:
    parts: list[str] = []
    length = position = 0
    spans: list[tuple[Mention, str | None]] = []
    for match in ANNOTATION.finditer(body):
        before, surface = _unescape(body[position : match.start()]), _unescape(match.group(1))
        parts += (before, surface)
        start = length + len(before)
        length = start + len(surface)
        position = match.end()
        if match.group(2) != "-":
            spans.append((Mention(Label(match.group(2)), start, length, surface, rule="gold"), match.group(3)))
    parts.append(_unescape(body[position:]))
    return "".join(parts), spans


def _unescape(text: str) -> str:
    return text.replace("\\[", "[").replace("\\]", "]")
