"""Most memory of a process so far."""

import re
from pathlib import Path

STATUS = Path("/proc/self/status")
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def peak_mb() -> int:
    """Resident megabytes at most, as Linux counts them for this program.

    ``getrusage`` would not do: its figure outlives ``exec``, so that a small program seems as large as the one that
    started it.

    Raises:
        RuntimeError: the system does not tell.
    """
    found = PEAK.search(STATUS.read_text(encoding="ascii"))
    if found is None:
        raise RuntimeError(f"{STATUS} does not say how much memory was used at most")
    return int(found[1]) // 1024
