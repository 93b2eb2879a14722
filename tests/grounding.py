"""The grounding invariant: every value of a record can be cut from its source again."""

from collections.abc import Iterator
from typing import Any

from pipeline.documents import RawDocument
from pipeline.records import Record
from pipeline.repairs import restore


def document(text: str, media_type: Any = "text/plain") -> RawDocument:
    """A page as reading gives it, published on a known day."""
    return RawDocument("0" * 16, "page", "page", media_type, "utf-8", "0" * 64, text, published="2021-02-02")


def spans(record: Record) -> Iterator[tuple[str, int, int]]:
    """(text, start, end) of everything in a record that is cut from the source."""
    for entity in (*record.people, *record.organisations, *record.places):
        yield from ((mention.text, mention.start, mention.end) for mention in entity.mentions)
    for person in record.people:
        yield from ((role.text, role.start, role.end) for role in person.roles)
    for values in (record.phones, record.emails, record.urls, record.addresses, record.dates):
        yield from ((value.text, value.start, value.end) for value in values)
    published = record.published
    if published is not None and published.start is not None:
        assert published.end is not None
        assert published.text is not None
        yield published.text, published.start, published.end


def check(raw: RawDocument, record: Record) -> None:
    """Cutting the source at a span and applying the text repairs gives the value's text."""
    for text, start, end in spans(record):
        assert 0 <= start < end <= len(raw.text)
        assert restore(raw.text[start:end], raw.media_type) == restore(text, "text/plain")
    for block in record.removed:
        assert 0 <= block.start < block.end <= len(raw.text)
    for issue in record.issues:
        if issue.start is not None:
            assert issue.end is not None
            assert 0 <= issue.start <= issue.end <= len(raw.text)
