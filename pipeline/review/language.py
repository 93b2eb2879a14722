"""The interface in German and English: catalogues under ``messages``, one flat mapping a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from pipeline.errors import LexiconError

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
PLURAL = "|"  # between the forms for one and for any other number


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language; called with a key and the values of its ``{placeholders}``."""

    language: Language
    messages: Mapping[str, str]

    def __call__(self, key: str, count: int | None = None, **values: Any) -> str:
        """The message, in the form that fits ``count``.

        Raises:
            KeyError: there is no such message; a test compares templates and catalogues.
        """
        message = self.messages[key]
        if count is not None:
            one, _, many = message.partition(PLURAL)
            message = one if count == 1 else many
            values["count"] = self.number(count)
        return message.format(**values) if values else message

    def name(self, kind: str, value: str) -> str:
        """What a code is called, such as ``field`` ``phones``; the code itself where the catalogue has no word."""
        return self.messages.get(f"{kind}.{value}", value)

    def number(self, value: int) -> str:
        """A number with the thousands set apart."""
        return f"{value:,}".replace(",", "." if self.language == "de" else ",")

    def decimal(self, value: float, digits: int = 2) -> str:
        """A decimal number."""
        text = f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "de" else text


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of a language, read once a process.

    Raises:
        LexiconError: the file does not map strings to strings.
    """
    name = f"messages/{language}.yml"
    data = yaml.safe_load(files("pipeline").joinpath("review", name).read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not all(isinstance(part, str) for pair in data.items() for part in pair):
        raise LexiconError(f"review/{name} must map strings to strings (quote yes, no, on, off)")
    return Catalogue(language, data)


def preferred(header: str, default: Language) -> Language:
    """The first of our languages that an ``Accept-Language`` header names, whatever its weight."""
    for part in header.lower().split(",")[:20]:
        tag = part.partition(";")[0].strip().partition("-")[0]
        for language in LANGUAGES:
            if tag == language:
                return language
    return default
