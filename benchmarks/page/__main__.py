"""Measure, keep the figures, write the page.

    python -m benchmarks.page                       # everything: docs/benchmarks/*.json, *.svg and docs/benchmarks.md
    python -m benchmarks.page --only quality costs  # these anew, the page from them and from what was kept
    python -m benchmarks.page --only                # the page alone, from what was kept

Figures of different topics may be of different days and machines: each part of the page says its own.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.page import calibration, cleaning, costs, quality, speed, suites
from benchmarks.page.machine import conditions
from benchmarks.page.section import SMOKE, Effort, Topic
from pipeline.reference_cycles import collect_rarely

ROOT = Path(__file__).resolve().parents[2]
TOPICS: Mapping[str, Topic] = {
    "quality": quality, "suites": suites, "cleaning": cleaning, "calibration": calibration, "speed": speed,
    "costs": costs,
}  # fmt: skip
INTRODUCTION = """# Benchmarks

Written by `make bench`, figures and all; do not edit. What was measured is kept beside the plots as JSON, and
`make bench ONLY=quality` renews one part. Every part says when and on what machine it was measured; times compare
within a part only. Peers run in the versions named, on the same inputs, in the same run; where their figures are cited
instead, the source is named.
"""


def measure(name: str, effort: Effort) -> dict[str, Any]:
    """A topic's figures with the conditions they were measured under."""
    topic = TOPICS[name]
    about = conditions(topic.LIBRARIES, effort.models)
    started = time.perf_counter()
    data = topic.measure(effort)
    return {"conditions": about, "seconds": round(time.perf_counter() - started), "data": data}


def write_page(docs: Path) -> Path:
    """The page and its plots, from the figures that are kept below a folder of documentation.

    The same figures give the same bytes.
    """
    folder = docs / "benchmarks"
    parts = [INTRODUCTION]
    for name, topic in TOPICS.items():
        kept = folder / f"{name}.json"
        if not kept.is_file():
            continue
        result = json.loads(kept.read_text(encoding="utf-8"))
        section = topic.section(result["data"])
        for plot, picture in section.plots.items():
            (folder / f"{plot}.svg").write_text(picture, encoding="utf-8")
        parts += [f"## {section.title}\n", f"{described(result)}\n", *(f"{text}\n" for text in section.body)]
    page = docs / "benchmarks.md"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def described(result: Mapping[str, Any]) -> str:
    """Day, machine and versions in a line."""
    about = result["conditions"]
    versions = [f"Python {about['python']}", f"press-records {about['press-records']}"]
    versions += [f"model {name} {digest}" for name, digest in about["models"].items()]
    versions += [f"{name} {number or '(not installed)'}" for name, number in about["libraries"].items()]
    machine = f"{about['cores']} cores of {about['cpu']}, {about['memory']}, load {about['load']} at the start"
    return f"*Measured {about['day']} in {result['seconds']} s on {machine}. {', '.join(versions)}.*"


def main() -> int:
    """Command line; returns the exit code."""
    collect_rarely()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=[*TOPICS, []], default=list(TOPICS), help="topics to measure")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where the page is written")
    parser.add_argument("--smoke", action="store_true", help="so little that nothing but the working is shown")
    options = parser.parse_args()
    folder = options.docs / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    for name in options.only:
        print(f"{name} ...", flush=True)
        result = measure(name, SMOKE if options.smoke else Effort())
        text = json.dumps(result, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        print(f"{name}: {result['seconds']} s", flush=True)
    print(write_page(options.docs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
