"""The ``press-records`` command: its subcommands, ``--version``, and what happens to errors."""

import sys
from typing import Annotated

import typer

from pipeline.cli import (
    decisions,
    diff,
    evaluate,
    explain,
    feed,
    gold,
    parquet,
    privacy,
    review,
    run,
    serve,
    site_profile,
    upkeep,
    watch,
)
from pipeline.cli.console import fail, log_to_terminal, output
from pipeline.errors import PipelineError
from pipeline.records import json_schema
from pipeline.version import __version__

USAGE_ERROR = 2
SCHEMA_EXAMPLE = "Example:\n\n  press-records schema > record.schema.json"

app = typer.Typer(
    help="Scraped German press releases in; validated, source-grounded records of people, offices and contacts out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(epilog=run.EXAMPLES)(run.run)
app.command(epilog=watch.EXAMPLES)(watch.watch)
app.command(epilog=upkeep.STATUS_EXAMPLES)(upkeep.status)
app.command(epilog=upkeep.RUNS_EXAMPLES)(upkeep.runs)
app.command(epilog=upkeep.ROLLBACK_EXAMPLES)(upkeep.rollback)
app.command(epilog=upkeep.GC_EXAMPLES)(upkeep.gc)
app.command(epilog=upkeep.REBUILD_EXAMPLES)(upkeep.rebuild)
app.command(epilog=parquet.EXAMPLES)(parquet.parquet)
app.command(epilog=explain.EXAMPLES)(explain.explain)
app.command("site-profile", epilog=site_profile.EXAMPLES)(site_profile.site_profile)
app.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command("feed", epilog=feed.EXAMPLES)(feed.publish_feed)
app.command(epilog=serve.EXAMPLES)(serve.serve)
app.command("judge", epilog=feed.JUDGE_EXAMPLES)(feed.judge_entries)
app.command(epilog=diff.EXAMPLES)(diff.diff)
app.command(epilog=review.EXAMPLES)(review.review)
app.command(epilog=privacy.SUBJECT_EXAMPLES)(privacy.subject)
app.command("erase", epilog=privacy.ERASE_EXAMPLES)(privacy.erase_person)
app.command(epilog=privacy.SUPPRESS_EXAMPLES)(privacy.suppress)
app.add_typer(decisions.decisions, name="decisions")
app.add_typer(gold.gold, name="gold")


@app.command(epilog=SCHEMA_EXAMPLE)
def schema() -> None:
    """Print the JSON Schema of a record."""
    typer.echo(json_schema())


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # Typer calls it with the flag's value
    if wanted:
        output.print(f"press-records {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Runs in front of every command."""
    del version  # its callback has printed it
    log_to_terminal()


def main() -> None:
    """Runs the command; an error that is no defect of ours is one line, without a traceback."""
    try:
        app()
    except PipelineError as error:
        fail(str(error))
        sys.exit(USAGE_ERROR)
