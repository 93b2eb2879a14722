"""Every compiled pattern of the package stays fast on hostile text: input is scraped, so anybody can write it."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import pipeline

LENGTH = 40_000
GENEROUS_SECONDS = 1.0  # a quadratic pattern needs minutes at this length, a linear one milliseconds
MOST_GROWTH = 3.0  # of the time for twice the length, where a slow machine needs more: 2 is linear, 4 quadratic
MOST_SECONDS = 30.0
SEEDS = (
    "1", "a", "A", " ", ".", "-", "/", "\n", "<", "&", "@", "(", "[", '"', "\t", "\u00a0",
    "1 ", "1.", "1-", "1/", "(0", "a.", "a@", "a-", "Aa ", "A. ", "a ", "<a ", "<!--", "&#", " \n", "\n\n",
    "12.", "12:", "am 1. ", "Dr. ", "St. ", "von ", "a(at)", " at ", "Straße 1 ", "1. und ", "http://a",
    "www.", "<p>", "</p", "., ", "+49 ",
)  # fmt: skip


def patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from patterns_in(item, depth - 1)
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from patterns_in(item, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from patterns_in(getattr(value, name), depth - 1)


def collect() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                found.setdefault(f"{info.name}.{name}[{number}]", pattern)
    return found


def seconds(pattern: re.Pattern[Any], seed: str, length: int) -> float:
    """Processor time of a search through a text of a seed over and over, cut off at a limit."""
    text = (seed * (length // len(seed) + 1))[:length] + "\x00"
    started = time.process_time()
    for _ in pattern.finditer(text if isinstance(pattern.pattern, str) else text.encode()):
        if time.process_time() - started > MOST_SECONDS:
            break
    return time.process_time() - started


PATTERNS = collect()


def test_the_collection_sees_the_patterns() -> None:
    assert len(PATTERNS) > 20, "walking the modules must find the package's patterns"


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_hostile_text_costs_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    for seed in SEEDS:
        spent = seconds(pattern, seed, LENGTH)
        growth = spent / seconds(pattern, seed, LENGTH // 2) if spent > GENEROUS_SECONDS else 0.0
        assert spent < MOST_SECONDS, f"{name} needs {spent:.0f} s for {LENGTH} times {seed!r}"
        assert growth < MOST_GROWTH, (
            f"{name}: twice {seed!r} costs {growth:.1f} times as much: {pattern.pattern!r:.200}"
        )
