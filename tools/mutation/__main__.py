"""Change ``pipeline/normalise`` and ``pipeline/link`` at random places and see which changes no test notices.

    python -m tools.mutation                      six mutants of every file, by a fixed seed
    python -m tools.mutation --each 100000        all of them (hours)
    python -m tools.mutation --only link/people   those of some files

Needs mutmut (extra ``mutation``). It works in a copy of the tracked files. The tests that a mutant meets are those of
the two packages and the tables of cases that recognisers and normalisers share. They need no entity model; those that
measure time are left out.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tools.mutation.results import Outcomes, Row, plan, read_outcomes, rows, sample, tried_outcomes, unnoticed

ROOT = Path(__file__).resolve().parent.parent.parent
PLUGIN = Path(__file__).resolve().parent
TESTS = [
    "tests/normalise", "tests/link", "tests/annotate/test_addresses.py", "tests/annotate/test_dates.py",
    "tests/annotate/test_emails.py", "tests/annotate/test_phones.py", "tests/annotate/test_urls.py",
]  # fmt: skip
SELECTED = [
    "-q", "-p", "no:cacheprovider", "--ignore=tests/link/test_limits.py",
    "-k", "not linear and not hostile and not strange and not megabyte",
]  # fmt: skip
SETTINGS = f"""
[tool.mutmut]
source_paths = ["pipeline"]
only_mutate = ["pipeline/normalise/*", "pipeline/link/*"]
also_copy = ["evaluation", "benchmarks", "tools", "docs", "models", "corpus", "README.md", "CHANGELOG.md"]
pytest_add_cli_args = {json.dumps([*SELECTED, "-p", "cold"])}
pytest_add_cli_args_test_selection = {json.dumps(TESTS)}
"""
NOBODY = "no.such.mutant"


def copy_tree(target: Path) -> None:
    """Copies the tracked files, as they are now, and adds the settings of mutmut."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607  # of the developer
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
    with (target / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)


def mutmut(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Calls mutmut in the tree."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=tree, env=_environment(), check=False, capture_output=True, text=True)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PLUGIN), "OMP_NUM_THREADS": "1"}


def run(tree: Path, each: int, seed: int, only: str, jobs: int) -> dict[str, Outcomes]:
    """Makes all mutants and tries a sample of them; gives the outcomes by file.

    Raises:
        SystemExit: mutmut made none, or no fork tried any.
    """
    made = mutmut(tree, "run", "--max-children", str(jobs), NOBODY)
    mutants = tree / "mutants"
    outcomes = {file: one for file, one in read_outcomes(mutants).items() if only in file}
    if not outcomes:
        raise SystemExit(f"no mutants were made:\n{made.stdout[-4000:]}{made.stderr[-4000:]}")
    (tree / "plan.json").write_text(json.dumps(plan(mutants, sample(outcomes, each, seed))), "utf-8")
    tried = try_out(tree, jobs)
    found = tried_outcomes(outcomes, tree / "outcomes.jsonl")
    if not rows(found)[-1].tried:
        raise SystemExit(f"no mutant was tried:\n{tried.stdout[-4000:]}{tried.stderr[-4000:]}")
    return found


def try_out(tree: Path, jobs: int) -> subprocess.CompletedProcess[str]:
    """Collects the tests once and tries all mutants of the plan in forks."""
    told = {"PLAN": tree / "plan.json", "OUTCOMES": tree / "outcomes.jsonl", "JOBS": jobs}
    environment = _environment() | {f"MUTATION_{name}": str(value) for name, value in told.items()}
    quickly = ["-s", "--assert=plain", "--tb=no", "-p", "tools.mutation.trials"]
    command = [sys.executable, "-m", "pytest", *quickly, *SELECTED, *TESTS]
    return subprocess.run(command, cwd=tree / "mutants", env=environment, check=False, capture_output=True, text=True)


def report(tree: Path, outcomes: Mapping[str, Outcomes]) -> str:
    """The figures as a table of Markdown, then the change that every unnoticed mutant makes."""
    lines = ["| file | mutants | tried | killed | survived | without a test | hung or crashed |", "|" + " --- |" * 7]
    lines += [_line(row) for row in rows(outcomes) if row.tried]
    changes = [f"{name}\n{mutmut(tree, 'show', name).stdout}" for name in unnoticed(outcomes)]
    return "\n".join([*lines, "", *changes])


def _line(row: Row) -> str:
    figures = (row.mutants, row.tried, row.killed, row.survived, row.untested, row.other)
    return f"| {row.file} | {' | '.join(map(str, figures))} |"


def main() -> None:
    """Reads the arguments, runs and prints."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("--each", type=int, default=6, help="mutants of a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="TEXT", help="only files whose path holds this")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy_tree(Path(folder))
        outcomes = run(Path(folder), arguments.each, arguments.seed, arguments.only, arguments.jobs)
        print(report(Path(folder), outcomes))
    print(f"{rows(outcomes)[-1].tried} mutants in {(time.monotonic() - started) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
