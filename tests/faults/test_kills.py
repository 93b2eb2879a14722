"""A run that ends anywhere is continued by the next one, and the folder is, byte for byte, as after a quiet night."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.runs import run
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel
from tests.faults.injection import Fuse, PowerCut, copy, in_child, install, kill_self
from tools.kill_test import differences, end_state, is_over, kill_test

DOCUMENTS = 4
SHARDED = Settings(shards=16)
WHOLE = Settings(shards=1)


def fill(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for number in range(DOCUMENTS):
        write(folder, number, RELEASE.replace("853-1060", f"853-{1000 + number}"))
    return folder


def write(folder: Path, number: int, text: str) -> None:
    (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def change(folder: Path) -> None:
    """One changes, one breaks, one goes, one comes."""
    write(folder, 0, RELEASE.replace("853-1060", "853-2000"))
    write(folder, 1, "")
    (folder / "2.txt").unlink()
    write(folder, DOCUMENTS, RELEASE)


class Night:
    """A run over a folder that was run over before, in children of this process."""

    def __init__(self, folder: Path, before: Settings, settings: Settings) -> None:
        self.pages, self.before, self.out = fill(folder / "pages"), folder / "before", folder / "out"
        self._settings = settings
        run([self.pages], self.before, PatternModel(), before, complete=True)
        change(self.pages)
        self.restore()
        assert self.run() == 0
        self.expected = end_state(self.out)

    def restore(self) -> None:
        copy(self.before, self.out)

    def run(self, prepare: Callable[[], None] = lambda: None) -> int | None:
        def work() -> int:
            prepare()
            run([self.pages], self.out, PatternModel(), self._settings, complete=True)
            return 0

        return in_child(work)

    def boundaries(self) -> int:
        """How many there are in a quiet run."""
        counted = self.out.parent / "boundaries"

        def work() -> int:
            fuse = Fuse(0, kill_self)
            install(fuse, None)
            run([self.pages], self.out, PatternModel(), self._settings, complete=True)
            counted.write_text(str(fuse.count))
            return 0

        self.restore()
        assert in_child(work) == 0
        return int(counted.read_text())

    def blow(self, at: int, *, power: bool) -> None:
        """Ends a run at a boundary, by a kill or a power cut, and says what differs after the next run."""

        def prepare() -> None:
            cut = PowerCut(self.out) if power else None
            if cut is not None:
                cut.know()
            install(Fuse(at, lambda: (cut.strike() if cut is not None else None, kill_self())[1]), cut)

        self.restore()
        assert self.run(prepare) is None, f"the fuse at boundary {at} did not blow"


@pytest.mark.parametrize(
    ("before", "settings", "power", "every"),
    [(WHOLE, WHOLE, False, 1), (WHOLE, WHOLE, True, 1), (SHARDED, WHOLE, True, 3), (WHOLE, SHARDED, False, 3)],
    ids=["killed", "power cut", "shards joined at a power cut", "killed while cutting into shards"],
)
def test_a_run_that_ends_at_any_boundary_is_continued(
    tmp_path: Path, before: Settings, settings: Settings, power: bool, every: int
) -> None:
    night = Night(tmp_path, before, settings)
    boundaries = night.boundaries()
    assert boundaries > 20
    for at in range(1, boundaries + 1, every):
        night.blow(at, power=power)
        if is_over(night.out, 2):
            assert at > boundaries - 3
            continue
        assert night.run() == 0
        assert differences(night.expected, end_state(night.out)) == [], f"boundary {at} of {boundaries}"


def test_the_run_after_a_kill_may_be_killed_as_well(tmp_path: Path) -> None:
    night = Night(tmp_path, WHOLE, WHOLE)
    boundaries = night.boundaries()
    choice = random.Random(3)  # noqa: S311  # repeatable, not secret
    for _ in range(4):
        night.restore()
        for at in sorted(choice.sample(range(1, boundaries), 3), reverse=True):
            if not is_over(night.out, 2):
                night.run(lambda at=at: install(Fuse(at, kill_self), None))
        assert is_over(night.out, 2) or night.run() == 0
        assert differences(night.expected, end_state(night.out)) == []


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="worker processes are found in /proc")
def test_processes_killed_at_random_moments(tmp_path: Path) -> None:
    """A small part of `make kill-test`, with the real command and its worker processes."""
    kill_test(tmp_path, documents=20, kills=3, workers=2, seed=os.getpid())
    shutil.rmtree(tmp_path)
