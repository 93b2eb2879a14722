"""``press-records run``."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import errors, fail
from pipeline.cli.options import MaxBytes, ModelName, SettingsFile
from pipeline.cli.progress import run_progress
from pipeline.cli.tables import run_summary
from pipeline.read.identity import display_name
from pipeline.runs import load_recogniser
from pipeline.runs import run as run_batch
from pipeline.settings import load_settings

SOME_QUARANTINED = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
EXAMPLES = """Examples:

  press-records run corpus --out out

  press-records run dump.jsonl pages/ --out out --model none
"""


def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            help="Files (.txt, .html, .htm, .jsonl, also .gz) and folders of such files.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Folder for records.jsonl, quarantine.jsonl, manifest.json.")
    ] = Path("out"),
    model: ModelName = None,
    settings: SettingsFile = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Turn documents into records.

    Exit code 0: all documents emitted; 1: some quarantined; 2: the call or the settings cannot work.
    """
    chosen = load_settings(settings, model=model, max_bytes=max_bytes)
    try:
        with run_progress(inputs, out) as listener:
            manifest = run_batch(inputs, out, load_recogniser(chosen.model), chosen, listener=listener)
    except KeyboardInterrupt as interrupt:
        fail(f"interrupted; {display_name(out)} is as it was before the run")
        raise typer.Exit(INTERRUPTED) from interrupt
    errors.print(run_summary(manifest, out))
    if manifest.counts.quarantined:
        raise typer.Exit(SOME_QUARANTINED)
