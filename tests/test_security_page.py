"""The threat model names a test for every threat, and each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "`tests/" in line
]


def test_the_page_has_threats() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_every_threat_has_a_defence_and_tests(row: list[str]) -> None:
    threat, defence, tests = row
    assert threat
    assert defence
    files = re.findall(r"`([^`]+)`", tests)
    assert files
    for name in files:
        assert re.search(r"^def test_", (ROOT / name.strip()).read_text(encoding="utf-8"), re.MULTILINE), name
