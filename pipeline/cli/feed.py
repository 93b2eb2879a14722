"""``press-records feed``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import fail, output
from pipeline.errors import GateError
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.formats import EXPORTERS
from pipeline.feeds.gates import Gates, parse_fill
from pipeline.feeds.publish import Published
from pipeline.suppression import concealer

GATE_FAILED = 1
EXAMPLES = """Examples:

  press-records feed --out out

  press-records feed --out out --format csv --format vcard --format html

  press-records feed --out out --min-entries 500 --max-removed 0.05 --min-fill phone=0.4
"""


def publish_feed(
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder of a run; the feed is written below it.")] = Path("out"),
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help=f"{', '.join(EXPORTERS)}; may be repeated; jsonl is always written."),
    ] = None,
    min_entries: Annotated[int, typer.Option("--min-entries", min=0, help="Publish no smaller directory.")] = 0,
    max_removed: Annotated[
        float, typer.Option("--max-removed", min=0, max=1, help="Largest share of the last feed that may be gone.")
    ] = 0.2,
    min_fill: Annotated[
        list[str] | None, typer.Option("--min-fill", metavar="FIELD=SHARE", help="Least share of people with a field.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was published as JSON.")] = False,
) -> None:
    """Publish the directory: one entry per person and organisation, with its delta against the last feed.

    Exit code 0: published; 1: a condition is not met and nothing is published; 2: the call cannot work.
    """
    gates = Gates(min_entries, max_removed, dict(map(parse_fill, min_fill or ())))
    try:
        published = feed(out, Feed(tuple(formats or ()), gates, conceal=concealer(out)))
    except GateError as error:
        fail(str(error))
        raise typer.Exit(GATE_FAILED) from error
    _show(published, as_json=as_json)


def _show(published: Published, *, as_json: bool) -> None:
    if as_json:
        facts = {"feed": published.feed, "folder": str(published.folder), "counts": published.counts}
        typer.echo(json.dumps({**facts, "files": published.files}, ensure_ascii=False))
        return
    counts = published.counts
    output.print(
        f"feed {published.feed}: {counts['person']} people, {counts['organisation']} organisations", markup=False
    )
    output.print(
        f"since the last feed: {counts['ADD']} added, {counts['MOD']} changed, {counts['DEL']} removed", markup=False
    )
    output.print(f"written to {published.folder}", markup=False)
