"""``press-records feed``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.author import author_here
from pipeline.cli.console import fail, output
from pipeline.errors import GateError, UsageError
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.formats import EXPORTERS
from pipeline.feeds.gates import Gates, parse_fill
from pipeline.feeds.judgements import judge, judgements
from pipeline.feeds.publish import Published
from pipeline.suppression import concealer

GATE_FAILED = 1
REVIEW_LEVELS = ("none", "settled")
JUDGE_EXAMPLES = """Examples:

  press-records judge same P-006db3d9d2c5 P-00b18241d36b --author anna --note "moved to Alzey in May"
"""
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
    require_review: Annotated[
        str, typer.Option("--require-review", metavar="LEVEL", help="none, or settled: no decision may be stale.")
    ] = "none",
    retain_months: Annotated[
        int | None, typer.Option("--retain-months", min=1, help="Drop what no document has confirmed for so long.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY", help="Count back from here; default: newest document."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was published as JSON.")] = False,
) -> None:
    """Publish the directory: one entry per person and organisation, with its delta against the last feed.

    Exit code 0: published; 1: a condition is not met and nothing is published; 2: the call cannot work.
    """
    if require_review not in REVIEW_LEVELS:
        raise UsageError(f"--require-review {require_review}: no such level; choose one of {', '.join(REVIEW_LEVELS)}")
    fill = dict(map(parse_fill, min_fill or ()))
    gates = Gates(min_entries, max_removed, fill, stale_decisions_allowed=require_review == "none")
    try:
        wanted = Feed(tuple(formats or ()), gates, judgements(out), concealer(out), retain_months, as_of)
        published = feed(out, wanted)
    except GateError as error:
        fail(str(error))
        raise typer.Exit(GATE_FAILED) from error
    _show(published, as_json=as_json)


def judge_entries(
    *,
    verdict: Annotated[str, typer.Argument(metavar="same|different", help="What you say.", show_default=False)],
    left: Annotated[str, typer.Argument(metavar="ID", help="Id of an entry.", show_default=False)],
    right: Annotated[str, typer.Argument(metavar="ID", help="Id of another.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder of the runs.")] = Path("out"),
    author: Annotated[str, typer.Option("--author", help="Who says so.")] = "",
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
) -> None:
    """Say that two entries of the directory are one, or are not; the next feed follows, and so does every later one."""
    if verdict not in ("same", "different"):
        raise UsageError(f"{verdict!r} is no judgement; say 'same' or 'different'")
    decision = judge(out, left, right, "same" if verdict == "same" else "different", author or author_here(), note)
    output.print(f"kept as {decision.id}; it takes effect with the next press-records feed", markup=False)


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
