"""Progress of a run: a bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.cli.console import errors, say
from pipeline.read import FoundFile, Ignored, Location, find_files
from pipeline.runs import Counts, Listener, Progress

PLAIN_EVERY_SECONDS = 30.0
MOST_PROBLEMS = 20


def tell_problem(progress: Progress) -> None:
    """A line for a document that was quarantined."""
    problem = progress.problem
    if problem is not None:
        say(f"quarantined {problem.uri}: {problem.code}: {problem.message}", "yellow")


@contextmanager
def run_progress(inputs: Sequence[Location], out: Path) -> Iterator[Listener]:
    """A listener for a run that shows how far it is, and the first problems as they come."""
    with _bar(_total(inputs, out)) if errors.is_terminal else _plain() as show:
        shown = 0

        def listen(progress: Progress) -> None:
            nonlocal shown
            shown += progress.problem is not None
            if shown <= MOST_PROBLEMS:
                tell_problem(progress)
            elif progress.problem is not None and shown == MOST_PROBLEMS + 1:
                say("further problems are in quarantine.jsonl only", "yellow")
            show(progress)

        yield listen


@contextmanager
def _bar(total: int | None) -> Iterator[Listener]:
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("starting", total=total)
        started = time.monotonic()

        def show(progress: Progress) -> None:
            counts = progress.counts
            rate = counts.inputs / max(time.monotonic() - started, 1e-3)
            text = f"{_so_far(counts)}, {rate:.1f}/s"
            bar.update(task, completed=counts.inputs, description=text)

        yield show


@contextmanager
def _plain() -> Iterator[Listener]:
    last = time.monotonic()

    def show(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_EVERY_SECONDS:
            last = time.monotonic()
            say(f"{_so_far(progress.counts)} so far")

    yield show


def _so_far(counts: Counts) -> str:
    left = f", {counts.unchanged} unchanged" if counts.unchanged else ""
    noun = "document" if counts.inputs == 1 else "documents"
    return f"{counts.inputs} {noun}{left}, {counts.quarantined.total()} quarantined"


def _total(inputs: Sequence[Location], out: Path) -> int | None:
    """Number of documents, None where a dump or an archive hides it."""
    total = 0
    for found in find_files(inputs, exclude=out):
        if isinstance(found, FoundFile) and found.holds_many:
            return None
        total += not isinstance(found, Ignored)
    return total
