"""The ``press-records`` command."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler

from pipeline.cli.console import errors, fail, output
from pipeline.cli.progress import run_progress
from pipeline.cli.tables import run_summary
from pipeline.errors import PipelineError
from pipeline.records import json_schema
from pipeline.runs import load_recogniser
from pipeline.runs import run as run_batch
from pipeline.settings import load_settings
from pipeline.version import __version__

SOME_QUARANTINED, USAGE_ERROR = 1, 2

app = typer.Typer(
    help="Scraped German press releases in; validated, source-grounded records of people, offices and contacts out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Inputs = Annotated[
    list[Path],
    typer.Argument(help="Files (.txt, .html, .htm, .jsonl, also .gz) and folders of such files.", show_default=False),
]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model", help="Embedded model, spaCy pipeline folder or package; 'none' for contacts and dates only."
    ),
]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file; flags win over it.")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", help="Larger documents are quarantined unread.")]


@app.command(
    epilog="Examples:\n\n  press-records run corpus --out out\n\n"
    "  press-records run dump.jsonl pages/ --out out --model none"
)
def run(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", help="Folder for records.jsonl, quarantine.jsonl, manifest.json.")],
    model: ModelName = None,
    settings: SettingsFile = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Turn documents into records.

    Exit code 0: all documents emitted; 1: some quarantined; 2: the call or the settings cannot work.
    """
    chosen = load_settings(settings, model=model, max_bytes=max_bytes)
    with run_progress(inputs, out) as listener:
        manifest = run_batch(inputs, out, load_recogniser(chosen.model), chosen, listener=listener)
    errors.print(run_summary(manifest, out))
    if manifest.counts.quarantined:
        raise typer.Exit(SOME_QUARANTINED)


@app.command(epilog="Example:\n\n  press-records schema > record.schema.json")
def schema() -> None:
    """Print the JSON Schema of a record."""
    typer.echo(json_schema())


def _version(wanted: bool) -> None:  # noqa: FBT001  # the callback's signature is Typer's
    if wanted:
        output.print(f"press-records {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,  # a flag
) -> None:
    """Options in front of the command."""
    logging.basicConfig(
        level=logging.WARNING,
        format="%(message)s",
        handlers=[RichHandler(console=errors, show_path=False, show_time=False)],
    )


def main() -> None:
    """Runs the command; an error that is no defect of ours is one line, without a traceback."""
    try:
        app()
    except PipelineError as error:
        fail(str(error))
        sys.exit(USAGE_ERROR)
