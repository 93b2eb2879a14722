"""What a figure depends on beside the code: machine, versions, day and load."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.annotate.ner import load_model
from pipeline.version import __version__

CPU_INFO = Path("/proc/cpuinfo")
MEMORY_INFO = Path("/proc/meminfo")


def conditions(libraries: Sequence[str], models: Sequence[str]) -> dict[str, Any]:
    """Day (UTC), machine, load at the start, and the versions of Python, press-records, its models and libraries."""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "cpu": _field(CPU_INFO, "model name", platform.processor()),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _gigabytes(_field(MEMORY_INFO, "MemTotal", "0 kB")),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "press-records": __version__,
        "models": {name: load_model(name).sha256[:12] for name in models},
        "libraries": {name: _version(name) for name in libraries},
    }


def _field(path: Path, key: str, otherwise: str) -> str:
    if not path.is_file():
        return otherwise
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), otherwise)


def _gigabytes(stated: str) -> str:
    return f"{int(stated.split()[0]) / 1024**2:.0f} GB"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
