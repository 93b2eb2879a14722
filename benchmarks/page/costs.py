"""How cost grows: with the length of one document, and with the number of documents of a run."""

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.documents import releases, tiny_releases, write_dump
from benchmarks.page.section import Data, Effort, Section
from benchmarks.page.svg import lines
from benchmarks.processes import press_records
from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, RawDocument
from pipeline.errors import DocumentError
from pipeline.flow import process
from pipeline.runs import load_recogniser
from pipeline.settings import Settings

LIBRARIES = ("onnxruntime",)
MODELS = ("none", "fast")


def measure(effort: Effort) -> Data:
    """Milliseconds by length and model; seconds and memory by number of documents."""
    texts = {length: _text(length) for length in effort.lengths}
    return {
        "lengths": {name: _growth(load_recogniser(name), texts, effort.rounds) for name in MODELS},
        "sizes": _collections(effort),
    }


def _text(length: int) -> str:
    """Releases one below the other, cut at a length."""
    parts: list[str] = []
    have = 0
    while have < length:
        for release in releases(20, first=len(parts), suffixes=(".txt",)):
            parts.append(release.text)
            have += len(release.text) + 2
    return "\n\n".join(parts)[:length]


def _growth(model: EntityRecogniser, texts: dict[int, str], rounds: int) -> list[list[float]]:
    """[characters, milliseconds] of the fastest round."""
    return [
        [length, round(min(_milliseconds(model, text) for _ in range(rounds)), 2)] for length, text in texts.items()
    ]


def _milliseconds(model: EntityRecogniser, text: str) -> float:
    raw = RawDocument("0" * 16, "page", "page", "text/plain", "utf-8", "0" * 64, text)
    started = time.process_time()
    try:
        process(raw, model, Settings(), Decisions())
    except DocumentError as error:
        if error.code != "no-content":
            raise
    return 1000 * (time.process_time() - started)


def _collections(effort: Effort) -> list[dict[str, Any]]:
    found = []
    for size in effort.sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            dump = Path(folder) / "dump.jsonl"
            write_dump(dump, tiny_releases(size))
            arguments = ("run", dump, "--out", Path(folder) / "out", "--model", "none", "--workers", "1")
            first, again = press_records(*arguments), press_records(*arguments)
        found.append({
            "documents": size, "cpu": round(first.cpu, 2), "unchanged": round(again.cpu, 2), "own": first.own,
            "worker": first.worker,
        })  # fmt: skip
    return found


def section(data: Data) -> Section:
    """Two tables, two plots."""
    part = Section("How cost grows")
    part.say("One plain text made of releases, whole flow, processor time of the fastest round.")
    names = list(data["lengths"])
    lengths = [int(length) for length, _ in data["lengths"][names[0]]]
    rows = [
        [f"{length:,}", *(f"{data['lengths'][name][number][1]:,.1f}" for name in names)]
        for number, length in enumerate(lengths)
    ]
    part.table(["characters", *(f"model {name}, ms" for name in names)], rows)
    curves = {f"model {name}": [(x, y) for x, y in data["lengths"][name]] for name in names}
    part.plot("length", "Time over length", lines(curves, "characters", "ms", "logarithmic"))
    part.say(
        "Runs over a dump of two-sentence documents, no model, one worker: first run, then the same input again. "
        "Memory grows with caches of bounded size, not with the number of documents."
    )
    part.table(
        ["documents", "first run, processor s", "unchanged, processor s", "MB, main process", "MB, worker"],
        [[f"{row[key]:,}" for key in ("documents", "cpu", "unchanged", "own", "worker")] for row in data["sizes"]],
    )
    curves = {
        name: [(row["documents"], row[key]) for row in data["sizes"]]
        for name, key in (("first run", "cpu"), ("unchanged", "unchanged"))
    }
    part.plot("collection", "Processor seconds over documents", lines(curves, "documents", "s", "logarithmic"))
    return part
