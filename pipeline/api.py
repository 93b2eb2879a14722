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
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, Issue, RawDocument
from pipeline.errors import DocumentError, PipelineError, UsageError
from pipeline.flow import process
from pipeline.read.dates import NO_DAY, iso_date
from pipeline.read.identity import document_id
from pipeline.read.media import MediaType, media_type
from pipeline.records import Record
from pipeline.runs.models import load_recogniser
from pipeline.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Document:
    """A text or an HTML page with what is known of it; a blank string is the same as None.

    Attributes:
        content: the text, or the HTML as it was fetched.
        html: whether it is HTML; None to tell by its beginning.
        url: where it was published; makes the record's id, and may hold the publication date.
        published: day or time of publication, a date or as ISO 8601; "heute" and "am Freitag" are resolved from it.
        title: of the page, where it is known better than the page tells.
        name: stands for the URL where there is none; a digest of the content by default.
    """

    content: str
    html: bool | None = None
    url: str | None = None
    published: str | date | None = None
    title: str | None = None
    name: str | None = None

    def raw(self) -> RawDocument:
        """The document as the flow takes it. A publication date that names no day is reported and not used.

        Raises:
            DocumentError: the content is blank or no string, or another field is of the wrong type.
        """
        _require_types(self)
        if not self.content.strip():
            raise DocumentError("empty", "the document holds no text")
        data = self.content.encode("utf-8", "backslashreplace")
        digest = hashlib.sha256(data).hexdigest()
        url, name = _stated(self.url), _stated(self.name)
        path = name if name is not None else digest[:16]
        published, issues = _published(self.published)
        return RawDocument(
            id=document_id(url if url is not None else path),
            uri=url if url is not None else path,
            path=path,
            media_type=self._media_type(),
            encoding="utf-8",
            sha256=digest,
            text=self.content,
            url=url,
            title=_stated(self.title),
            published=published,
            issues=issues,
        )

    def _media_type(self) -> MediaType:
        if self.html is None:
            return media_type("", self.content)
        return "text/html" if self.html else "text/plain"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of a stream that cannot become a record; ``error`` says why and what to do.

    What was no document at all is told by its place in the stream: ``document.name`` is then ``documents[3]``.
    """

    document: Document
    error: DocumentError


class Pipeline:
    """The flow with a model loaded; use one for many documents."""

    def __init__(self, model: EntityRecogniser, settings: Settings) -> None:
        self._model = model
        self._settings = settings

    @classmethod
    def load(cls, model: str | None = None, settings: Path | str | None = None) -> Self:
        """Loads the model, which takes a moment.

        Args:
            model: as ``--model``: an embedded model's name, a spaCy pipeline's folder or package, "none" for contacts
                and dates only; None for the one of the settings.
            settings: a TOML file; ``PRESS_RECORDS_*`` variables count as well.

        Raises:
            SettingsError: the settings are unusable.
            ModelError: there is no such model, or it is damaged.
        """
        loaded = load_settings(Path(settings) if settings is not None else None, model=model)
        return cls(load_recogniser(loaded.model), loaded)

    def extract(self, document: Document | str) -> Record:
        """The record of one document.

        Raises:
            DocumentError: it cannot become a record: no text, empty, no content.
        """
        wanted = document if isinstance(document, Document) else Document(document)
        return process(wanted.raw(), self._model, self._settings, Decisions())

    def pipe(self, documents: Iterable[Document | str]) -> Iterator[Record | Failure]:
        """A record or a failure for each document, in their order; one bad document costs only itself.

        Calling the pipeline itself does the same: ``pipeline(documents)``.

        Raises:
            UsageError: a single document is given, not several.
        """
        if isinstance(documents, (str, bytes, bytearray, Document)) or not isinstance(documents, Iterable):
            raise UsageError(f"pipe takes several documents, not one {type(documents).__name__}; use extract for one")
        return (self._result(document, number) for number, document in enumerate(documents))

    __call__ = pipe

    def _result(self, given: Document | str, number: int) -> Record | Failure:
        document = given if isinstance(given, Document) else Document(given)
        try:
            return self.extract(document)
        except DocumentError as error:
            known = isinstance(given, (Document, str))
            return Failure(document if known else Document("", name=f"documents[{number}]"), error)
        except (PipelineError, MemoryError):
            raise
        except Exception as cause:  # a defect of ours, as in a run
            defect = DocumentError("internal-error", f"a defect of ours ({type(cause).__name__}); please report it")
            defect.__cause__ = cause
            return Failure(document, defect)


def extract(
    content: str,
    *,
    html: bool | None = None,
    url: str | None = None,
    published: str | date | None = None,
    title: str | None = None,
    model: str | None = None,
) -> Record:
    """The record of one text or page; the model stays loaded for the next call.

    Args:
        content: the text, or the HTML as it was fetched.
        html: whether it is HTML; None to tell by its beginning.
        url: where it was published.
        published: day or time of publication, a date or as ISO 8601.
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


def _require_types(document: Document) -> None:
    """What Python does not check by itself.

    Raises:
        DocumentError: a field is of the wrong type.
    """
    content = document.content
    if isinstance(content, (bytes, bytearray)):
        raise DocumentError("not-text", "the content is bytes, not a string; decode it, as with response.text")
    wrong = next((name for name in ("content", "url", "title", "name") if not _fits(document, name)), None)
    if wrong is not None:
        kind = type(getattr(document, wrong)).__name__
        raise DocumentError("not-text", f"{wrong!r} is of type {kind}, not a string")


def _fits(document: Document, name: str) -> bool:
    value = getattr(document, name)
    return isinstance(value, str) or (value is None and name != "content")


def _stated(value: str | None) -> str | None:
    return value if value is not None and value.strip() else None


def _published(stated: str | date | None) -> tuple[str | None, tuple[Issue, ...]]:
    if stated is None or (isinstance(stated, str) and not stated.strip()):
        return None, ()
    value = iso_date(stated)
    if value is not None:
        return value, ()
    return None, (Issue("published-unusable", "warning", f"published is {str(stated)[:40]!r}, {NO_DAY}"),)
