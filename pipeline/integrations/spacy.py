"""Records as spaCy documents: entities, span groups for every field, and files that ``spacy train`` reads.

    from pipeline import extract
    from pipeline.integrations.spacy import to_doc

    doc = to_doc(extract(page), page)
    doc.ents                    # people, organisations and places: PER, ORG, LOC
    doc.spans["phones"]         # each with its value in `kb_id_`

The document holds the cleaned text. A record's offsets count in the source, so the source is needed: it is cleaned once
more, and what comes out has to be the record's text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.util import filter_spans

from pipeline.clean import clean
from pipeline.documents import RawDocument
from pipeline.errors import UsageError
from pipeline.offsets import Inverse
from pipeline.records import Record
from pipeline.settings import load_settings

ENTITY_GROUPS = ("people", "organisations", "places")
GROUPS = (*ENTITY_GROUPS, "roles", "phones", "emails", "urls", "addresses", "dates")
USER_DATA = "press_record"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the source with what it says: the group it belongs to, its label and its value."""

    group: str
    start: int
    end: int
    label: str
    value: str


def to_doc(record: Record, source: str, nlp: Language | None = None, settings: Path | None = None) -> Doc:
    """The cleaned text of a record as a spaCy document.

    Args:
        record: the record.
        source: the decoded text or HTML that it was made of.
        nlp: whose tokeniser to use; spaCy's blank German one by default. Spans are widened to whole tokens: where it
            takes the full stop of a sentence to the year before it ("2021."), the span ends with it as well.
        settings: the TOML file of the run, where it named one; a site profile in it takes part in cleaning.

    Returns:
        ``doc.ents`` holds people, organisations and places, the longest of those that overlap; ``doc.spans`` a group
        for each name in `GROUPS`, with all of them; ``doc.user_data["press_record"]`` the record as JSON. ``kb_id_`` of
        a span is its value: E.164, EDTF or address; for people, organisations and places the id in the record. It is
        empty where the value is null.

    Raises:
        UsageError: the record was not made of this source, or by another version or other settings.
    """
    document = clean(_raw(record, source), load_settings(settings).site_profile)[0]
    if document.text != record.text:
        raise UsageError(
            f"{record.source.uri}: cleaning the source does not give the record's text; "
            "give the source, the settings and the version that the record was made with"
        )
    doc = (nlp if nlp is not None else spacy.blank("de")).make_doc(document.text)
    inverse = Inverse(document.offsets)
    groups: dict[str, list[Span]] = {group: [] for group in GROUPS}
    for item in _evidence(record):
        span = _span(doc, item, inverse)
        if span is not None:
            groups[item.group].append(span)
    doc.ents = tuple(filter_spans(span for group in ENTITY_GROUPS for span in groups[group]))
    for group, spans in groups.items():
        doc.spans[group] = SpanGroup(doc, name=group, spans=spans)
    doc.user_data[USER_DATA] = record.to_json()
    return doc


def to_doc_bin(
    pairs: Iterable[tuple[Record, str]], nlp: Language | None = None, settings: Path | None = None
) -> DocBin:
    """Records with their sources as one ``DocBin``; ``to_disk("train.spacy")`` gives a file for ``spacy train``.

    Raises:
        UsageError: as `to_doc`.
    """
    tokeniser = nlp if nlp is not None else spacy.blank("de")
    return DocBin(docs=(to_doc(record, source, tokeniser, settings) for record, source in pairs), store_user_data=True)


def _raw(record: Record, source: str) -> RawDocument:
    origin = record.source
    return RawDocument(
        id=record.id,
        uri=origin.uri,
        path=origin.path,
        media_type=origin.media_type,
        encoding=origin.encoding,
        sha256=origin.sha256,
        text=source,
        url=origin.url,
        title=record.title,
        retrieved=origin.retrieved,
    )


def _span(doc: Doc, item: Evidence, inverse: Inverse) -> Span | None:
    """The tokens of a piece of evidence; None where it stands outside the cleaned text, as in a ``mailto:`` link."""
    place = inverse.span(item.start, item.end)
    if place is None:
        return None
    return doc.char_span(*place, label=item.label, kb_id=item.value, alignment_mode="expand")


def _evidence(record: Record) -> Iterator[Evidence]:
    yield from _entities(record)
    for person in record.people:
        for role in person.roles:
            yield Evidence("roles", role.start, role.end, "ROLE", person.id)
    for phone in record.phones:
        yield Evidence("phones", phone.start, phone.end, phone.kind.upper(), phone.value)
    for email in record.emails:
        yield Evidence("emails", email.start, email.end, "EMAIL", _or_empty(email.value))
    for url in record.urls:
        yield Evidence("urls", url.start, url.end, "URL", url.value)
    for address in record.addresses:
        yield Evidence("addresses", address.start, address.end, "ADDRESS", address.text)
    for date in record.dates:
        yield Evidence("dates", date.start, date.end, "DATE", _or_empty(date.value))


def _entities(record: Record) -> Iterator[Evidence]:
    labelled: Mapping[str, str] = dict(zip(ENTITY_GROUPS, ("PER", "ORG", "LOC"), strict=True))
    for group, label in labelled.items():
        for entity in getattr(record, group):
            for mention in entity.mentions:
                yield Evidence(group, mention.start, mention.end, label, entity.id)


def _or_empty(value: str | None) -> str:
    return value if value is not None else ""
