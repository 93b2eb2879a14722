"""What a night costs when nothing has to be read by a model: the state alone, with as many rows as wanted.

    python -m benchmarks.state --rows 1000000

Every run is a process of its own that holds no lexicon and no model, like the one of `press-records run` that keeps the
books, so that its peak of memory is theirs.
"""

import argparse
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from benchmarks.documents import Release, tiny_releases, write_dump
from benchmarks.memory import peak_mb
from pipeline.decisions import Decisions
from pipeline.runs import run
from pipeline.runs.work import Settled, Task, WorkOrder
from pipeline.settings import Settings
from pipeline.store.state import Status

ID = "0123456789abcdef"


class Prepared:
    """An engine that has a record ready for every document: what is left is the work of the process that writes."""

    def __init__(self, line: str) -> None:
        self._line = line

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled, None, None]:
        """The same record under every id."""
        del order
        for task in tasks:
            yield Settled(task.id, Status.EMITTED, self._line.replace(ID, task.id, 1))


def _record() -> str:
    from benchmarks.stages import raw  # imports the models' libraries

    (release,) = tiny_releases(1)
    settled = WorkOrder("none", Settings()).worker().work(Task(raw(Release(ID, release.text)), Decisions()))
    if settled.line is None:
        raise AssertionError("the page became no record")
    return settled.line


def state(folder: Path, options: argparse.Namespace) -> None:
    """First run, unchanged run and one per cent of changes over a dump."""
    dump, rows, line = folder / "dump.jsonl", options.rows, _record()
    write_dump(dump, tiny_releases(rows))
    _measure("first run", folder, rows, line)
    _measure("unchanged", folder, rows, line)
    write_dump(dump, _with_changes(rows))
    _measure("one per cent changed", folder, rows, line)


def _with_changes(rows: int) -> Iterator[Release]:
    for number, release in enumerate(tiny_releases(rows)):
        yield Release(release.name, release.text.replace("Auskunft", "Antwort")) if number % 100 == 0 else release


def _measure(what: str, folder: Path, rows: int, line: str) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_night, args=(what, folder, rows, line))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{what}: the process ended with exit code {process.exitcode}")


def _night(what: str, folder: Path, rows: int, line: str) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    manifest = run([folder / "dump.jsonl"], folder / "out", "none", Settings(), engine=Prepared(line))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    done, peak = manifest.counts.emitted, peak_mb()
    print(
        f"{what} over {rows:,} rows: {wall:.1f} s, processor {cpu:.1f} s ({rows / cpu:,.0f} rows/s), "
        f"{done:,} worked on, at most {peak} MB",
        flush=True,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        state(folder, parser.parse_args())
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
