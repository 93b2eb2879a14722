"""``press-records diff``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import fail, output, say
from pipeline.cli.options import Json, Out
from pipeline.diff import DocumentChange, Report, causes_between, compare, diff_html, diff_text, find_side, parse_rule
from pipeline.store import write_lines

RULE_BROKEN = 1
EXAMPLES = """Examples:

  press-records diff 6 7 --out out

  press-records diff yesterday/records.jsonl out --json

  press-records diff 6 7 --html changes.html --fail-on phones:removed --fail-on "people:removed>5"
"""


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A run's id, an output folder, or a file of records.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Likewise.")],
    *,
    out: Out = Path("out"),
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write the report as one page.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Documents that a report shows.")] = 200,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="RULE", help="FIELD:added|removed|changed>NUMBER; may be repeated."),
    ] = None,
) -> None:
    """Show what changed between two runs, folders or files: field by field, the most important first, with the cause.

    Exit code 0: compared; 1: a --fail-on rule is broken; 2: the call cannot work.
    """
    rules = [parse_rule(text) for text in fail_on or ()]
    before, after = find_side(old, out), find_side(new, out)
    changes = compare(before.lines(), after.lines(), causes_between(before, after))
    report = Report(limit)
    report.read(_printed(changes) if as_json else changes)
    if html is not None:
        write_lines(html, diff_html(report, old, new))
        say(f"wrote {html}")
    elif not as_json:
        output.print(diff_text(report))
    broken = report.tally.broken(rules)
    for message in broken:
        fail(message)
    if broken:
        raise typer.Exit(RULE_BROKEN)


def _printed(changes: Iterable[DocumentChange]) -> Iterator[DocumentChange]:
    for change in changes:
        typer.echo(change.to_json())
        yield change
