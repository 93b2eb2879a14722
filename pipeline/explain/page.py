"""A trace as one self-contained page: the source with highlights, then the stages.

The page holds no script and its policy forbids any; everything scraped is escaped, so it shows as text.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from pipeline.documents import RawDocument, RemovedBlock
from pipeline.explain.highlights import Highlight, highlights, removed_highlights
from pipeline.explain.links_picture import links_section
from pipeline.explain.sections import Section, removed_section, sections
from pipeline.flow import Trace
from pipeline.printable import printable

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
KINDS = (
    "person", "role", "organisation", "place", "phone", "email", "url", "address", "date", "published", "removed",
)  # fmt: skip


def explain_html(trace: Trace) -> str:
    """The page as text; write it as UTF-8."""
    tables = "\n".join(_table(section) for section in sections(trace))
    source = _source(trace.raw.text, highlights(trace.record))
    return _document(trace.record.title or trace.record.source.path, f"{source}\n{tables}\n{links_section(trace)}")


def explain_refused_html(raw: RawDocument, removed: Sequence[RemovedBlock], reason: str) -> str:
    """The page of a document that a run would quarantine: why, and the source with what cleaning took out of it."""
    section = removed_section(raw, removed)
    why = f'<p class="refused">This document would be quarantined: {_text(reason)}</p>'
    return _document(
        raw.title or raw.path, f"{why}\n{_source(raw.text, removed_highlights(removed))}\n{_table(section)}"
    )


def _document(title: str, body: str) -> str:
    style = files("pipeline").joinpath("explain", "page.css").read_text(encoding="utf-8")
    legend = " ".join(f'<span class="{kind}">{kind}</span>' for kind in KINDS)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
{style}</style>
</head>
<body>
<h1>{_text(title)}</h1>
<p class="legend">{legend}</p>
{body}
</body>
</html>
"""


def _source(text: str, marks: Sequence[Highlight]) -> str:
    return f'<h2>Source</h2>\n<pre class="source">{mark_up(text, marks)}</pre>'


def mark_up(source: str, marks: Sequence[Highlight]) -> str:
    """The source, escaped, every piece in a ``span`` with the classes and notes of the highlights that cover it.

    Args:
        source: the decoded source.
        marks: by start; they may overlap.
    """
    return "".join(_piece(source[start:end], covering) for start, end, covering in _pieces(len(source), marks))


def _pieces(length: int, marks: Sequence[Highlight]) -> Iterator[tuple[int, int, list[Highlight]]]:
    """The source cut at every edge of a highlight, with the highlights over each piece."""
    edges = sorted({0, length, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    active: list[Highlight] = []
    upcoming = iter(marks)
    waiting = next(upcoming, None)
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while waiting is not None and waiting.start <= start:
            active.append(waiting)
            waiting = next(upcoming, None)
        yield start, end, list(active)


def _piece(text: str, covering: Sequence[Highlight]) -> str:
    if not covering:
        return _text(text)
    classes = " ".join(dict.fromkeys(mark.kind for mark in covering))
    notes = "; ".join(dict.fromkeys(mark.note for mark in covering))
    removed = next((mark.removed for mark in covering if mark.removed is not None), None)
    label = f' data-removed="{_text(removed)}"' if removed is not None else ""
    return f'<span class="{classes}" title="{_text(notes)}"{label}>{_text(text)}</span>'


def _table(section: Section) -> str:
    heading = f"<h2>{_text(section.title)}</h2>\n<p>{_text(section.hint)}</p>"
    if not section.rows:
        return f"{heading}\n<p>Nothing.</p>"
    head = "".join(f"<th>{_text(cell)}</th>" for cell in section.headings)
    rows = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in section.rows)
    return f"{heading}\n<table>\n<tr>{head}</tr>\n{rows}\n</table>"


def _text(text: str) -> str:
    return escape(printable(text), quote=True)
