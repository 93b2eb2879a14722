"""A Scrapy item pipeline: every scraped page gets its record.

Enable it in the project's settings:

    ITEM_PIPELINES = {"pipeline.integrations.scrapy.PressRecordsPipeline": 300}

Scrapy itself is not imported. It asks for a pipeline's methods by their names only.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any, Protocol, Self

from pipeline.api import Document, Pipeline
from pipeline.errors import DocumentError

RECORD_FIELD = "record"
ERROR_FIELD = "record_error"


class Crawler(Protocol):
    """What is used of ``scrapy.crawler.Crawler``."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of the project and the spider."""


class PressRecordsPipeline:
    """Adds the record to every item.

    An item is a ``dict``, a ``scrapy.Item`` or of another class that Scrapy takes (dataclass, attrs), with the page as
    a string in ``html`` or ``text``, and as far as known ``url``, ``title`` and ``published`` (a date, or as ISO 8601).
    It gets ``record``, the record as JSON values, and ``record_error``: None or ``code`` and ``message`` of what kept
    the page from becoming a record. A class has to declare both. Items are never dropped; a later pipeline may do so.
    """

    def __init__(self, flow: Pipeline) -> None:
        self._flow = flow

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; loads the model.

        ``PRESS_RECORDS_MODEL`` in the settings is the model as in ``--model``, ``PRESS_RECORDS_SETTINGS`` a TOML file.

        Raises:
            SettingsError: the settings are unusable.
            ModelError: there is no such model, or it is damaged.
        """
        file = crawler.settings.get("PRESS_RECORDS_SETTINGS")
        model = crawler.settings.get("PRESS_RECORDS_MODEL")
        return cls(Pipeline.load(model, file))

    def process_item(self, item: Any, spider: object = None) -> Any:
        """Called by Scrapy for every item; former versions of it pass the spider as well."""
        del spider
        fields = _fields(item)
        try:
            record = self._flow.extract(document_of(fields))
        except DocumentError as error:
            fields[RECORD_FIELD], fields[ERROR_FIELD] = None, {"code": error.code, "message": error.message}
        else:
            fields[RECORD_FIELD], fields[ERROR_FIELD] = record.model_dump(mode="json", by_alias=True), None
        return item


def _fields(item: object) -> MutableMapping[str, Any]:
    if isinstance(item, MutableMapping):
        return item
    from itemadapter import ItemAdapter  # Scrapy brings it

    return ItemAdapter(item)


def document_of(item: Mapping[str, Any]) -> Document:
    """The page that an item holds; its HTML goes before its text, unless it is blank.

    Raises:
        DocumentError: it holds neither.
    """
    html, text = item.get("html"), item.get("text")
    is_html = not _is_blank(html)
    content = html if is_html else text
    if content is None:
        raise DocumentError("empty", "the item holds no page: yield it with the page as a string in 'html' or 'text'")
    return Document(content, is_html, item.get("url"), item.get("published"), item.get("title"))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
