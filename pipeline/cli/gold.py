"""``press-records gold``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import fail, output, say
from pipeline.cli.options import MaxBytes, Out, SettingsFile
from pipeline.errors import UsageError
from pipeline.evaluate import Exported, export_gold
from pipeline.settings import load_settings
from pipeline.store.decisions import DECISIONS, read_decisions
from pipeline.store.snapshot import snapshot_files, snapshot_lines

SOME_LEFT_OUT = 1
EXAMPLES = """Examples:

  press-records gold export --out out --to gold

  press-records gold export pages/ --out out --to gold --partly

  press-records evaluate gold
"""

gold = typer.Typer(help="Gold documents from review.", epilog=EXAMPLES, no_args_is_help=True)


@gold.command(epilog=EXAMPLES)
def export(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="INPUT", help="What the run read; default: what its manifest names.")
    ] = None,
    *,
    out: Out = Path("out"),
    to: Annotated[Path, typer.Option("--to", help="Folder for NAME.gold.txt.")] = Path("gold"),
    partly: Annotated[bool, typer.Option("--partly", help="Also documents that are decided in part.")] = False,
    settings: SettingsFile = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Write a gold document for every record all of whose items reviewers have decided about.

    Exit code 0: all written; 1: some could not be; 2: the call cannot work.
    """
    if not snapshot_files(out):
        raise UsageError(f"{out} holds no records; name the folder of a run with --out")
    chosen = load_settings(settings, max_bytes=max_bytes)
    exported = export_gold(
        snapshot_lines(out),
        read_decisions(out / DECISIONS),
        inputs or _inputs_of(out),
        to,
        chosen.max_bytes,
        partly=partly,
    )
    _tell(exported, to)
    if exported.problems:
        raise typer.Exit(SOME_LEFT_OUT)


def _inputs_of(out: Path) -> list[Path]:
    manifest = out / "manifest.json"
    try:
        return [Path(name) for name in json.loads(manifest.read_text(encoding="utf-8"))["inputs"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{manifest} does not say what was read ({error}); name the inputs") from error


def _tell(exported: Exported, to: Path) -> None:
    output.print(f"{len(exported.files)} gold documents written to {to}", markup=False)
    if exported.open:
        items = sum(exported.open.values())
        say(f"{len(exported.open)} documents left out: {items} of their items are not decided; see --partly")
    for document, reason in exported.problems.items():
        fail(f"{document}: {reason}")
