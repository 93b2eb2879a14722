"""Targets that read text: each recogniser with its normaliser, the cleaner, linking of any people, the whole flow."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from evaluation.oracle import clean_document
from pipeline.annotate import addresses, annotate, dates, emails, phones, roles, urls
from pipeline.clean import clean
from pipeline.decisions import Decisions
from pipeline.documents import CleanDocument, Issue, Label, Mention
from pipeline.errors import DocumentError
from pipeline.flow import process
from pipeline.link import link
from pipeline.normalise import addresses as address_values
from pipeline.normalise import dates as date_values
from pipeline.normalise import emails as email_values
from pipeline.normalise import normalise
from pipeline.normalise import phones as phone_values
from pipeline.normalise import urls as url_values
from pipeline.records import Record
from pipeline.settings import Settings
from pipeline.values import Published
from tests.fakes import PatternModel
from tests.grounding import check, document
from tools.fuzz.checks import require, require_linear, require_same, require_spans

Find = Callable[[CleanDocument, Sequence[Mention]], list[Mention]]
Normalise = Callable[[CleanDocument, list[Mention]], object]
CAPITALISED = re.compile(r"\b[^\W\d_a-zäöüß][\w.'-]{0,30}(?: [^\W\d_a-zäöüß][\w.'-]{0,30}){0,3}")
BODY = re.compile(r"amt|stadt|verein|schule|GmbH|gericht|Landkreis")
PUBLISHED = Published("2021-02-02", "given", "day")
SETTINGS = Settings()


@dataclass(frozen=True)
class GreedyModel(PatternModel):
    """Takes everything that begins with a capital for a person, a body or a place: the worst a model can do."""

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """Mentions in text order, each within a block."""
        found = []
        for block in document.blocks:
            for number, match in enumerate(CAPITALISED.finditer(document.text, block.start, block.end)):
                other = Label.LOC if number % 5 == 4 else Label.PER
                label = Label.ORG if BODY.search(match.group()) else other
                found.append(Mention(label, match.start(), match.end(), match.group(), 0.9, "fuzz:greedy"))
        return found


def found_and_read(find: Find, read: Normalise, data: bytes) -> None:
    """A recogniser and its normaliser on a text without markup."""
    text = _text(data)

    def work(text: str) -> tuple[list[Mention], object]:
        page = clean_document("fuzz", text)
        mentions = find(page, ())
        return mentions, read(page, mentions)

    require_spans(text, work(text)[0])
    require_same(text, work)
    require_linear(text, work)


def _roles(page: CleanDocument, _taken: Sequence[Mention]) -> list[Mention]:
    """Roles stand beside people: everything with a capital is one."""
    return roles.find(page, tuple(GreedyModel().recognise(page)))


def people(data: bytes) -> None:
    """Names, roles and links where every capitalised word may be a person."""
    text = _text(data)

    def work(text: str) -> object:
        page = clean_document("fuzz", text)
        mentions, _ = annotate(page, GreedyModel())
        require_spans(page.text, mentions)
        return link(page, normalise(page, mentions)[0])

    work(text)
    require_same(text, work)
    require_linear(text, work)


def cleaner(media_type: Literal["text/plain", "text/html"], data: bytes) -> None:
    """The cleaner: blocks inside the text, in order, and a way back to the source for each."""
    text = _text(data)

    def work(text: str) -> tuple[CleanDocument, tuple[Issue, ...]] | str:
        try:
            return clean(document(text, media_type))
        except DocumentError as error:
            require(error.code == "no-content", f"{error.code}: {error.message}")
            return error.code

    result = work(text)
    if isinstance(result, tuple):
        page, end = result[0], 0
        for block in page.blocks:
            require(end <= block.start < block.end <= len(page.text), f"{block} is out of order")
            end = block.end
        require(all(0 <= cut.start < cut.end <= len(text) for cut in page.removed), "a removal outside the source")
    require_same(text, lambda text: _comparable(work(text)))
    require_linear(text, work)


def _comparable(result: tuple[CleanDocument, tuple[Issue, ...]] | str) -> object:
    """Everything but the map of offsets, which has no representation of its own."""
    if isinstance(result, str):
        return result
    page, issues = result
    return page.text, page.blocks, page.removed, page.title, page.publisher, page.language, page.published_hints, issues


def flow(media_type: Literal["text/plain", "text/html"], data: bytes) -> None:
    """One document through all stages: a grounded record that can be stored and read back, or "no-content"."""
    text = _text(data)
    if not text.strip():
        return
    raw = document(text, media_type)

    def work(text: str) -> str:
        try:
            return process(document(text, media_type), GreedyModel(), SETTINGS, Decisions()).model_dump_json()
        except DocumentError as error:
            require(error.code == "no-content", f"{error.code}: {error.message}")
            return ""

    line = work(text)
    if line:
        check(raw, Record.model_validate_json(line))
    require_same(text, work)
    require_linear(text, work)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _dates(page: CleanDocument, mentions: list[Mention]) -> object:
    return date_values.normalise(page, mentions, PUBLISHED), date_values.normalise(page, mentions, None)


FINDERS: dict[str, Callable[[bytes], None]] = {
    "dates": partial(found_and_read, dates.find, _dates),
    "phones": partial(found_and_read, phones.find, phone_values.normalise),
    "emails": partial(found_and_read, emails.find, email_values.normalise),
    "urls": partial(found_and_read, urls.find, url_values.normalise),
    "addresses": partial(found_and_read, addresses.find, address_values.normalise),
    "roles": partial(found_and_read, _roles, lambda _page, _mentions: None),
    "people": people,
    "clean-text": partial(cleaner, "text/plain"),
    "clean-html": partial(cleaner, "text/html"),
    "flow-text": partial(flow, "text/plain"),
    "flow-html": partial(flow, "text/html"),
}
