"""Time and memory: whole runs, the flow beside libraries put together, and the entity models beside spaCy's CNN."""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.documents import releases, words_in, write_folder
from benchmarks.ner import BASELINE, best_of
from benchmarks.page.section import Data, Effort, Section
from benchmarks.page.stack import in_own_process
from benchmarks.page.svg import bars
from benchmarks.processes import press_records

LIBRARIES = ("trafilatura", "phonenumbers", "dateparser", "spacy", "onnxruntime")


def measure(effort: Effort) -> Data:
    """Rates of runs by model and workers, milliseconds by way of working, words a second by entity model."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        runs = _runs(Path(folder), effort)
    count = max(effort.documents // 15, 2)
    ways = [("ours", model) for model in effort.models]
    ways += [("libraries", model) for model in (*effort.models, BASELINE)]
    return {
        "documents": effort.documents,
        "words": words_in(releases(effort.documents)) // effort.documents,
        "runs": runs,
        "compared": count,
        "ways": {f"{way}, {model}": in_own_process(way, model, count) for way, model in ways},
        "models": {
            name: {key: round(value, 2) for key, value in row.items()}
            for name, row in best_of((*effort.models, BASELINE), rounds=effort.rounds).items()
        },
    }


def _runs(folder: Path, effort: Effort) -> dict[str, Any]:
    pages = folder / "pages"
    write_folder(pages, releases(effort.documents))
    found = {}
    for model in effort.models:
        for workers in (1, 2):
            out = folder / f"{model}-{workers}"
            used = press_records("run", pages, "--out", out, "--model", model, "--workers", str(workers))
            found[f"{model}, {workers} workers" if workers > 1 else f"{model}, 1 worker"] = {
                "seconds": round(used.wall, 1),
                "rate": round(effort.documents / used.wall, 2),
                "cpu_ms": round(1000 * used.cpu / effort.documents, 1),
                "own": used.own,
                "worker": used.worker,
            }
    return found


def section(data: Data) -> Section:
    """Three tables, two plots."""
    part = Section("Throughput and memory")
    part.say(
        f"Whole runs over {data['documents']} releases of {data['words']} words on average, made from the demo corpus; "
        "start of the program, reading and writing included. Rates are by the clock, so a busy machine lowers them."
    )
    head = ["run", "seconds", "documents a second", "processor ms a document", "MB, main process", "MB, a worker"]
    rows = [
        [name, *(f"{r[k]:,}" for k in ("seconds", "rate", "cpu_ms", "own", "worker"))]
        for name, r in data["runs"].items()
    ]
    part.table(head, rows)
    part.say(
        f"The same {data['compared']} releases in one process each: our whole flow beside trafilatura (HTML pages), an "
        "entity model, PhoneNumberMatcher and dateparser's search put together. The libraries link and ground nothing. "
        f"`{BASELINE}` is spaCy's CNN pipeline, trained on the same data as our models."
    )
    ways = {name: row for name, row in data["ways"].items() if row is not None}
    lines = [[name, f"{row['ms']:.1f}", _parts(row["parts"]), row["megabytes"]] for name, row in ways.items()]
    part.table(["way", "processor ms a document", "of which", "peak MB"], lines)
    part.plot("stack", "Processor time a document", bars([(n, {"ms": row["ms"]}) for n, row in ways.items()], " ms"))
    part.say(
        "The entity models alone, on one core with one thread, over the cleaned demo corpus; the best round of several:"
    )
    base = data["models"][BASELINE]["words_per_second"]
    part.table(
        ["model", "words a second", f"x {BASELINE}", "load, s", "peak MB"],
        [
            [name, f"{r['words_per_second']:,.0f}", f"{r['words_per_second'] / base:.2f}", f"{r['load_seconds']:.2f}",
             f"{r['peak_megabytes']:,.0f}"]
            for name, r in data["models"].items()
        ],
    )  # fmt: skip
    part.plot("models", "Words a second on one core",
              bars([(name, {"words/s": row["words_per_second"]}) for name, row in data["models"].items()]))  # fmt: skip
    return part


def _parts(parts: dict[str, float]) -> str:
    return ", ".join(f"{name} {ms:.1f}" for name, ms in parts.items()) if len(parts) > 1 else ""
