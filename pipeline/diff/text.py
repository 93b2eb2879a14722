"""The report on a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.diff.changes import DocumentChange, FieldChange
from pipeline.diff.foremost import Report
from pipeline.diff.wording import wordings
from pipeline.printable import printable

MOST_CHANGES = 30  # shown of one document
SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
NAMES = {"ADD": "new", "DEL": "gone", "MOD": "changed"}


def diff_text(report: Report) -> RenderableType:
    """What changed: a table of counts, then the foremost documents."""
    if not report.tally.documents:
        return Text("nothing changed")
    parts: list[RenderableType] = [_counts(report), _causes(report)]
    for document in report.foremost:
        parts += [Text(""), _heading(document), *_lines(document)]
    if report.left_out:
        parts += [Text(""), Text(f"and {report.left_out} more documents; --limit shows more, --json all", "dim")]
    return Group(*parts)


def _counts(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for op in ("removed", "changed", "added"):
        table.add_column(op, justify="right", style=SIGNS[op][1])
    for name in report.tally.fields():
        table.add_row(name, *(str(report.tally.counts[name, op] or "") for op in ("removed", "changed", "added")))
    return table


def _causes(report: Report) -> Text:
    counts = ", ".join(f"{cause} {count}" for cause, count in report.tally.causes.most_common())
    return Text(f"documents by cause: {counts}", "dim")


def _heading(document: DocumentChange) -> Text:
    title = printable(document.title or document.uri, one_line=True)
    cause = ", ".join(document.cause)
    where = printable(document.uri, one_line=True)
    return Text.assemble((title, "bold"), f"  {NAMES[document.op]} by {cause}  ", (f"{where} {document.id}", "dim"))


def _lines(document: DocumentChange) -> Iterator[Text]:
    for change in document.changes[:MOST_CHANGES]:
        yield from _change(change)
    if len(document.changes) > MOST_CHANGES:
        yield Text(f"  … {len(document.changes) - MOST_CHANGES} more changes", "dim")


def _change(change: FieldChange) -> Iterator[Text]:
    sign, style = SIGNS[change.op]
    for what, old, new in wordings(change):
        name = f"{change.field} {what}" if what else change.field
        shown = " → ".join(printable(text, one_line=True) for text in (old, new) if text is not None)
        score = "" if change.score is None or change.op == "removed" else f"  ({change.score:.2f})"
        yield Text.assemble((f"  {sign} {printable(name, one_line=True)}  ", style), shown, (score, "dim"))
