"""Feed a target with mutated inputs for some minutes, guided by coverage.

    python -m tools.fuzz --list
    python -m tools.fuzz dates --minutes 30
    python -m tools.fuzz all --minutes 5

Needs atheris (extra ``fuzz``; Linux wheels). Inputs that reach new code are kept in ``OUT/TARGET/corpus`` and are the
seeds of the next call, what breaks an invariant in ``OUT/TARGET/found``: put it under ``tests/cases/fuzz/TARGET/`` with
the repair. The exit code is 1 where something was found.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from tools.fuzz.seeds import MOST, dictionary, seeds
from tools.fuzz.targets import TARGETS

INPUT_SECONDS = 30  # one input that takes longer counts as a hang
MEMORY_MEGABYTES = 3000
FIRST_LIMIT = 0.2  # share of a target's time that is left when nothing more is started
STATUS = re.compile(r"^#(\d+)\s.*?cov: (\d+)", re.MULTILINE)
REASON = re.compile(r"^(?:[\w.]*(?:Error|Exception|Broken|Warning)\b.*|.*ERROR: libFuzzer: .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Result:
    """What fuzzing one target came to."""

    target: str
    minutes: float
    inputs: int
    coverage: int
    found: dict[str, str]


def fuzz(target: str, minutes: float, out: Path) -> Result:
    """Fuzzes one target; goes on behind everything it finds until the time is over."""
    folder = out / target
    for name in ("corpus", "found"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (folder / "corpus" / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    (folder / "words.dict").write_text(dictionary(), encoding="ascii")
    started, inputs, coverage = time.monotonic(), 0, 0
    found: dict[str, str] = {}
    while (left := 60 * minutes - (time.monotonic() - started)) > 60 * minutes * FIRST_LIMIT or inputs == 0:
        log = _session(target, folder, max(int(left), 1))
        counts = [(int(number), int(points)) for number, points in STATUS.findall(log)]
        inputs += max((number for number, _ in counts), default=0) or 1
        coverage = max([coverage, *(points for _, points in counts)])
        artifact = re.search(r"Test unit written to (\S+)", log)
        if artifact is None:
            break
        reasons = [match.group().strip() for match in REASON.finditer(log)]
        found[Path(artifact[1]).name] = reasons[0][:300] if reasons else "unknown"
    return Result(target, round((time.monotonic() - started) / 60, 1), inputs, coverage, found)


def _session(target: str, folder: Path, seconds: int) -> str:
    """What libFuzzer says until it ends."""
    options = (
        f"-max_total_time={seconds}", f"-max_len={MOST}", f"-timeout={INPUT_SECONDS}",
        f"-rss_limit_mb={MEMORY_MEGABYTES}", f"-artifact_prefix={folder / 'found'}/", f"-dict={folder / 'words.dict'}",
        "-print_final_stats=1",
    )  # fmt: skip
    command = [sys.executable, "-m", "tools.fuzz.worker", target, *options, str(folder / "corpus")]
    with (folder / "log.txt").open("w+b") as log:
        subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
        log.seek(0)
        return log.read().decode("utf-8", "replace")


def main() -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; or all")
    parser.add_argument("--minutes", type=float, default=30.0, help="for each target")
    parser.add_argument("--out", type=Path, default=Path(".fuzz"))
    parser.add_argument("--list", action="store_true", help="name the targets")
    options = parser.parse_args()
    if options.list:
        print("\n".join(TARGETS))
        return 0
    names = list(TARGETS) if options.targets == ["all"] else options.targets
    if not names or not set(names) <= set(TARGETS):
        parser.error(f"name targets of {', '.join(TARGETS)}")
    any_found = False
    for name in names:
        result = fuzz(name, options.minutes, options.out)
        any_found = any_found or bool(result.found)
        print(json.dumps(asdict(result), ensure_ascii=False), flush=True)
    return 1 if any_found else 0


if __name__ == "__main__":
    sys.exit(main())
