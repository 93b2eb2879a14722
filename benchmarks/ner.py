"""Words a second on one core, load time and peak memory of the entity models: ``python -m benchmarks.ner [MODEL...]``.

Each model runs in processes of its own, pinned to one core, in turns, so that all meet the same conditions; the best
round counts. It reads what it reads in a run, the cleaned texts; words are what white space separates there.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.memory import peak_mb
from pipeline.documents import CleanDocument

ROUNDS = 3
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
BASELINE = "cnn"


def cleaned(corpus: Path) -> Iterator[CleanDocument]:
    """The documents of a folder as a run hands them to the model."""
    from pipeline.clean import clean
    from pipeline.documents import RawDocument
    from pipeline.read import read_inputs
    from pipeline.settings import Settings

    for outcome in read_inputs([corpus], Settings().max_bytes):
        if isinstance(outcome, RawDocument):
            yield clean(outcome)[0]


def measure(spec: str, corpus: Path) -> dict[str, float]:
    """One process's figures for one model."""
    from pipeline.annotate.ner import load_model

    documents = list(cleaned(corpus))
    started = time.perf_counter()
    model = load_model(spec)
    loaded = time.perf_counter()
    for document in documents:
        model.recognise(document)  # every length of window meets its kernels once
    warm = time.process_time()
    for document in documents:
        model.recognise(document)
    seconds = time.process_time() - warm
    return {
        "words_per_second": sum(len(document.text.split()) for document in documents) / seconds,
        "load_seconds": loaded - started,
        "peak_megabytes": float(peak_mb()),
    }


def in_own_process(spec: str, corpus: Path, core: int) -> dict[str, float]:
    """`measure` in a fresh process on one core and one thread."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    command = [sys.executable, __file__, "--measure", spec, "--corpus", str(corpus), "--core", str(core)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(result.stdout)
    return figures


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=["accurate", "fast", BASELINE])
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of pages")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--measure", metavar="MODEL", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure is not None:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {args.core})
        print(json.dumps(measure(args.measure, args.corpus)))
        return
    print_table(best_of(args.models, args.corpus, args.core))


def best_of(
    models: Sequence[str], corpus: Path = CORPUS, core: int = 0, rounds: int = ROUNDS
) -> dict[str, dict[str, float]]:
    """The figures of each model's best round."""
    taken = [{spec: in_own_process(spec, corpus, core) for spec in models} for _ in range(rounds)]
    return {spec: max((one[spec] for one in taken), key=lambda one: one["words_per_second"]) for spec in models}


def print_table(best: dict[str, dict[str, float]]) -> None:
    """Markdown, with each model's speed as a multiple of the baseline's."""
    base = best.get(BASELINE, {}).get("words_per_second")
    print("| model | words / s / core | x cnn | load, s | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |")
    for spec, figures in best.items():
        ratio = f"{figures['words_per_second'] / base:.2f}" if base else "-"
        cells = f"{figures['load_seconds']:.2f} | {figures['peak_megabytes']:.0f}"
        print(f"| {spec} | {figures['words_per_second']:,.0f} | {ratio} | {cells} |")


if __name__ == "__main__":
    main()
