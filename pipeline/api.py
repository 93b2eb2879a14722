"""press-records from Python: one text, or a stream of documents, to records.

    from pipeline import Pipeline, extract

    record = extract("Ute Erz leitet das Jugendamt ...", published="2021-02-02")

    pipeline = Pipeline.load("fast")
    for result in pipeline.pipe(documents):
        ...

In a notebook a record shows itself as a table.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, Issue, RawDocument
from pipeline.errors import DocumentError
from pipeline.flow import process
from pipeline.read.dates import iso_date
from pipeline.read.identity import document_id
from pipeline.read.media import MediaType, media_type
from pipeline.records import Record
from pipeline.runs.models import load_recogniser
from pipeline.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Document:
    """A text or an HTML page with what is known of it.

    Attributes:
        content: the text, or the HTML as it was fetched.
        html: whether it is HTML; None to tell by its beginning.
        url: where it was published; makes the record's id, and may hold the publication date.
        published: day or time of publication (ISO 8601); "heute" and "am Freitag" are resolved from it.
        name: stands for the URL where there is none; a digest of the content by default.
    """

    content: str
    html: bool | None = None
    url: str | None = None
    published: str | None = None
    title: str | None = None
    name: str | None = None

    def raw(self) -> RawDocument:
        """The document as the flow takes it. A publication date that is no ISO 8601 is reported and not used."""
        data = self.content.encode("utf-8", "backslashreplace")
        digest = hashlib.sha256(data).hexdigest()
        name = self.name if self.name is not None else digest[:16]
        published = iso_date(self.published) if self.published is not None else None
        return RawDocument(
            id=document_id(self.url if self.url is not None else name),
            uri=self.url if self.url is not None else name,
            path=name,
            media_type=self._media_type(),
            encoding="utf-8",
            sha256=digest,
            text=self.content,
            url=self.url,
            title=self.title,
            published=published,
            issues=_unusable(self.published, published),
        )

    def _media_type(self) -> MediaType:
        if self.html is None:
            return media_type("", self.content)
        return "text/html" if self.html else "text/plain"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of a stream that cannot become a record; ``error`` says why and what to do."""

    document: Document
    error: DocumentError


class Pipeline:
    """The flow with a model loaded; use one for many documents."""

    def __init__(self, model: EntityRecogniser, settings: Settings) -> None:
        self._model = model
        self._settings = settings

    @classmethod
    def load(cls, model: str | None = None, settings: Path | None = None) -> Self:
        """Loads the model, which takes a moment.

        Args:
            model: as ``--model``: an embedded model's name, a spaCy pipeline's folder or package, "none" for contacts
                and dates only; None for the one of the settings.
            settings: a TOML file; ``PRESS_RECORDS_*`` variables count as well.

        Raises:
            SettingsError: the settings are unusable.
            ModelError: there is no such model, or it is damaged.
        """
        loaded = load_settings(settings, model=model)
        return cls(load_recogniser(loaded.model), loaded)

    def extract(self, document: Document | str) -> Record:
        """The record of one document.

        Raises:
            DocumentError: it cannot become a record: empty, binary, no content.
        """
        wanted = Document(document) if isinstance(document, str) else document
        raw = wanted.raw()
        if not raw.text.strip():
            raise DocumentError("empty", "the document holds no text")
        return process(raw, self._model, self._settings, Decisions())

    def pipe(self, documents: Iterable[Document | str]) -> Iterator[Record | Failure]:
        """A record or a failure for each document, in their order; one bad document costs only itself."""
        for document in documents:
            wanted = Document(document) if isinstance(document, str) else document
            try:
                yield self.extract(wanted)
            except DocumentError as error:
                yield Failure(wanted, error)


def extract(
    content: str,
    *,
    html: bool | None = None,
    url: str | None = None,
    published: str | None = None,
    title: str | None = None,
    model: str | None = None,
) -> Record:
    """The record of one text or page; the model stays loaded for the next call.

    Args:
        content: the text, or the HTML as it was fetched.
        html: whether it is HTML; None to tell by its beginning.
        url: where it was published.
        published: day or time of publication (ISO 8601).
        title: of the page.
        model: as `Pipeline.load`.

    Raises:
        DocumentError: the content cannot become a record.
        PipelineError: settings or model are unusable.
    """
    return _loaded(model).extract(Document(content, html, url, published, title))


@cache
def _loaded(model: str | None) -> Pipeline:
    return Pipeline.load(model)


def _unusable(stated: str | None, value: str | None) -> tuple[Issue, ...]:
    if stated is None or value is not None:
        return ()
    message = f"published is {stated[:40]!r}, not ISO 8601 such as 2021-02-02; it is not used"
    return (Issue("published-unusable", "warning", message),)
