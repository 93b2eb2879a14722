"""``press-records subject``, ``erase`` and ``suppress``."""

import json
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline.cli.console import fail, output, say
from pipeline.errors import UsageError
from pipeline.printable import printable
from pipeline.privacy.erase import Erasure, erase, suppress_contact
from pipeline.privacy.names import subject_of
from pipeline.privacy.subject import SubjectReport, subject_report, to_json
from pipeline.runs.upkeep import require_results

NOT_PROVEN = 1
SUBJECT_EXAMPLES = """Examples:

  press-records subject "Ute Erz" --out out

  press-records subject "Ute Erz" --organisation "Stadt Worms" --json > report.json
"""
ERASE_EXAMPLES = """Examples:

  press-records erase "Ute Erz" --out out --yes

  press-records erase "Thomas Müller" --organisation "Stadt Worms" --note "request of 3 May" --yes
"""
SUPPRESS_EXAMPLES = """Examples:

  press-records suppress +4962418531060 --out out
"""

CONTACT = re.compile(r"\+[1-9][0-9]{4,14}|[^@\s]{1,100}@[^@\s]{1,200}")
"""A value as records hold it; E.164 has at most 15 digits."""

Name = Annotated[str, typer.Argument(metavar="NAME", help="Given and family name.", show_default=False)]
Organisation = Annotated[
    str | None, typer.Option("--organisation", help="Only the bearer of the name who belongs to this body.")
]
Out = Annotated[Path, typer.Option("--out", help="Folder of the runs.")]
Note = Annotated[str, typer.Option("--note", help="For the list; it must not name the person.")]


def subject(
    *,
    name: Name,
    organisation: Organisation = None,
    out: Out = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Show everything that is held about a person and where it came from."""
    require_results(out)
    report = subject_report(out, subject_of(name, organisation))
    if as_json:
        typer.echo(json.dumps(to_json(report), indent=1, ensure_ascii=False))
    else:
        _show(report)


def erase_person(
    *,
    name: Name,
    organisation: Organisation = None,
    out: Out = Path("out"),
    note: Note = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a person out of records, runs, decisions and feeds for good, and prove that nothing is left.

    Exit code 0: erased and proven; 1: a word still stands somewhere; 2: the call cannot work.
    """
    require_results(out)
    if not yes and not typer.confirm(f"Erase {name} from everything in {out}? This can not be undone"):
        raise UsageError("nothing is erased")
    _report(erase(out, subject_of(name, organisation), note))


def suppress(
    *,
    value: Annotated[str, typer.Argument(metavar="NUMBER|MAILBOX", help="In E.164, or an address.")],
    out: Out = Path("out"),
    note: Note = "",
) -> None:
    """Keep a number or mailbox out of all records and feeds from now on."""
    if not CONTACT.fullmatch(value):
        raise UsageError(
            f"{value} is no mailbox and no number in E.164, such as +4962418531060, and would hide nothing"
        )
    if not out.is_dir():
        raise UsageError(f"{out} is no folder; name the one that 'press-records run --out' writes to, or make it first")
    changed = suppress_contact(out, value, note)
    output.print(f"{value} is suppressed; rewritten: {', '.join(changed) or 'nothing held it'}", markup=False)


def _show(report: SubjectReport) -> None:
    table = Table("document", "date", "roles", "organisations", "contacts", "quote", title=printable(report.name))
    for one in report.holdings:
        facts = (one.uri, one.date or "", one.roles, one.organisations, [*one.phones, *one.emails], one.quote)
        table.add_row(*(printable(", ".join(fact) if isinstance(fact, list) else fact) for fact in facts))
    output.print(table)
    files = sorted({hit.file for hit in report.files})
    count = len(report.holdings)
    output.print(
        f"{count} document{'s' * (count != 1)}; the name stands in: {', '.join(files) or 'no file'}", markup=False
    )


def _report(done: Erasure) -> None:
    output.print(f"erased from {len(done.documents)} documents", markup=False)
    for file in done.files:
        output.print(f"  {file}", markup=False)
    say("The inputs and backups are yours to clean; further runs leave the person out.")
    for hit in done.left:
        fail(f"{hit.file} ({hit.place}) still holds {hit.word!r}")
    if done.left:
        raise typer.Exit(NOT_PROVEN)
    output.print("no file of the folder holds a word of it any more", markup=False)
