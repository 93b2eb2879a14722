"""``press-records decisions``."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipeline.cli.console import output
from pipeline.cli.options import Json, Out
from pipeline.decisions import Decision, Decisions, canonical, conflicts
from pipeline.errors import UsageError
from pipeline.printable import printable
from pipeline.store import write_lines
from pipeline.store.decisions import DECISIONS, DecisionLog
from pipeline.store.snapshot import read_lines

LIST_EXAMPLES = """Examples:

  press-records decisions list --out out

  press-records decisions list --document 7e70b75b133c70ce --all --json
"""
EXPORT_EXAMPLES = "Example:\n\n  press-records decisions export decisions.jsonl --out out"
IMPORT_EXAMPLES = "Example:\n\n  press-records decisions import decisions.jsonl --out out"
UNDO_EXAMPLES = "Example:\n\n  press-records decisions undo 20ef7b4e955c9c142e65 --author erika --note slipped"
DEFAULT_OUT = Path("out")
SHOWN = 60  # characters of a value

decisions = typer.Typer(
    help="The reviewers' decisions about the records of a folder.", epilog=LIST_EXAMPLES, no_args_is_help=True
)


@decisions.command("list", epilog=LIST_EXAMPLES)
def list_decisions(
    *,
    out: Out = DEFAULT_OUT,
    document: Annotated[str | None, typer.Option("--document", help="Only about this record.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was taken back or overruled, and the undos.")
    ] = False,
    disputed: Annotated[
        bool, typer.Option("--conflicts", help="Only where reviewers disagree: what stands, then what it overrules.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the decisions in force."""
    entries = [entry for entry in _entries(out) if document in {None, entry.document}]
    standing = Decisions.of_entries(entries).by_document
    ids = {decision.id for about in standing.values() for decision in about}
    if disputed:
        shown = [side for about in _by_document(entries) for pair in conflicts(about) for side in pair.sides]
    else:
        shown = sorted((e for e in entries if everything or e.id in ids), key=lambda entry: (entry.time, entry.id))
    if as_json:
        for entry in shown:
            typer.echo(entry.to_json())
    else:
        output.print(_table(shown, ids))


@decisions.command("export", epilog=EXPORT_EXAMPLES)
def export_decisions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write.", show_default=False)],
    *,
    out: Out = DEFAULT_OUT,
) -> None:
    """Write every entry of the log as a line of JSON."""
    written = write_lines(file, _log(out).export_jsonl())
    output.print(f"{written.lines} entries written to {file}", markup=False)


@decisions.command("import", epilog=IMPORT_EXAMPLES)
def import_decisions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'export' wrote.", show_default=False)],
    *,
    out: Out = DEFAULT_OUT,
) -> None:
    """Add the entries of another log; those that are here already stay as they are."""
    if not out.is_dir():
        raise UsageError(f"{out} is no folder of results; name one with --out")
    if not file.is_file():
        raise UsageError(f"{file} does not exist; name the file that 'press-records decisions export' wrote")
    added = DecisionLog(out / DECISIONS).import_jsonl(read_lines(file))
    output.print(f"{added} entries added to {out / DECISIONS}", markup=False)


@decisions.command("undo", epilog=UNDO_EXAMPLES)
def undo_decision(
    entry: Annotated[str, typer.Argument(metavar="ID", help="As 'list' shows it.", show_default=False)],
    *,
    author: Annotated[str, typer.Option("--author", help="Who takes it back.")],
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
    out: Out = DEFAULT_OUT,
) -> None:
    """Take a decision back; the log keeps it, with the undo."""
    undone = _log(out).undo(entry, author, note)
    output.print(f"{undone.undoes} is taken back by {undone.id}", markup=False)


def _by_document(entries: Iterable[Decision]) -> Iterable[list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for entry in entries:
        found.setdefault(entry.document, []).append(entry)
    return found.values()


def _entries(out: Path) -> list[Decision]:
    """All of the log's; none where nobody has decided yet."""
    if not out.is_dir():
        raise UsageError(f"{out} is no folder of results; name one with --out")
    return [entry for _, entry in _log(out).since()] if (out / DECISIONS).exists() else []


def _log(out: Path) -> DecisionLog:
    path = out / DECISIONS
    if not path.exists():
        raise UsageError(f"there are no decisions: {path} does not exist; decide with press-records review")
    return DecisionLog(path)


def _table(entries: Iterable[Decision], standing: set[str]) -> Table:
    table = Table("id", "time", "author", "document", "decision", "value", "note", box=None, padding=(0, 2, 0, 0))
    for entry in entries:
        what = f"{entry.action} {entry.undoes}" if entry.undoes is not None else f"{entry.action} {entry.field}"
        value = entry.value if isinstance(entry.value, str) else canonical(entry.value)
        cells = (entry.id, entry.time[:19], entry.author, entry.document, what, value[:SHOWN], entry.note or "")
        style = "" if entry.id in standing else "dim"
        table.add_row(*(Text(printable(cell, one_line=True), style) for cell in cells))
    return table
