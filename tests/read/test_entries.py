"""Listing a folder: by the bytes of the names, whatever they hold, and in little memory however many there are."""

import os
import tracemalloc
from pathlib import Path

import pytest

from pipeline.read.entries import FILE, FOLDER, LINK, sorted_entries

NAMES = [b"a", b"a.txt", b"a\n.txt", b"a\x01", b"b", b"B", b"\xff\xfe.txt", "ä.txt".encode(), b"a" * 200, b" ", b"~"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / os.fsdecode(name)).write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("held", [1, 2, 3, len(NAMES), 1000])
def test_names_are_in_the_order_of_their_bytes_however_few_fit_into_memory(folder: Path, held: int) -> None:
    found = [os.fsencode(name) for name, _ in sorted_entries(folder, held)]
    assert found == sorted(NAMES)


def test_kinds_are_told_without_following_loops(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert dict(sorted_entries(tmp_path)) == {
        "folder": FOLDER, "file": FILE, "link": LINK, "loop": FILE, "nowhere": FILE,
    }  # fmt: skip


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(sorted_entries(tmp_path / "gone"))


def test_memory_does_not_grow_with_the_entries(tmp_path: Path) -> None:
    peaks = []
    for count in (500, 4000):
        inner = tmp_path / str(count)
        inner.mkdir()
        for number in range(count):
            (inner / f"a-rather-long-name-of-a-scraped-page-{number:08}.html").touch()
        tracemalloc.start()
        try:
            assert sum(1 for _ in sorted_entries(inner, held=200)) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 300_000
