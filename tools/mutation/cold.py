"""A pytest plugin: every test begins without what the mutated packages keep in their caches.

Mutants run in forks of one warm process. What an earlier test has left in a ``functools.cache`` would hide a mutant
from the tests that come later, and their coverage from the selection of tests.
"""

import gc
from functools import _lru_cache_wrapper
from typing import Any

MUTATED = ("pipeline.normalise", "pipeline.link")
_caches: list[Any] = []


def pytest_collection_finish() -> None:
    """Finds the caches, once all modules are imported."""
    _caches[:] = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper) and _is_mutated(one)]


def pytest_runtest_setup() -> None:
    """Empties them."""
    for one in _caches:
        one.cache_clear()


def _is_mutated(function: Any) -> bool:
    return str(function.__module__).startswith(MUTATED)
