"""Commands measured from outside: wall clock, processor time of all their processes, and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import json, resource, sys
from benchmarks.memory import peak_mb
from pipeline.cli import main
try:
    main()
finally:
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"own": peak_mb(), "worker": workers // 1024}))
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took.

    Attributes:
        wall: seconds on the clock, start of the program included.
        cpu: seconds of processors, of all its processes.
        own: most memory of its first process, MB; likewise ``worker`` of the largest other one.
    """

    wall: float
    cpu: float
    own: int
    worker: int


def press_records(*arguments: str | Path) -> Usage:
    """Runs a command of press-records.

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        process = subprocess.Popen(command, stderr=said, stdout=printed)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        printed.seek(0)
        if process.returncode not in {0, 1} or b"Traceback" in (errors := said.read()):
            raise RuntimeError(f"exit code {process.returncode}: {errors.decode(errors='replace')}")
        memory = json.loads(printed.read().splitlines()[-1])
    return Usage(wall, used.ru_utime + used.ru_stime, **memory)
