"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM = "/usr/bin/chromium"
REMEDY = (
    f"the browser tests need Debian's Chromium at {CHROMIUM}: run 'make browser' as root, or 'apt-get install chromium'"
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds; a busy machine is no defect

# Of a Hypothesis example as well: its limits are by the clock, and the tests share the processors.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared inputs: absent on a user's machine (skip), required in CI (fail)."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI runs beside the shared inputs, but {SHARED} is missing")
    pytest.skip("the shared gold and suites are not beside this checkout")


@pytest.fixture
def store() -> Iterator[Any]:
    """An empty store in memory, as fsspec gives it."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a missing one is a failure with the remedy, never a skipped test."""
    if not Path(CHROMIUM).exists():
        pytest.fail(REMEDY)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
