"""Inputs and outputs of runs, for the tests of this folder."""

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.documents import EntityRecogniser
from pipeline.runs import Manifest, run
from pipeline.settings import Settings
from tests.fakes import RELEASE, FailingModel

SETTINGS = Settings(model="none", max_bytes=10_000)
REPORTS = ("records.jsonl", "quarantine.jsonl", "issues.jsonl", "manifest.json")


def page(number: int) -> str:
    """A release with a phone number of its own."""
    return RELEASE.replace("853-1060", f"853-{1000 + number}")


def fill(folder: Path, **texts: str) -> Path:
    """Writes ``NAME.txt`` for every argument."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def process(tmp_path: Path, *inputs: Path, model: EntityRecogniser | None = None, **options: Any) -> Manifest:
    """A run into ``out``, over ``in`` where no input is named."""
    options = {"settings": SETTINGS} | options
    chosen = FailingModel() if model is None else model
    return run(inputs or (tmp_path / "in",), tmp_path / "out", chosen, **options)


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def delta(out: Path, run_id: str) -> list[tuple[str, list[str], list[str]]]:
    """Operation, cause and changed fields of every change of a run.

    Whether a number is somebody's is for linking to decide, so ``people`` is left out.
    """
    rows = lines(out / "runs" / run_id / "delta.jsonl")
    return [(row["op"], row["cause"], [name for name in row["fields"] if name != "people"]) for row in rows]


def digests(out: Path) -> dict[str, str]:
    """Every file of an output folder that equal runs make equal, by path."""
    files = (file for file in out.rglob("*") if file.is_file())
    chosen = {file.relative_to(out).as_posix(): file for file in files if _is_compared(file)}
    return {name: hashlib.sha256(chosen[name].read_bytes()).hexdigest() for name in sorted(chosen)}


def _is_compared(file: Path) -> bool:
    """The state's pages depend on the order of events, the run's own manifest has a clock in it."""
    return not file.name.startswith(("state.sqlite", ".lock")) and not (
        file.name == "manifest.json" and file.parent.parent.name == "runs"
    )
