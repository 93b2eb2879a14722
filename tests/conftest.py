"""Fixtures that many tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared inputs: absent on a user's machine (skip), required in CI (fail)."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI runs beside the shared inputs, but {SHARED} is missing")
    pytest.skip("the shared gold and suites are not beside this checkout")
