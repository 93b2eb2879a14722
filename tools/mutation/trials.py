"""A pytest plugin: tries mutants in forks of one collected session.

Collecting hundreds of cases takes longer than running those that notice a mutant, so it is done once. Every fork runs
the tests that reach its mutant until one fails: first those that have noticed other mutants of the file, then the
quick ones.

The session is told by the environment: ``MUTATION_PLAN`` names a file of ``{mutant: [test, ..]}``, quick tests first;
``MUTATION_JOBS`` how many forks run at once. It adds a line of JSON ``[mutant, exit code, test]`` to
``MUTATION_OUTCOMES`` for every mutant; codes are those of ``tools.mutation.results``.
"""

import json
import os
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tools.mutation import cold

TRAMPOLINE = "mutmut.mutation.trampoline"  # imported by every file with mutants
SECONDS = 60  # of one mutant; all tests of the two packages take less
NOTICED, SURVIVED, NO_TESTS = 1, 0, 33


def pytest_collection_finish() -> None:
    """Empties the caches that collecting has filled; a fork fills its own with what its mutant makes."""
    cold.pytest_collection_finish()
    cold.pytest_runtest_setup()


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Tries all mutants in place of running the tests."""
    plan: Mapping[str, list[str]] = json.loads(Path(os.environ["MUTATION_PLAN"]).read_text("utf-8"))
    items = {item.nodeid: item for item in session.items}
    with Path(os.environ["MUTATION_OUTCOMES"]).open("a", encoding="utf-8") as file:
        for outcome in outcomes(plan, items, int(os.environ["MUTATION_JOBS"])):
            file.write(json.dumps(outcome) + "\n")
            file.flush()
    return True


def outcomes(plan: Mapping[str, list[str]], items: Mapping[str, Any], jobs: int) -> Iterator[tuple[str, int, str]]:
    """Mutant, exit code and the test that noticed it, as forks end."""
    noticed: dict[str, Counter[str]] = defaultdict(Counter)
    running: dict[int, tuple[str, int]] = {}
    waiting = iter(plan.items())
    ended = False
    while running or not ended:
        if not ended and len(running) < jobs:
            mutant, tests = next(waiting, ("", []))
            ended = not mutant
            if tests:
                best = noticed[mutant.rpartition(".")[0]]
                ordered = [items[test] for test in sorted(tests, key=lambda test: -best[test])]
                pid, answer = _fork(mutant, ordered)
                running[pid] = mutant, answer
            elif mutant:
                yield mutant, NO_TESTS, ""
            continue
        pid, status = os.wait()
        mutant, answer = running.pop(pid)
        with os.fdopen(answer, encoding="utf-8") as pipe:
            test = pipe.read()
        noticed[mutant.rpartition(".")[0]][test] += 1
        yield mutant, os.waitstatus_to_exitcode(status), test


def _fork(mutant: str, items: Sequence[Any]) -> tuple[int, int]:
    """The process that tries a mutant, and the pipe on which it names the test that fails."""
    answer, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return pid, answer
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    trampoline: Any = sys.modules[TRAMPOLINE]
    trampoline.get_mutant_under_test = lambda: mutant  # quicker than mutmut's look into the environment at every call
    code = NOTICED
    try:
        failed = _first_failure(items)
        os.write(tell, failed.encode())
        code = NOTICED if failed else SURVIVED
    finally:
        os._exit(code)


def _first_failure(items: Sequence[Any]) -> str:
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return str(item.nodeid)
    return ""
