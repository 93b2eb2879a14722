"""``press-records status``, ``runs``, ``rollback``, ``gc`` and ``rebuild``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import output
from pipeline.cli.options import Json, Out
from pipeline.cli.tables import condition_table, run_summary, runs_table
from pipeline.runs import upkeep

DEFAULT_OUT = Path("out")
Quick = Annotated[
    bool, typer.Option("--quick", help="Do not read the whole state for damage: a minute for a million documents.")
]
TO_BE_CONTINUED = 1
KEPT_RUNS = 30
STATUS_EXAMPLES = "Examples:\n\n  press-records status\n\n  press-records status --out /srv/records --json"
RUNS_EXAMPLES = "Examples:\n\n  press-records runs\n\n  press-records runs --out /srv/records --json"
ROLLBACK_EXAMPLES = "Example:\n\n  press-records rollback 000012 --out /srv/records"
GC_EXAMPLES = "Example:\n\n  press-records gc --keep 30 --out /srv/records"
REBUILD_EXAMPLES = "Example:\n\n  press-records rebuild --out /srv/records"


def status(*, out: Out = DEFAULT_OUT, quick: Quick = False, as_json: Json = False) -> None:
    """Show what a folder of results holds, whether its state is sound, and whether a run has to be continued.

    Exit code 0: all is well, or a run is going on; 1: a run was interrupted and has to be continued; 2: the folder has
    no state, or a damaged one.
    """
    condition = upkeep.condition(out, thorough=not quick)
    if as_json:
        typer.echo(json.dumps(asdict(condition), indent=2))
    else:
        output.print(condition_table(condition, out))
    if condition.interrupted:
        raise typer.Exit(TO_BE_CONTINUED)


def runs(*, out: Out = DEFAULT_OUT, as_json: Json = False) -> None:
    """List the runs that are kept, with when they began and what they did."""
    manifests = upkeep.manifests(out)
    if as_json:
        typer.echo(json.dumps(manifests, indent=2, ensure_ascii=False))
    else:
        output.print(runs_table(manifests))


def rollback(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its id, as 'runs' lists it.", show_default=False)],
    *,
    out: Out = DEFAULT_OUT,
    as_json: Json = False,
) -> None:
    """Make the records as they were after a run the current ones; this is a run of its own, with a delta.

    The records are proven by the digests that the run left; where a file on the way back is missing or altered, nothing
    is changed. The next run works on the documents that were rolled back again.
    """
    manifest = upkeep.rollback(out, run)
    if as_json:
        typer.echo(manifest.to_json())
    else:
        output.print(run_summary(manifest, out))


def gc(
    *,
    out: Out = DEFAULT_OUT,
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many runs stay.")] = KEPT_RUNS,
) -> None:
    """Remove the oldest runs; their snapshots cannot be had any more, and nobody can roll back to them."""
    removed = upkeep.collect_garbage(out, keep)
    output.print(f"{len(removed)} runs removed" if removed else "nothing to remove", markup=False)


def rebuild(*, out: Out = DEFAULT_OUT) -> None:
    """Make a damaged state anew from the records; the old one stays beside it as state.sqlite.damaged.

    The next run works on all documents again, since it is not known any more what made their records.
    """
    documents = upkeep.rebuild(out)
    output.print(f"the state holds {documents} documents again", markup=False)
