"""How long a run took and where it ran: in the manifest of the run's folder alone, since it differs every time."""

import os
import platform
import time
from datetime import UTC, datetime
from typing import Any

from pipeline.settings import Settings


class Stopwatch:
    """Seconds by part of a run. Durations come from a clock that nobody sets; the start is for people to read."""

    def __init__(self) -> None:
        self._started = datetime.now(UTC)
        self._last = time.monotonic()
        self._laps: dict[str, float] = {}

    def lap(self, part: str) -> None:
        """Ends a part."""
        now = time.monotonic()
        self._laps[part] = round(now - self._last, 3)
        self._last = now

    def timings(self) -> dict[str, Any]:
        """Start in UTC and seconds of every part."""
        return {"started": self._started.isoformat(timespec="seconds"), "seconds": dict(self._laps)}


def machine(settings: Settings) -> dict[str, Any]:
    """What the run had to work with."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "cores": available_cores(),
        "workers": settings.workers,
        "timeout": settings.timeout,
    }


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
