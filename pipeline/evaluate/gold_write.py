"""A reviewed record as a gold document: its page with the annotations written into it, and its people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.documents import CleanDocument
from pipeline.errors import GoldError, UsageError
from pipeline.evaluate.gold import parse_gold
from pipeline.evaluate.gold_page import Page, page_of
from pipeline.records import AddressEntry, Person, Record

NAMES = frozenset({"PER", "ORG", "LOC"})  # whose value is left out where the surface says it
UNREADABLE = "the page's own words look like the format's markup"
DAY = 10  # characters of a whole ISO date


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation to be: a span of the page with label and value."""

    start: int
    end: int
    label: str
    value: str | None = None


def gold_text(record: Record, document: CleanDocument) -> str:
    """The content of the gold document of a record.

    Args:
        record: with all decisions applied.
        document: its source, cleaned as for the record.

    Raises:
        GoldError: what is written could not be read back.
    """
    page = page_of(document)
    marks = list(_apart(_marks(record, page)))
    content = "\n".join([*_header(record), "---", _body(page, marks).rstrip("\n"), "===", _people(record, page, marks)])
    _prove(content, page, marks)
    return content


def _header(record: Record) -> Iterator[str]:
    published = None if record.published is None else record.published.value[:DAY]
    yield f"# published: {published if published is not None and len(published) == DAY else 'none'}"
    yield f"# kind: {'page' if record.source.media_type == 'text/html' else 'text'}, from review"
    yield f"# source: {' '.join(record.source.path.split())}"


def _marks(record: Record, page: Page) -> list[Mark]:
    """Every span of the record; where one stands in another, the outer one comes first."""
    found = [*_titles(record, page)]
    for start, end, label, value in _spans(record):
        placed = _placed(page, start, end)
        surface = page.text[placed[0] : placed[1]]
        found.append(Mark(*placed, label, None if label in NAMES and value == surface else value))
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.label))


def _placed(page: Page, start: int, end: int) -> tuple[int, int]:
    placed = page.spans.of(start, end)
    if placed is None:
        raise GoldError(f"the words at {start} of the source are not in one piece on the page")
    return placed


def _titles(record: Record, page: Page) -> Iterator[Mark]:
    """Titles in front of names; the record keeps the title, not its place."""
    for person in record.people:
        for mention in person.mentions if person.title is not None else ():
            start, _ = _placed(page, mention.start, mention.end)
            before = page.text[:start].rstrip()
            if before.endswith(f"{person.title}"):
                yield Mark(len(before) - len(f"{person.title}"), len(before), "TITLE")


def _spans(record: Record) -> Iterator[tuple[int, int, str, str | None]]:
    for person in record.people:
        yield from ((span.start, span.end, "PER", person.name) for span in person.mentions)
        yield from ((role.start, role.end, "ROLE", None) for role in person.roles)
    for body in record.organisations:
        yield from ((span.start, span.end, "ORG", body.name) for span in body.mentions)
    for place in record.places:
        yield from ((span.start, span.end, "LOC", place.name) for span in place.mentions)
    for phone in record.phones:
        if phone.value.startswith("+"):  # the format knows neither short codes nor a kind for services
            yield phone.start, phone.end, "PHONE", f"{phone.value} {'phone' if phone.kind == 'service' else phone.kind}"
    for email in record.emails:
        yield email.start, email.end, "EMAIL", email.value or "?"
    for url in record.urls:
        yield url.start, url.end, "URL", None
    for address in record.addresses:
        yield address.start, address.end, "ADDR", _address(address)
    for date in record.dates:
        yield date.start, date.end, "DATE", date.value or "?"


def _address(address: AddressEntry) -> str:
    parts = (address.street, address.house_number, address.postcode, address.town)
    return "|".join(part or "" for part in parts)


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Annotations do not nest: a mark within another one is left out, as a place within an address is."""
    end = 0
    for mark in marks:
        if mark.start >= end:
            yield mark
            end = mark.end


def _body(page: Page, marks: Iterable[Mark]) -> str:
    """The page's text with markup."""
    edits = [(line.start, line.start, f"~{line.junk} ") for line in page.lines if line.junk is not None]
    edits += [(mark.start, mark.end, _annotation(page, mark)) for mark in marks]
    parts, position = [], 0
    for start, end, markup in sorted(edits):
        parts += [_escaped(page.text[position:start]), markup]
        position = end
    return "".join(parts) + _escaped(page.text[position:])


def _annotation(page: Page, mark: Mark) -> str:
    value = "" if mark.value is None else f" {mark.value}"
    return f"[{_escaped(page.text[mark.start : mark.end])}]({mark.label}{value})"


def _escaped(text: str) -> str:
    return text.replace("[", r"\[").replace("]", r"\]")


def _people(record: Record, page: Page, marks: Iterable[Mark]) -> str:
    annotated = {mark.value or page.text[mark.start : mark.end] for mark in marks if mark.label == "PER"}
    missing = [person.name for person in record.people if person.name not in annotated]
    if missing:
        raise GoldError(f"{missing[0]} stands within another annotation")
    bodies = {body.id: body.name for body in record.organisations}
    people = [_person(person, bodies, page) for person in record.people]
    return yaml.safe_dump({"people": people}, allow_unicode=True, sort_keys=False, width=10_000)


def _person(person: Person, bodies: dict[str, str], page: Page) -> dict[str, Any]:
    roles = [span for role in person.roles if (span := page.spans.of(role.start, role.end)) is not None]
    return {
        "name": person.name,
        "title": person.title,
        "roles": [page.text[start:end] for start, end in roles],
        "orgs": [bodies[body] for body in person.organisations],
        "phones": list(person.phones),
        "emails": list(person.emails),
    }


def _prove(content: str, page: Page, marks: list[Mark]) -> None:
    """Reads the content back, which fails where the page's own words look like markup of the format.

    Raises:
        GoldError: it is not what was written.
    """
    try:
        read = parse_gold(content, Path("gold document"))
    except UsageError as error:
        raise GoldError(UNREADABLE) from error
    found = [(found.surface, found.label, found.value) for found in read.annotations]
    written = [(page.text[mark.start : mark.end], mark.label, mark.value) for mark in marks]
    lines = [page.text[line.start : line.end] for line in page.lines if line.junk is not None]
    if found != written or [line for _, line in read.junk] != lines or read.text.split() != page.text.split():
        raise GoldError(UNREADABLE)
