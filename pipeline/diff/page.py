"""The report as one self-contained page.

It holds no script, loads nothing, and its policy forbids both; everything scraped is escaped, so it shows as text.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from pipeline.diff.changes import DocumentChange, FieldChange
from pipeline.diff.foremost import Report
from pipeline.diff.wording import wordings
from pipeline.printable import printable

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
OPERATIONS = ("removed", "changed", "added")
NAMES = {"ADD": "new", "DEL": "gone", "MOD": "changed"}


def diff_html(report: Report, old: str, new: str) -> Iterator[str]:
    """The lines of the page; write them as UTF-8.

    Args:
        report: what changed.
        old: what the user calls the older side.
        new: what the user calls the newer one.
    """
    style = files("pipeline").joinpath("diff", "page.css").read_text(encoding="utf-8")
    title = f"{_text(old)} → {_text(new)}"
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Changes {title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>Changes {title}</h1>"""
    yield from _summary(report)
    for document in report.foremost:
        yield from _document(document)
    if report.left_out:
        yield f"<p>And {report.left_out} more documents, which are less important.</p>"
    yield "</main>\n</body>\n</html>"


def _summary(report: Report) -> Iterator[str]:
    if not report.tally.documents:
        yield "<p>Nothing changed.</p>"
        return
    causes = ", ".join(f"{_text(cause)} {count}" for cause, count in report.tally.causes.most_common())
    yield f"<p>{report.tally.documents} documents changed; by cause: {causes}.</p>"
    yield '<table><thead><tr><th scope="col">field</th>'
    yield "".join(f'<th scope="col">{op}</th>' for op in OPERATIONS) + "</tr></thead><tbody>"
    for name in report.tally.fields():
        cells = "".join(f'<td class="number">{report.tally.counts[name, op] or ""}</td>' for op in OPERATIONS)
        yield f'<tr><th scope="row">{_text(name)}</th>{cells}</tr>'
    yield "</tbody></table>"


def _document(document: DocumentChange) -> Iterator[str]:
    facts = [f"{NAMES[document.op]} by {', '.join(document.cause)}", document.uri, document.publisher, document.id]
    yield f"<section>\n<h2>{_text(document.title or document.uri)}</h2>"
    yield f'<p class="facts">{" · ".join(_text(fact) for fact in facts if fact)}</p>\n<ul>'
    for change in document.changes:
        yield from _change(change)
    yield "</ul>\n</section>"


def _change(change: FieldChange) -> Iterator[str]:
    score = "" if change.score is None else f' <span class="score">{change.score:.2f}</span>'
    for what, old, new in wordings(change):
        before = "" if old is None else f"<del>{_text(old)}</del> "
        after = "" if new is None else f"<ins>{_text(new)}</ins>"
        name = f"{change.field} {what}" if what else change.field
        yield f'<li class="{change.op}"><b>{_text(name)}</b> {change.op}: {before}{after}{score}</li>'


def _text(text: str) -> str:
    return escape(printable(text), quote=True)
