"""Write the lock files under ``requirements/``: exact versions with hashes, for every platform and Python.

Run with ``make lock`` after a change to the dependencies in pyproject.toml.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"]
OPTIONS += ["--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line"]


def compile_lock(name: str, source: str, *extra: str) -> None:
    """Resolves ``source`` into ``requirements/NAME.txt``."""
    target = LOCKS / f"{name}.txt"
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *extra, source, "-o", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    """Locks runtime first, so that the others agree with it."""
    compile_lock("runtime", "pyproject.toml")
    compile_lock("build", "requirements/build.in", "-c", "requirements/runtime.txt")
    compile_lock("dev", "pyproject.toml", "--extra", "dev", "-c", "requirements/runtime.txt")
    for name in ("bench", "release", "mutation"):
        compile_lock(name, "pyproject.toml", "--extra", name, "-c", "requirements/dev.txt")


if __name__ == "__main__":
    main()
