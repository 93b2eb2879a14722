"""Title, publisher, canonical URL and publication hints, from the best evidence a document offers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from pipeline.clean.cues import DATE, SENTENCE, contact_cues
from pipeline.clean.html_evidence import Evidence, Stated
from pipeline.documents import Block, PublishedHint
from pipeline.repairs import fold, restore

SITE_SUFFIX = re.compile(r"\s(?:[|·•»«›–—:]|-)\s")
SOURCE_LINE = re.compile(
    r"^\W{0,3}(?:Quelle|Herausgeber|Herausgegeben von)\s?:?[ \t]{1,3}([^\s/|(][^\n/|(,]{2,80})", re.MULTILINE
)
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dcterms.issued", "dc.date.created", "publish_date", "publication_date",
    "pubdate", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
PUBLISHER_META = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name")
JSON_PUBLISHED = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"]{4,40})"')
URL_DATE = re.compile(r"(?<![\d])((?:19|20)\d{2}[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))(?!\d)")
NO_DOCUMENT = re.compile(
    r"Comment|Review|Person|Organization|Event|Video|Image|Product|BreadcrumbList|ItemList|WebSite"
)
TIME_REACH = 4000  # characters of source around the headline
HEADLINE_BLOCKS = 8
HEADLINE_LENGTH = (12, 220)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says about itself."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    hints: tuple[PublishedHint, ...] = ()


def text_metadata(text: str, blocks: Sequence[Block], url: str | None) -> Metadata:
    """The metadata of a plain text."""
    return Metadata(_headline(text, blocks), _source_line(text), None, tuple(_url_hint(url)))


def html_metadata(
    source: str, evidence: Evidence, text: str, headlines: Sequence[tuple[str, int]], url: str | None
) -> Metadata:
    """The metadata of a page.

    Args:
        source: the page's HTML, in which hints have their spans.
        evidence: what its markup states.
        text: the cleaned text.
        headlines: text and source offset of every ``h1``.
        url: where the page came from, if known.
    """
    canonical = None if evidence.canonical is None else urljoin(url or "", evidence.canonical.text)
    if canonical is not None and not canonical.startswith(("http://", "https://")):
        canonical = None
    title = _title(evidence, [headline for headline, _ in headlines])
    at = next((start for headline, start in headlines if headline == title), None)
    hints = (
        *_json_hints(source, evidence),
        *_meta_hints(evidence),
        *_time_hints(evidence, at),
        *_url_hint(canonical or url),
    )
    return Metadata(title, _publisher(evidence) or _source_line(text), canonical, hints)


def _title(evidence: Evidence, headlines: Sequence[str]) -> str | None:
    """The headline; where a page has several, the one that its title names."""
    named = evidence.meta.get("og:title") or evidence.title
    distinct = list(dict.fromkeys(headlines))
    if len(distinct) == 1:
        return distinct[0]
    if named is None:
        return distinct[0] if distinct else None
    inside = [headline for headline in distinct if headline.casefold() in named.text.casefold()]
    return max(inside, key=len) if inside else _without_site(named.text, evidence)


def _without_site(title: str, evidence: Evidence) -> str:
    """A page title without the name of the site behind (or before) it."""
    parts = SITE_SUFFIX.split(title)
    site = evidence.meta.get("og:site_name")
    if len(parts) > 1 and site is not None:
        parts = [part for part in parts if part.casefold() not in site.text.casefold()] or parts
    return max(parts, key=len) if parts else title


def _publisher(evidence: Evidence) -> str | None:
    for name in PUBLISHER_META:
        if name in evidence.meta:
            stated = evidence.meta[name].text
            return None if not stated or "{" in stated else stated  # an unfilled template
    for node, _, _ in evidence.nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return fold(publisher["name"]) or None
    return None


def _source_line(text: str) -> str | None:
    """What a line "Quelle: Stadt Worms / Pressestelle" names first."""
    found = list(SOURCE_LINE.finditer(text))
    return fold(found[-1].group(1)) if found else None


def _headline(text: str, blocks: Sequence[Block]) -> str | None:
    """The first line that looks like a headline: no date, no sender, no sentence."""
    for block in blocks[:HEADLINE_BLOCKS]:
        line = fold(text[block.start : block.end])
        low, high = HEADLINE_LENGTH
        if not low <= len(line) <= high or len(line.split()) < 2:
            continue
        dated = DATE.search(line[:60]) is not None and len(line) < 70
        if not dated and not contact_cues(line) and not (SENTENCE.search(line) and line.endswith(".")):
            return line
    return None


def _json_hints(source: str, evidence: Evidence) -> Iterator[PublishedHint]:
    for node, start, end in evidence.nodes:
        stated = node.get("datePublished")
        if isinstance(stated, str) and not NO_DOCUMENT.search(str(node.get("@type"))):
            for match in JSON_PUBLISHED.finditer(source, start, end):
                if match.group(1) == stated:
                    yield PublishedHint(restore(stated, "text/html"), "json-ld", match.start(1), match.end(1))
                    break


def _meta_hints(evidence: Evidence) -> Iterator[PublishedHint]:
    for name in PUBLISHED_META:
        if name in evidence.meta:
            yield _hint(evidence.meta[name], "meta")


def _time_hints(evidence: Evidence, headline: int | None) -> Iterator[PublishedHint]:
    """The ``<time>`` that says so, else the one by the headline, else the only one of the page."""
    said = [time for time, published in evidence.times if published]
    near = [time for time, _ in evidence.times if headline is not None and abs(time.start - headline) <= TIME_REACH]
    every = [time for time, _ in evidence.times]
    for listed in (said, near, every):
        if listed and (listed is not every or len({time.text for time in every}) == 1):
            yield _hint(listed[0], "time")
            return


def _hint(stated: Stated, basis: str) -> PublishedHint:
    return PublishedHint(stated.text, "meta" if basis == "meta" else "time", stated.start, stated.end)


def _url_hint(url: str | None) -> Iterator[PublishedHint]:
    match = URL_DATE.search(url or "")
    if match is not None:
        yield PublishedHint(match.group(1), "url")
