"""Files appear complete or not at all."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.store import make_folder, write_lines


def test_lines_are_written_and_hashed(tmp_path: Path) -> None:
    written = write_lines(tmp_path / "a.jsonl", ["ä", "b"])
    data = (tmp_path / "a.jsonl").read_bytes()
    assert data == "ä\nb\n".encode()
    assert (written.lines, written.bytes, written.sha256) == (2, 5, hashlib.sha256(data).hexdigest())


def test_a_failure_half_way_keeps_the_old_file_and_leaves_no_other(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "new"
        raise RuntimeError

    write_lines(tmp_path / "a.jsonl", ["old"])
    with pytest.raises(RuntimeError):
        write_lines(tmp_path / "a.jsonl", lines())
    assert (tmp_path / "a.jsonl").read_text() == "old\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_full_disk_is_told_with_the_file_and_keeps_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write_lines(tmp_path / "a.jsonl", ["old"])
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UsageError, match=r"a\.jsonl cannot be written \(No space left on device\)"):
        write_lines(tmp_path / "a.jsonl", ["new"])
    assert (tmp_path / "a.jsonl").read_text() == "old\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


def test_the_data_are_on_disk_before_the_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("fsync"), fsync(descriptor))[1])
    monkeypatch.setattr(Path, "replace", lambda self, target: (order.append("rename"), replace(self, target))[1])
    write_lines(tmp_path / "a.jsonl", ["a"])
    assert order == ["fsync", "rename", "fsync"]


def test_files_have_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_lines(tmp_path / "a.jsonl", ["a"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.jsonl").stat().st_mode) == 0o644


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file/out"):
        make_folder(tmp_path / "file" / "out")
    with pytest.raises(UsageError, match="--out"):
        make_folder(tmp_path / "file")
