"""Speed, memory and what a night costs, end to end: one run, so that the figures meet the same conditions.

    python -m benchmarks.run                              # all of it, with modest numbers
    python -m benchmarks.run throughput --documents 2000
    python -m benchmarks.run memory --sizes 1000 10000 50000
    python -m benchmarks.run incremental --documents 20000 --model none
    python -m benchmarks.run state --rows 1000000      # also as benchmarks.state, alone
    python -m benchmarks.run peers                        # needs the extra ``bench``

Documents are made from `corpus/` (about 300 words, see `benchmarks.documents`). Rates are by the clock and contain the
start of the program; processor time is given beside them, since a busy machine distorts the clock.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.documents import Release, releases, tiny_releases, write_dump, write_folder
from benchmarks.processes import Usage, press_records
from benchmarks.stages import peers, shares
from benchmarks.state import state

MODELS = ("fast", "accurate")


def throughput(folder: Path, options: argparse.Namespace) -> None:
    """Documents a second with one and two processes, and what two gain."""
    pages = folder / "pages"
    write_folder(pages, releases(options.documents))
    for model in options.models:
        rates = []
        for workers in (1, 2):
            used = press_records("run", pages, "--out", folder / f"{model}-{workers}", "--model", model,
                                 "--workers", str(workers))  # fmt: skip
            rates.append(options.documents / used.wall)
            print(f"{model}, workers {workers}: {_speed(used, options.documents)}")
        print(f"{model}: two workers are {rates[1] / rates[0]:.2f} times as fast as one")


def memory(folder: Path, options: argparse.Namespace) -> None:
    """Resident memory for more and more documents."""
    for size in options.sizes:
        dump = folder / "dump.jsonl"
        write_dump(dump, tiny_releases(size))
        used = press_records("run", dump, "--out", folder / f"out-{size}", "--model", "none", "--workers", "1")
        print(f"{size:>9,} documents: {used.own} MB, worker {used.worker} MB; {_speed(used, size)}")


def incremental(folder: Path, options: argparse.Namespace) -> None:
    """A first run, one over the same, one over one per cent of changes."""
    pages, count = folder / "pages", options.documents
    write_folder(pages, releases(count))
    arguments = ("run", pages, "--out", folder / "out", "--model", options.model, "--workers", "2")
    first = press_records(*arguments)
    print(f"first run over {count:,}: {_speed(first, count)}")
    _report("unchanged", press_records(*arguments), first)
    files = sorted(file for file in pages.rglob("*") if file.is_file())
    for number in range(0, count, 100):
        (changed,) = releases(1, number, version=1)
        _replace(files, changed)
    _report("one per cent changed", press_records(*arguments), first)


def _replace(files: list[Path], changed: Release) -> None:
    (file,) = (file for file in files if file.name == changed.name)
    file.write_text(changed.text, encoding="utf-8")


def _report(what: str, used: Usage, first: Usage) -> None:
    print(
        f"{what}: {used.wall:.1f} s, {used.wall / first.wall:.2%} of the first run "
        f"(processor: {used.cpu:.1f} s, {used.cpu / first.cpu:.2%})"
    )


def _speed(used: Usage, documents: int) -> str:
    return (
        f"{used.wall:.1f} s, {documents / used.wall:.1f} documents/s, "
        f"{1000 * used.cpu / documents:.1f} ms of processors a document"
    )


SECTIONS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "throughput": throughput,
    "shares": shares,
    "peers": peers,
    "memory": memory,
    "incremental": incremental,
    "state": state,
}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=list(SECTIONS))
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--models", nargs="+", default=list(MODELS), help="of throughput, shares and peers")
    parser.add_argument("--model", default="none", help="of incremental")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for section in options.sections:
        print(f"\n{section}", flush=True)
        folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
        try:
            SECTIONS[section](folder, options)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
