"""One process's figures for a way of working: ``python -m benchmarks.page.stack ours|libraries MODEL COUNT``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.documents import releases
from benchmarks.memory import peak_mb
from benchmarks.stages import laps, raw, stack, whole
from pipeline.annotate.ner import load_model

WAYS = {"ours": whole, "libraries": stack}
ROOT = Path(__file__).resolve().parents[2]


def measure(way: str, model: str, count: int) -> dict[str, Any]:
    """Milliseconds a document, in all and by part, and peak memory of this process."""
    documents = [raw(release) for release in releases(count)]
    spent = laps(WAYS[way](load_model(model)), documents)
    return {
        "ms": round(1000 * spent.total / count, 2),
        "parts": {part: round(1000 * seconds / count, 2) for part, seconds in spent.parts.items()},
        "megabytes": peak_mb(),
    }


def in_own_process(way: str, model: str, count: int) -> dict[str, Any] | None:
    """`measure` in a fresh process with one thread; None where a library is missing."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.page.stack", way, model, str(count)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if "ModuleNotFoundError" in done.stderr:
        return None
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
