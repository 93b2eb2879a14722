"""What a page's markup says about it: meta tags, JSON-LD, ``<time>`` and ``<title>``, each with its source span."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.repairs import Piece, PieceKind, restore

ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:.-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
COLLECTED = frozenset(["meta", "link", "time", "title", "script"])
JSON_LD = "ld+json"
CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
JSON_LIMIT = 200_000  # characters of one script
NODE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Stated:
    """A value the page's markup states; offsets into the source."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Evidence:
    """The statements of one page, first of each name.

    Attributes:
        meta: lower-case name, property or itemprop of a meta tag -> its content.
        times: the ``datetime`` of every ``<time>``, with whether the element says it is the publication date.
    """

    meta: dict[str, Stated] = field(default_factory=dict)
    canonical: Stated | None = None
    title: Stated | None = None
    times: list[tuple[Stated, bool]] = field(default_factory=list)
    nodes: list[tuple[dict[str, Any], int, int]] = field(default_factory=list)


def wanted(piece: Piece) -> bool:
    """Whether a piece of markup may hold evidence."""
    return piece.name in COLLECTED and (piece.name != "script" or JSON_LD in piece.attributes)


def evidence_of(source: str, found: Sequence[Piece]) -> Evidence:
    """Reads the pieces that `wanted` picked."""
    evidence = Evidence()
    for piece in found:
        if piece.name == "script":
            evidence.nodes.extend(_nodes(source, piece))
        elif piece.name == "title":
            evidence.title = evidence.title or _inside(source, piece)
        elif piece.kind is PieceKind.START:
            _read_tag(evidence, piece)
    return evidence


def _attributes(piece: Piece) -> dict[str, tuple[int, int]]:
    """Where in the piece's attributes the value of each begins and ends; empty values are left out."""
    found: dict[str, tuple[int, int]] = {}
    for match in ATTRIBUTE.finditer(piece.attributes):
        start, end = match.span(match.lastindex or 2)
        if start < end:
            found.setdefault(match.group(1).lower(), (start, end))
    return found


def _stated(piece: Piece, span: tuple[int, int]) -> Stated:
    start, end = span
    offset = piece.start + 1 + len(piece.name)
    return Stated(restore(piece.attributes[start:end], "text/html"), offset + start, offset + end)


def _read_tag(evidence: Evidence, piece: Piece) -> None:
    if piece.name == "link" and (evidence.canonical is not None or "canonical" not in piece.attributes.lower()):
        return
    attributes = _attributes(piece)
    if piece.name == "link":
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel is not None and href is not None and "canonical" in _stated(piece, rel).text.lower():
            evidence.canonical = _stated(piece, href)
    elif piece.name == "time" and "datetime" in attributes:
        named = [_stated(piece, attributes[name]).text for name in ("class", "itemprop") if name in attributes]
        published = "publish" in " ".join(named).lower() or "pubdate" in piece.attributes.lower()
        evidence.times.append((_stated(piece, attributes["datetime"]), published))
    elif piece.name == "meta" and "content" in attributes:
        for name in ("name", "property", "itemprop"):
            if name in attributes:
                key = _stated(piece, attributes[name]).text.lower()
                if key not in evidence.meta:
                    evidence.meta[key] = _stated(piece, attributes["content"])


def _inside(source: str, piece: Piece) -> Stated | None:
    start, end = _content(source, piece)
    text = restore(source[start:end], "text/html")
    return Stated(text, start, end) if text else None


def _content(source: str, piece: Piece) -> tuple[int, int]:
    """Where the content of a raw-text element begins and ends."""
    start = piece.start + 1 + len(piece.name) + len(piece.attributes) + 1
    end = source.rfind("</", start, piece.end)
    return start, piece.end if end < 0 else end


def _nodes(source: str, piece: Piece) -> Iterator[tuple[dict[str, Any], int, int]]:
    """The top-level nodes of a JSON-LD script; broken JSON says nothing."""
    start, end = _content(source, piece)
    if end - start > JSON_LIMIT:
        return
    try:
        data = json.loads(source[start:end])
    except (ValueError, RecursionError):
        return
    waiting = [data]
    for _ in range(NODE_LIMIT):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node, start, end
            waiting.extend(node[name] for name in CONTAINERS if name in node)
