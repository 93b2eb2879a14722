"""Every compiled pattern of the package stays fast on hostile text: input is scraped, so anybody can write it."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import pipeline

LENGTH = 40_000
GENEROUS_SECONDS = 2.0  # a quadratic pattern needs minutes at this length, a linear one milliseconds
SEEDS = (
    "1", "a", "A", " ", ".", "-", "/", "\n", "<", "&", "@", "(", "[", '"', "\t", "\u00a0",
    "1 ", "1.", "1-", "1/", "(0", "a.", "a@", "a-", "Aa ", "A. ", "a ", "<a ", "<!--", "&#", " \n", "\n\n",
    "12.", "12:", "am 1. ", "Dr. ", "St. ", "von ", "a(at)", " at ", "Straße 1 ", "1. und ", "http://a",
    "www.", "<p>", "</p", "., ", "+49 ",
)  # fmt: skip


def patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
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


def collect() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                found.setdefault(pattern.pattern, pattern)
                found.setdefault(f"{info.name}.{name}[{number}]", pattern)
    return {name: pattern for name, pattern in found.items() if name.startswith("pipeline.")}


PATTERNS = collect()


def test_the_collection_sees_the_patterns() -> None:
    assert len(PATTERNS) > 20, "walking the modules must find the package's patterns"


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_hostile_text_costs_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    for seed in SEEDS:
        text = (seed * (LENGTH // len(seed) + 1))[:LENGTH] + "\x00"
        started = time.process_time()
        for _ in pattern.finditer(text):
            if time.process_time() - started > GENEROUS_SECONDS:
                break
        spent = time.process_time() - started
        assert spent < GENEROUS_SECONDS, (
            f"{name} needs {spent:.1f} s for {LENGTH} times {seed!r}: {pattern.pattern[:200]}"
        )
