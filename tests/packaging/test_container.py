"""The container is built from locked libraries, runs without rights, and holds nothing but the product."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTION = re.compile(r"^([A-Z]+) (.+)$")
Instruction = tuple[str, str]


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
    assert values(build, "FROM") == ["python:3.12-slim AS build"]
    assert values(result, "FROM") == ["python:3.12-slim"]
    assert [line.split()[0] for line in values(result, "COPY")] == ["--from=build"]


def test_libraries_come_from_the_lock_with_hashes(dockerfile: list[Instruction]) -> None:
    installs = [
        step.strip()
        for line in values(dockerfile, "RUN")
        for step in line.split("&&")
        if re.search(r"\bpip (install|wheel)\b", step)
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


def test_no_secret_is_built_in(dockerfile: list[Instruction]) -> None:
    assert values(dockerfile, "ARG") == []
    assert not re.search(r"(?i)password|token|secret|key=", " ".join(values(dockerfile, "ENV")))


def test_everything_that_is_copied_exists_and_reaches_the_builder(dockerfile: list[Instruction]) -> None:
    build = stages(dockerfile)[0]
    wanted = [name.rstrip("/") for line in values(build, "COPY") for name in line.split()[:-1]]
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*"
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    for name in wanted:
        assert (ROOT / name).exists()
        assert any(fnmatch(name, rule) for rule in allowed), name
