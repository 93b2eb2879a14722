"""Worker processes that end before they work."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.runs import run
from pipeline.runs.pool import MOST_FALSE_STARTS, Pool
from pipeline.settings import Settings
from tests.fakes import RELEASE
from tests.faults.models import DyingAtStart


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "page.txt"
    page.write_text(RELEASE, encoding="utf-8")
    return page


def test_a_worker_that_is_killed_while_it_starts_costs_nothing(page: Path, tmp_path: Path) -> None:
    model = DyingAtStart(notches=str(tmp_path / "notches"), times=1)
    manifest = run([page], tmp_path / "out", model, Settings(), engine=Pool(1, 60.0))
    assert (tmp_path / "notches").read_bytes() == b"x"
    assert manifest.counts.emitted == 1


def test_workers_that_never_start_end_the_run_with_a_remedy(page: Path, tmp_path: Path) -> None:
    model = DyingAtStart(notches=str(tmp_path / "notches"), times=100)
    with pytest.raises(UsageError, match="check the memory"):
        run([page], tmp_path / "out", model, Settings(), engine=Pool(1, 60.0))
    assert len((tmp_path / "notches").read_bytes()) == MOST_FALSE_STARTS + 1
