"""``press-records watch``."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from pipeline.cli.console import errors, fail, say
from pipeline.cli.options import (
    AllowEmpty,
    EngineChoice,
    EngineName,
    MaxBytes,
    ModelName,
    OutMade,
    Publish,
    SettingsFile,
    Shards,
    SiteProfileFile,
    Timeout,
    Workers,
)
from pipeline.cli.run import engine_of, mirror_of, run_and_copy
from pipeline.cli.tables import run_summary
from pipeline.errors import BusyError, UsageError
from pipeline.read.identity import display_name
from pipeline.runs import Manifest
from pipeline.runs import run as run_batch
from pipeline.runs.emptied import Emptied
from pipeline.runs.mirror import Mirror
from pipeline.runs.watch import Occasions
from pipeline.settings import load_settings

RETRY_SECONDS = 60.0
EXAMPLES = """Examples:

  press-records watch /srv/inbox --out /srv/records

  press-records watch /srv/inbox --out /srv/records --quiet 60 --rescan 3600 --model fast

  press-records watch /srv/inbox --out /srv/records --complete --allow-empty

  press-records watch /srv/inbox --out /srv/records --publish s3://records/press
"""


Folders = Annotated[
    list[Path], typer.Argument(metavar="DIR", help="Folders that documents arrive in.", show_default=False)
]
Quiet = Annotated[float, typer.Option("--quiet", min=0.05, help="Seconds without an arrival before a run begins.")]
Rescan = Annotated[float, typer.Option("--rescan", min=1.0, help="Seconds after which a run begins in any case.")]
Complete = Annotated[bool, typer.Option("--complete", help="DIR holds all there is: documents that leave it are gone.")]


def watch(
    folders: Folders,
    *,
    out: OutMade = Path("out"),
    quiet: Quiet = 5.0,
    rescan: Rescan = 900.0,
    complete: Complete = False,
    allow_empty: AllowEmpty = False,
    model: ModelName = None,
    settings: SettingsFile = None,
    max_bytes: MaxBytes = None,
    site_profile: SiteProfileFile = None,
    engine: EngineChoice = EngineName.LOCAL,
    workers: Workers = None,
    timeout: Timeout = None,
    shards: Shards = None,
    publish: Publish = None,
) -> None:
    """Run whenever documents have arrived in a folder, one run at a time, until it is stopped.

    A writer should give a file its name when it is complete (write, then rename). Exit code 0: stopped while waiting;
    2: the call, the settings or the folder cannot work; 130, 143: stopped in a run or its copy, to be continued by the
    next one.
    """
    chosen = load_settings(
        settings,
        model=model,
        max_bytes=max_bytes,
        workers=workers,
        timeout=timeout,
        shards=shards,
        site_profile=site_profile,
    )
    _require_folders(folders)
    target = mirror_of(publish)
    occasions = Occasions(folders, out, quiet, rescan)
    batch = partial(run_batch, folders, out, chosen.model, chosen, engine=engine_of(engine, chosen))
    emptied = Emptied(folders, out, complete=complete, allowed=allow_empty)
    with _stoppable(occasions.stop):
        say(f"watching {', '.join(map(display_name, folders))}; Ctrl-C ends it")
        for _ in occasions:
            try:
                _run_once(emptied, batch, target)
            except (BusyError, UsageError) as error:  # somebody else works on the folder, or the disk is full
                fail(f"{error}; the next attempt is in {RETRY_SECONDS:g} seconds")
                occasions.try_again_in(RETRY_SECONDS)


def _run_once(emptied: Emptied, batch: Callable[..., Manifest], target: Mirror | None) -> None:
    """One run over what has arrived or left, with a summary where it changed anything."""
    outlook = emptied.look()
    if outlook.warning is not None:
        say(outlook.warning, "yellow")
    if not outlook.due:
        return
    # A folder that is emptied from now on is refused where it would take documents with it.
    batch = partial(batch, complete=outlook.complete, allow_empty=emptied.allowed or not outlook.complete)
    manifest = run_and_copy(batch, emptied.folders, emptied.out, target)
    if manifest.counts.emitted or manifest.changes.deleted:
        errors.print(run_summary(manifest, emptied.out))


def _require_folders(folders: Sequence[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{display_name(folder)} is no folder; name the folder that documents arrive in")


@contextmanager
def _stoppable(stop: Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the waiting; in a run they end the run."""

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
