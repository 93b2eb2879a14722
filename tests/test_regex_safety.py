"""Every compiled pattern of the package stays fast on hostile text: input is scraped, so anybody can write it.

A short text clears most patterns: one that costs next to nothing there, or hardly more than twice what half of it
costs, is within the limits at full length too. Only the others are tried there.
"""

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from statistics import median
from typing import Any, NoReturn

import pytest

import pipeline

LENGTH = 40_000
GENEROUS_SECONDS = 0.2  # a quadratic pattern mostly needs seconds at this length, a linear one milliseconds
MOST_GROWTH = 3.0  # of the time for twice the length, where a pattern needs more: 2 is linear, 4 quadratic
TRIES = 5  # of which the median counts: a processor is twice as fast at times, where its neighbour idles
MOST_SECONDS = 30.0
SHORTER = 5  # times
NEGLIGIBLE_SECONDS = GENEROUS_SECONDS / SHORTER**2  # what a quadratic pattern within the limits needs there
CLEAR_GROWTH = 2.4  # a + b * n**2 that grows so much from half the short text on grows threefold at full length
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
    """Every pattern once, under the name of the first module that has it."""
    found: dict[re.Pattern[Any], str] = {}
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                found.setdefault(pattern, f"{info.name}.{name}[{number}]")
    return {name: pattern for pattern, name in found.items()}


class OutOfTimeError(Exception):
    """A search was stopped."""


def stop(*_: object) -> NoReturn:
    raise OutOfTimeError


def seconds(pattern: re.Pattern[Any], seed: str, length: int, most: float) -> float:
    """Processor time of a search through a text of a seed over and over, stopped at a limit."""
    text = (seed * (length // len(seed) + 1))[:length] + "\x00"
    before = signal.signal(signal.SIGVTALRM, stop)
    started = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        for _ in pattern.finditer(text if isinstance(pattern.pattern, str) else text.encode()):
            pass
        return time.process_time() - started
    except OutOfTimeError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_linear_at(length: int, pattern: re.Pattern[Any], seed: str, most: float) -> bool:
    """Whether a short text shows already that a long one stays within the limits."""
    spent = seconds(pattern, seed, length, most)
    if spent < NEGLIGIBLE_SECONDS or spent == most:
        return spent < most
    half = min(seconds(pattern, seed, length // 2, most) for _ in range(2))  # other processes make it dearer at times
    return spent < CLEAR_GROWTH * half


def complaint(pattern: re.Pattern[Any], seed: str, most: float = MOST_SECONDS) -> str | None:
    """What is wrong with a pattern, None where nothing is."""
    if is_linear_at(LENGTH // SHORTER, pattern, seed, most / SHORTER):
        return None
    spent = seconds(pattern, seed, LENGTH, most)
    if spent == most:
        return f"{LENGTH} characters of {seed!r} need more than {most} s"
    if spent < GENEROUS_SECONDS:
        return None
    growth = median(
        seconds(pattern, seed, LENGTH, most) / seconds(pattern, seed, LENGTH // 2, most) for _ in range(TRIES)
    )
    return f"twice {seed!r} costs {growth:.1f} times as much" if growth >= MOST_GROWTH else None


PATTERNS = collect()


def test_the_collection_sees_the_patterns() -> None:
    assert len(PATTERNS) > 20, "walking the modules must find the package's patterns"


@pytest.mark.parametrize(
    ("bad", "seed"),
    [
        (r"\s+$", " "),
        (r"(?P<town>[^ ]+) [aiubv]\.", "a"),
        (r"[^@\s]+@[^@\s]+", "a"),
        (r"(?:[a-z]+\.)+[a-z]{2}@", "a."),
        (r"\w*\d{1,9}%", "1"),
        (r"(?:a+)+b", "a"),
        (r"(?:\w|\d)*-", "1"),
        (rb"\s+$", " "),
    ],
)
def test_bad_patterns_are_found(bad: str | bytes, seed: str) -> None:
    assert complaint(re.compile(bad), seed, most=GENEROUS_SECONDS) is not None


@pytest.mark.parametrize(
    ("good", "seed"),
    [(r"\s{1,500}$", " "), (r"<[^>]{0,2000}>", "<"), (r"\w", "a"), (r"x", "a")],
)
def test_bounded_patterns_are_not(good: str, seed: str) -> None:
    assert complaint(re.compile(good), seed) is None


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_hostile_text_costs_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    for seed in SEEDS:
        assert complaint(pattern, seed) is None, f"{name}: {pattern.pattern!r:.200}"
