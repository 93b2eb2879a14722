"""Faults at every point where the disk is told something: a process that ends there, and a power cut that forgets.

Nothing here is known to the product; functions of the standard library and `State.commit` are replaced in a forked
child.
"""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.store.state import State

BOUNDARIES = ("fsync", "rename", "replace", "mkdir", "rmdir", "unlink")
KEPT_BY_SQLITE = ("state.sqlite",)  # it syncs by itself
UNIMPORTANT = (".lock",)


class PowerCut:
    """What is lost when the power fails: renames and contents that were never synced.

    SQLite looks after its own files. A removed file stays removed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._synced: dict[int, tuple[int, int]] = {}
        self._renames: list[tuple[Path, Path, bytes | None]] = []

    def synced(self, descriptor: int) -> None:
        """A file is safe as it is, a folder with the names in it."""
        status = os.fstat(descriptor)
        self._synced[status.st_ino] = (status.st_size, status.st_mtime_ns)
        self._renames = [each for each in self._renames if _inode(each[1].parent) != status.st_ino]

    def renamed(self, source: Path, target: Path) -> None:
        """Called before a rename."""
        content = target.read_bytes() if target.is_file() else None
        self._renames.append((source, target, content))

    def strike(self) -> None:
        """Takes back what was not synced, and cuts files whose content was not."""
        for source, target, content in reversed(self._renames):
            if target.exists():
                source.parent.mkdir(parents=True, exist_ok=True)
                os.rename(target, source)
                if content is not None:
                    target.write_bytes(content)
                    self._synced[_inode(target)] = _state(target)
        for file in self._folder.rglob("*"):
            safe = not file.is_file() or file.name.startswith((*KEPT_BY_SQLITE, *UNIMPORTANT))
            if not safe and self._synced.get(_inode(file)) != _state(file):
                os.truncate(file, file.stat().st_size // 2)

    def know(self) -> None:
        """What is there at the beginning has been there for long."""
        for file in self._folder.rglob("*"):
            if file.is_file():
                self._synced[_inode(file)] = _state(file)


def _inode(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_ino
    return -1


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


class Fuse:
    """Counts boundaries and blows at one of them.

    Args:
        at: number of the boundary; 0 to count only.
        blow: what happens there, before the call is made.
    """

    def __init__(self, at: int, blow: Callable[[], None]) -> None:
        self._at = at
        self._blow = blow
        self.count = 0

    def burn(self) -> None:
        """One more boundary is reached."""
        self.count += 1
        if self.count == self._at:
            self._blow()


def install(fuse: Fuse, cut: PowerCut | None) -> None:
    """Puts the fuse in front of everything that makes something lasting; for a forked child only."""
    for name in BOUNDARIES:
        setattr(os, name, _fused(name, getattr(os, name), fuse, cut))
    commit = State.commit

    def fused_commit(state: State) -> None:
        fuse.burn()
        commit(state)
        fuse.burn()

    State.commit = fused_commit  # type: ignore[method-assign]  # in a child that ends soon


def _fused(name: str, original: Any, fuse: Fuse, cut: PowerCut | None) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        fuse.burn()
        if cut is not None and name in {"rename", "replace"}:
            cut.renamed(*map(Path, arguments))
        result = original(*arguments, **options)
        if cut is not None and name == "fsync":
            cut.synced(*arguments)
        return result

    return call


def in_child(work: Callable[[], int]) -> int | None:
    """Runs a function in a forked process; its result below 128, or None when the process was killed."""
    pid = os.fork()
    if pid == 0:
        code = 127
        try:
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None


def kill_self() -> None:
    """The end, without any cleaning up."""
    os.kill(os.getpid(), signal.SIGKILL)


def copy(source: Path | None, target: Path) -> None:
    """A fresh copy of an output folder."""
    shutil.rmtree(target, ignore_errors=True)
    if source is not None:
        shutil.copytree(source, target)


__all__ = ["Fuse", "PowerCut", "copy", "in_child", "install", "kill_self"]
