"""When a watched folder is due for a run: at the start, when arrivals have come to rest, and now and then anyway."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

PATIENCE = 20  # quiet times after which a run begins although files keep arriving
HIDDEN = (".", "_")  # beginnings of names that reading passes over


@dataclass(slots=True)
class Occasions:
    """Yields None whenever a run is due; what happens during a run makes the next one due.

    Attributes:
        folders: to watch, with everything below.
        out: a folder whose changes do not count.
        quiet: seconds without an arrival before a run begins.
        rescan: seconds after which a run begins in any case, since some file systems tell of no changes.
        stop: ends the iteration; noticed within ``quiet`` seconds.
    """

    folders: Sequence[Path]
    out: Path
    quiet: float
    rescan: float
    stop: Event = field(default_factory=Event)
    _due: float | None = None

    def __iter__(self) -> Iterator[None]:
        """The occasions; the first one comes when the system has begun to watch, so that no file falls in between."""
        pause = max(int(self.quiet * 1000), 1)
        changes = watch(
            *self.folders,
            watch_filter=self._counts,
            debounce=pause * PATIENCE,
            step=pause,
            stop_event=self.stop,
            rust_timeout=pause,
            yield_on_timeout=True,
        )
        due = 0.0
        for changed in changes:
            if changed or time.monotonic() >= due:
                self._due = None
                yield
                due = time.monotonic() + self.rescan if self._due is None else self._due

    def try_again_in(self, seconds: float) -> None:
        """Makes the next run due after so many seconds: the one just begun could not be done."""
        self._due = time.monotonic() + seconds

    def _counts(self, _change: Change, path: str) -> bool:
        """Whether a run would look at a file."""
        if Path(path).is_relative_to(self.out.resolve()):
            return False
        roots = [os.path.realpath(folder) for folder in self.folders]
        below = next((os.path.relpath(path, root) for root in roots if Path(path).is_relative_to(root)), path)
        return not any(part.startswith(HIDDEN) for part in Path(below).parts)
