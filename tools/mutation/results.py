"""What mutmut leaves behind in a tree: the mutants of every file, and what became of those that were tried."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SURVIVED = 0
NO_TESTS = (5, 33)
KILLED = (1, 3)
META = ".meta"

Outcomes = Mapping[str, int | None]
"""Exit code by mutant; None for one that was not tried."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a file; ``other`` are timeouts and crashes, which a test would have noticed too."""

    file: str
    mutants: int
    tried: int
    killed: int
    survived: int
    untested: int
    other: int


def read_outcomes(mutants: Path) -> dict[str, Outcomes]:
    """The outcomes by file.

    Args:
        mutants: the folder in which mutmut works.
    """
    files = sorted(mutants.rglob(f"*.py{META}"))
    found = {
        file.relative_to(mutants).as_posix().removesuffix(META): json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        for file in files
    }
    return {name: outcomes for name, outcomes in found.items() if outcomes}


def sample(outcomes: Mapping[str, Outcomes], each: int, seed: int) -> list[str]:
    """At most so many mutants of every file, the same for the same code and seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    return [
        name
        for mutants in outcomes.values()
        for name in sorted(chance.sample(sorted(mutants), min(each, len(mutants))))
    ]


def plan(mutants: Path, names: Iterable[str]) -> dict[str, list[str]]:
    """The tests that reach each mutant, quick ones first, as mutmut has measured them.

    Args:
        mutants: the folder in which mutmut works.
        names: mutants to try.
    """
    stats = json.loads((mutants / "mutmut-stats.json").read_text("utf-8"))
    reach, seconds = stats["tests_by_mangled_function_name"], stats["duration_by_test"]
    tests = {name: reach.get(name.partition("__mutmut_")[0], ()) for name in names}
    return {name: sorted(found, key=lambda test: (seconds[test], test)) for name, found in tests.items()}


def tried_outcomes(outcomes: Mapping[str, Outcomes], lines: Path) -> dict[str, Outcomes]:
    """The outcomes by file with those of the trials in place of what mutmut says, which has tried none."""
    found = {name: code for name, code, _ in map(json.loads, lines.read_text("utf-8").splitlines())}
    return {file: {name: found.get(name) for name in mutants} for file, mutants in outcomes.items()}


def rows(outcomes: Mapping[str, Outcomes]) -> list[Row]:
    """The figures by file, and those of all files last."""
    found = [_row(file, mutants) for file, mutants in outcomes.items()]
    columns = ([getattr(row, name) for row in found] for name in Row.__slots__[1:])
    return [*found, Row("all", *map(sum, columns))]


def _row(file: str, mutants: Outcomes) -> Row:
    codes = Counter(code for code in mutants.values() if code is not None)
    killed, untested = (sum(codes[code] for code in group) for group in (KILLED, NO_TESTS))
    other = codes.total() - killed - untested - codes[SURVIVED]
    return Row(file, len(mutants), codes.total(), killed, codes[SURVIVED], untested, other)


def unnoticed(outcomes: Mapping[str, Outcomes]) -> list[str]:
    """The mutants that no test noticed, those without a test included."""
    codes = {name: code for mutants in outcomes.values() for name, code in mutants.items()}
    return [name for name, code in codes.items() if code in (SURVIVED, *NO_TESTS)]
