"""``press-records run``."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from pipeline.cli.console import errors, fail
from pipeline.cli.options import (
    AllowEmpty,
    EngineChoice,
    EngineName,
    Json,
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
from pipeline.cli.progress import run_progress
from pipeline.cli.tables import run_summary
from pipeline.read import Location, location_of
from pipeline.read.identity import display_name
from pipeline.runs import Manifest
from pipeline.runs import run as run_batch
from pipeline.runs.engines import Engine
from pipeline.runs.mirror import Mirror
from pipeline.runs.pool import Pool
from pipeline.runs.ray_engine import RayEngine
from pipeline.runs.surroundings import available_cores
from pipeline.settings import Settings, load_settings
from pipeline.store.decisions import read_decisions

SOME_QUARANTINED = 1
INTERRUPTED, TERMINATED = 130, 143  # 128 + SIGINT and 128 + SIGTERM, as shells report them
DECISIONS = "decisions.sqlite"
EXAMPLES = """Examples:

  press-records run corpus --out out

  press-records run dump.jsonl pages/ --out out --model none

  press-records run /srv/crawl --out /srv/records --complete --workers 8

  press-records run /srv/inbox --out /srv/records --complete --allow-empty

  RAY_ADDRESS=head:6379 press-records run /mnt/crawl --out /srv/records --engine ray

  press-records run s3://crawl/2024 --out /srv/records --publish s3://records/press
"""


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (.txt, .html, .htm, .eml, .pdf, .jsonl, .warc, also .gz) and folders of such files; also URLs "
        "such as s3://bucket/crawl (extra 'remote').",
        show_default=False,
    ),
]
Complete = Annotated[
    bool, typer.Option("--complete", help="INPUT is all there is: documents that are not in it are gone.")
]


def run(
    inputs: Inputs,
    *,
    out: OutMade = Path("out"),
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
    as_json: Json = False,
) -> None:
    """Turn new and changed documents into records; the others are left as they are.

    Exit code 0: every document has a record; 1: some are quarantined; 2: the call, the settings or the folder cannot
    work; 130, 143: interrupted, to be continued by the same call.
    """
    chosen = load_settings(
        settings,
        model=model,
        max_bytes=max_bytes,
        site_profile=site_profile,
        workers=workers,
        timeout=timeout,
        shards=shards,
    )
    locations = [location_of(text) for text in inputs]
    target = mirror_of(publish)
    work = partial(run_batch, locations, out, chosen.model, chosen, engine=engine_of(engine, chosen))
    batch = partial(work, complete=complete, allow_empty=allow_empty)
    manifest = run_and_copy(batch, locations, out, target)
    if as_json:
        typer.echo(manifest.to_json())
    else:
        errors.print(run_summary(manifest, out))
    if manifest.counts.quarantined:
        raise typer.Exit(SOME_QUARANTINED)


def engine_of(name: EngineName, settings: Settings) -> Engine:
    """Who works on the documents.

    Raises:
        UsageError: Ray is asked for and not installed.
    """
    if name is EngineName.RAY:
        return RayEngine(settings.workers, settings.timeout)
    return Pool(settings.workers or available_cores(), settings.timeout)


def mirror_of(url: str | None) -> Mirror | None:
    """The copy that ``--publish`` names.

    Raises:
        UsageError: it is no URL, or a package for it is missing.
    """
    return None if url is None else Mirror(url)


def run_and_copy(
    batch: Callable[..., Manifest], inputs: Sequence[Location], out: Path, target: Mirror | None
) -> Manifest:
    """One run with its progress, then the copy; an interruption is told for what it is.

    Args:
        batch: the run, but for decisions and listener.
        inputs: of the run.
        out: its output folder.
        target: where the results are copied to.
    """
    name = display_name(out)
    with interruptible(f"the records in {name} are complete, and the same call finishes the copy"):
        with (
            interruptible(f"the records in {name} are as before, and the same call continues the run"),
            run_progress(inputs, out) as listener,
        ):
            manifest = batch(decisions=read_decisions(out / DECISIONS), listener=listener)
        if target is not None:
            target.update(out)
    return manifest


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a run like Ctrl-C."""


@contextmanager
def interruptible(what_stands: str) -> Iterator[None]:
    """Ends a call that is interrupted with a message and the exit code of the signal."""

    def terminate(_number: int, _frame: FrameType | None) -> NoReturn:
        raise _Terminated

    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: terminate}
    former = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    except KeyboardInterrupt as interrupt:
        fail(f"interrupted; {what_stands}")
        raise typer.Exit(TERMINATED if isinstance(interrupt, _Terminated) else INTERRUPTED) from interrupt
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
