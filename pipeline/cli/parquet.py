"""``press-records parquet``."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import output
from pipeline.cli.options import Out
from pipeline.errors import UsageError
from pipeline.read.identity import display_name
from pipeline.store import run_ids, snapshot_lines
from pipeline.store.lock import locked
from pipeline.store.parquet import FILE, write_parquet
from pipeline.store.snapshot import snapshot_files

EXAMPLES = """Examples:

  press-records parquet --out out

  press-records parquet --out out --to /srv/tables/records.parquet
"""


def parquet(
    *,
    out: Out = Path("out"),
    to: Annotated[Path | None, typer.Option("--to", help=f"File to write; default: {FILE} in the folder.")] = None,
) -> None:
    """Write the current records as one Parquet file (extra 'parquet'): a row a record, nested like the JSON.

    The file is replaced in one step; no run can begin meanwhile.
    """
    target = out / FILE if to is None else to
    if not snapshot_files(out):
        raise UsageError(f"{display_name(out)} holds no records; name the folder that 'press-records run --out' wrote")
    with locked(out):
        notes = {"press-records.run": max(run_ids(out), key=int, default="")}
        count = write_parquet(target, snapshot_lines(out), notes)
    output.print(f"{count} records in {display_name(target)}", markup=False)
