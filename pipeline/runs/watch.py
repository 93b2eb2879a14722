"""When a watched folder is due for a run: at the start, when arrivals have come to rest, and now and then anyway."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from watchfiles import watch

PATIENCE = 20  # quiet times after which a run begins although files keep arriving
HIDDEN = (".", "_")  # beginnings of names that reading passes over
MOST_SECONDS = 0.5  # between two looks, so that Ctrl-C is obeyed at once however long the quiet time is


@dataclass(slots=True)
class Occasions:
    """Yields None whenever a run is due; what happens during a run makes the next one due.

    Attributes:
        folders: to watch, with everything below.
        out: a folder whose changes do not count.
        quiet: seconds without an arrival before a run begins.
        rescan: seconds after which a run begins in any case, since some file systems tell of no changes.
        stop: ends the iteration; noticed within a second.
    """

    folders: Sequence[Path]
    out: Path
    quiet: float
    rescan: float
    stop: Event = field(default_factory=Event)
    _due: float | None = None

    def __iter__(self) -> Iterator[None]:
        """The occasions; the first one comes when the system has begun to watch, so that no file falls in between."""
        due, arrivals = 0.0, _Arrivals(self.quiet)
        for paths in self._looks():
            now = time.monotonic()
            if any(map(self._counts, paths)):
                arrivals.heard(now)
            if arrivals.at_rest(now) or now >= due:
                arrivals, self._due = _Arrivals(self.quiet), None
                yield
                due = time.monotonic() + self.rescan if self._due is None else self._due

    def try_again_in(self, seconds: float) -> None:
        """Makes the next run due after so many seconds: the one just begun could not be done."""
        self._due = time.monotonic() + seconds

    def _looks(self) -> Iterator[list[str]]:
        """Paths that changed since the last look, mostly none."""
        pause = max(int(min(self.quiet / 2, MOST_SECONDS) * 1000), 1)
        looks = watch(
            *self.folders,
            watch_filter=None,  # it would pass over looks, and with them the time at which a run is due
            debounce=2 * pause,
            step=pause,
            stop_event=self.stop,
            rust_timeout=pause,
            yield_on_timeout=True,
        )
        return ([path for _, path in changes] for changes in looks)

    def _counts(self, path: str) -> bool:
        """Whether a run would look at a file."""
        out = self.out.resolve()
        roots = [Path(os.path.realpath(folder)) for folder in self.folders]
        root = next((root for root in roots if Path(path).is_relative_to(root)), Path("/"))
        if out.is_relative_to(root) and Path(path).is_relative_to(out):
            return False
        return not any(part.startswith(HIDDEN) for part in Path(path).relative_to(root).parts)


@dataclass(slots=True)
class _Arrivals:
    """When files arrived that no run has looked at yet."""

    quiet: float
    first: float | None = None
    last: float = 0.0

    def heard(self, now: float) -> None:
        """One more."""
        self.first = now if self.first is None else self.first
        self.last = now

    def at_rest(self, now: float) -> bool:
        """Whether there are some, and it has been quiet since or goes on for too long."""
        if self.first is None:
            return False
        return now - self.last >= self.quiet or now - self.first >= PATIENCE * self.quiet
