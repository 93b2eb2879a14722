"""A disk that is full or may not be written: a clear message, nothing damaged, and the next run goes on from there."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.runs import run
from pipeline.runs.manifest import Manifest
from pipeline.runs.upkeep import condition, manifests
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel
from tests.faults.injection import in_child
from tools.kill_test import differences, end_state

REFUSED = 2
PUBLISHED = ("records.jsonl", "quarantine.jsonl", "issues.jsonl", "manifest.json")
ROOMY = 64 * 1024 * 1024


def fill(folder: Path, documents: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(documents):
        text = RELEASE.replace("853-1060", f"853-{1000 + number}")
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


def work(pages: Path, out: Path) -> Manifest:
    return run([pages], out, PatternModel(), Settings(), complete=True)


def attempt(pages: Path, out: Path) -> int:
    """Whether a run is refused, with the message that tells what to do."""
    try:
        work(pages, out)
    except PipelineError as error:
        return REFUSED if "check space and permissions" in str(error) or "not writable" in str(error) else 3
    return 0


def published(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in PUBLISHED if (out / name).exists()}


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A file system in memory of so many bytes."""
    folder.mkdir()
    mounted = subprocess.run(  # noqa: S603  # a tool of the system
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("only root can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


def remount(folder: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)  # noqa: S603, S607


@pytest.fixture
def undisturbed(tmp_path: Path) -> dict[str, str]:
    """The end state of two quiet runs over the same pages in the same place."""
    pages, out = fill(tmp_path / "pages", 10), tmp_path / "quiet"
    work(pages, out)
    fill(pages, 40)
    work(pages, out)
    for file in sorted(pages.iterdir())[10:]:
        file.unlink()
    return end_state(out)


def test_a_full_disk_stops_a_run_that_is_continued_when_there_is_room(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    pages, disk = tmp_path / "pages", tmp_path / "disk"
    with small_disk(disk, ROOMY):
        out = disk / "out"
        work(pages, out)
        before = published(out)
        fill(pages, 40)
        used = int(subprocess.run(["du", "-sk", str(disk)], capture_output=True, check=True).stdout.split()[0])  # noqa: S603, S607
        refused = 0
        for room in range(4, 400, 12):
            remount(disk, f"size={used + room}k")
            code = in_child(lambda: attempt(pages, out))
            assert code in {0, REFUSED}, f"{room} kB of room"
            if code == 0:
                break
            refused += 1
            assert published(out) == before
        assert refused >= 3
        remount(disk, f"size={ROOMY}")
        assert differences(undisturbed, end_state(out)) == []


def test_a_limit_on_file_sizes_stops_a_run_that_is_continued_without_it(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    """What a full disk does where only root could make one: writes fail in the midst."""
    pages, out = tmp_path / "pages", tmp_path / "out"
    work(pages, out)
    before = published(out)
    fill(pages, 40)

    def limited(size: int) -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return attempt(pages, out)

    largest = max(file.stat().st_size for file in out.rglob("*") if file.is_file())
    for size in (1000, 8_000, largest // 2, largest + 1000):
        assert in_child(lambda size=size: limited(size)) == REFUSED, size
        assert published(out) == before
    work(pages, out)
    assert differences(undisturbed, end_state(out)) == []


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that cannot be written; permissions do not bind root, a file system does."""
    if os.geteuid() == 0:
        remount(folder, "ro")
    else:
        folder.chmod(0o555)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            remount(folder, "rw")
        else:
            folder.chmod(0o755)


def test_a_folder_that_may_not_be_written_is_refused_and_left_alone(tmp_path: Path) -> None:
    pages, out = fill(tmp_path / "pages", 3), tmp_path / "out"
    with small_disk(out, ROOMY) if os.geteuid() == 0 else nullcontext():
        work(pages, out)
        before = end_state(out)
        fill(pages, 5)
        with read_only(out):
            assert in_child(lambda: attempt(pages, out)) == REFUSED
            assert condition(out, thorough=True).records == 3
            assert [manifest["run"] for manifest in manifests(out)] == ["000001"]
        assert end_state(out) == before
