"""The container is built from locked libraries, runs without rights, and holds nothing but the product."""

import json
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path, PurePosixPath

import pytest
from typer.main import get_command

from pipeline.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTION = re.compile(r"^([A-Z]+) (.+)$")
Instruction = tuple[str, str]
LIMIT = 100_000_000
"""Bytes of what is sent to the builder."""


def instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile in order: name and arguments, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    matches = [INSTRUCTION.match(line) for line in joined.splitlines() if line.strip()]
    return [(match[1], match[2]) for match in matches if match is not None]


def stages(found: list[Instruction]) -> list[list[Instruction]]:
    """The instructions of each stage."""
    starts = [number for number, (name, _) in enumerate(found) if name == "FROM"]
    return [found[start:end] for start, end in zip(starts, [*starts[1:], len(found)], strict=True)]


@pytest.fixture(scope="module")
def dockerfile() -> list[Instruction]:
    return instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def values(stage: list[Instruction], name: str) -> list[str]:
    return [arguments for found, arguments in stage if found == name]


def test_the_result_is_slim_and_made_in_two_stages(dockerfile: list[Instruction]) -> None:
    build, result = stages(dockerfile)
    assert values(build, "FROM") == ["${BASE} AS build"]
    assert values(result, "FROM") == ["${BASE}"]
    assert [line.split()[0] for line in values(result, "COPY")] == ["--from=build"]


def test_libraries_come_from_the_lock_with_hashes(dockerfile: list[Instruction]) -> None:
    installs = [
        step.strip()
        for line in values(dockerfile, "RUN")
        for step in line.split("&&")
        if re.search(r"\bpip\b.* (install|wheel)\b", step)
    ]
    assert len(installs) == 4
    for step in installs:
        assert "--require-hashes --only-binary :all: -r requirements/" in step or "--no-deps" in step, step
        assert ("--no-index" in step) == ("--no-deps" in step), step
    for lock in re.findall(r"requirements/\w+\.txt", " ".join(installs)):
        assert "--hash=sha256:" in (ROOT / lock).read_text(encoding="utf-8")


def test_the_result_fetches_nothing(dockerfile: list[Instruction]) -> None:
    result = stages(dockerfile)[-1]
    assert not re.search(r"pip|apt|curl|wget|http", " ".join(values(result, "RUN")))
    assert values(dockerfile, "ADD") == []
    assert "ORT_DISABLE_TELEMETRY=1" in " ".join(values(result, "ENV"))


def test_its_base_may_be_another_and_is_named_in_full(dockerfile: list[Instruction]) -> None:
    """Podman and Buildah look nowhere for a name without a registry."""
    assert dockerfile[0] == ("ARG", "BASE=docker.io/library/python:3.12-slim")
    commands = " ".join(values(dockerfile, "RUN"))
    assert not re.search(r"(^|\s)(python|pip)\s", commands), "Debian has python3 alone"


def test_it_runs_without_rights_on_mounted_folders(dockerfile: list[Instruction]) -> None:
    result = stages(dockerfile)[-1]
    assert values(result, "USER") == ["10001:10001"]
    assert [json.loads(line) for line in values(result, "VOLUME")] == [["/in", "/out"]]
    names = [name for name, _ in result]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "EXPOSE" not in names


def test_it_runs_the_command(dockerfile: list[Instruction]) -> None:
    result = stages(dockerfile)[-1]
    assert json.loads(values(result, "ENTRYPOINT")[0]) == ["press-records"]
    assert json.loads(values(result, "CMD")[0]) == ["run", "/in", "--out", "/out"]


def test_commands_find_the_results_by_themselves(dockerfile: list[Instruction]) -> None:
    (folder,) = values(stages(dockerfile)[-1], "WORKDIR")
    default = next(one for one in get_command(app).commands["feed"].params if one.name == "out").default
    assert Path(folder) / default == Path("/out")


def test_it_stops_at_a_signal_that_python_heeds_from_the_start(dockerfile: list[Instruction]) -> None:
    (name,) = values(stages(dockerfile)[-1], "STOPSIGNAL")
    ask = f"import signal; print(signal.getsignal(signal.{name}) is signal.default_int_handler)"
    default = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # it may be inherited as ignored
    command = [sys.executable, "-c", ask]
    asked = subprocess.run(command, preexec_fn=default, capture_output=True, check=True)  # noqa: S603  # our own line
    assert asked.stdout == b"True\n"


def test_no_secret_is_built_in(dockerfile: list[Instruction]) -> None:
    assert len(values(dockerfile, "ARG")) == 1
    mounts = re.findall(r"--mount=(\S+)", " ".join(values(stages(dockerfile)[0], "RUN")))
    assert mounts == ["type=secret,id=pip,target=/etc/pip.conf", "type=secret,id=ca"]
    assert not re.search(r"(?i)password|token|secret|key=", " ".join(values(dockerfile, "ENV")))


def test_everything_that_is_copied_exists_and_reaches_the_builder(dockerfile: list[Instruction]) -> None:
    build = stages(dockerfile)[0]
    for name in (name.rstrip("/") for line in values(build, "COPY") for name in line.split()[:-1]):
        files = [file for file in (ROOT / name).rglob("*") if file.is_file()] or [ROOT / name]
        assert all(file.is_file() for file in files)
        assert any(reaches_the_builder(file.relative_to(ROOT).as_posix()) for file in files), name


@pytest.mark.parametrize("name", [
    ".venv/bin/python", ".git/config", ".env", "pip.conf", "out/records.jsonl", "site/index.html", "dist/x.whl",
    "gold/dev/a.txt", "corpus/kita-tantow.txt", "models/training/train.py", "requirements/dev.txt",
    "pipeline/__pycache__/api.cpython-312.pyc", "pipeline/link/__pycache__/x.pyc",
])  # fmt: skip
def test_nothing_else_reaches_the_builder(name: str) -> None:
    assert not reaches_the_builder(name)


def test_the_context_is_small() -> None:
    files = [file for name in ("models", "pipeline") for file in (ROOT / name).rglob("*") if file.is_file()]
    sizes = [file.stat().st_size for file in files if reaches_the_builder(file.relative_to(ROOT).as_posix())]
    assert 10_000_000 < sum(sizes) < LIMIT


def reaches_the_builder(name: str) -> bool:
    """Whether .dockerignore lets a file through: the last rule counts that fits it or a folder above."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    path = PurePosixPath(name)
    sent = True
    for rule in (line for line in lines if line and not line.startswith("#")):
        pattern = re.compile(_expression(rule.removeprefix("!")))
        if any(pattern.fullmatch(str(one)) for one in (path, *path.parents)):
            sent = rule.startswith("!")
    return sent


def _expression(rule: str) -> str:
    return re.escape(rule).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
