"""One line of a JSONL dump: ``{id?, url?, title?, text|html, published?, retrieved?}``, further keys allowed."""

import json
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipeline.documents import Issue
from pipeline.errors import ReadError
from pipeline.read.dates import NO_DAY, iso_date

_JSON_NAMES = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A usable dump line; ``published`` is ISO 8601 or None."""

    content: str
    is_html: bool
    id: str | None
    url: str | None
    title: str | None
    published: str | None
    retrieved: str | None
    issues: tuple[Issue, ...]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published: str | None = None
    retrieved: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Blank means absent; half a surrogate pair (a broken escape) cannot be stored and becomes U+FFFD."""
        if not isinstance(value, str):
            return value
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if value.strip() else None


def parse_line(line: str) -> ParsedLine:
    """Checks one line. Where it has both ``html`` and ``text`` the page is taken, which can be grounded.

    Raises:
        ReadError: no JSON object (``bad-json``), wrong type of a field (``bad-line``), nothing to read (``empty``).
    """
    fields = _fields(line)
    content = fields.html if fields.html is not None else fields.text
    if content is None:
        raise ReadError("empty", "neither 'text' nor 'html' holds anything; check the scraper's field names")
    published, issues = _published(fields.published)
    is_html = fields.html is not None
    return ParsedLine(content, is_html, fields.id, fields.url, fields.title, published, fields.retrieved, issues)


def _fields(line: str) -> _Fields:
    try:
        data = json.loads(line, parse_constant=_absent)
    except (ValueError, RecursionError) as error:
        raise ReadError("bad-json", f"not valid JSON ({error}); each line must be one JSON object") from error
    if not isinstance(data, dict):
        raise ReadError("bad-json", f"a JSON {_JSON_NAMES[type(data)]}; each line must be one JSON object")
    try:
        return _Fields.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ReadError("bad-line", f"field {first['loc'][0]!r}: {first['msg']}") from error


def _absent(_constant: str) -> None:
    """NaN and Infinity are no JSON; tools that keep tables write them where a cell is empty."""


def _published(stated: str | None) -> tuple[str | None, tuple[Issue, ...]]:
    if stated is None:
        return None, ()
    value = iso_date(stated)
    if value is not None:
        return value, ()
    message = f"the dump's 'published' is {stated[:40]!r}, {NO_DAY}"
    return None, (Issue("published-unusable", "warning", message),)
