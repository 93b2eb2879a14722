"""Calls of programs that are looked at and not made: would the program take them, and are the things they name here?"""

import importlib
import re
import subprocess
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from fsspec.registry import known_implementations  # type: ignore[import-untyped]  # it has no types
from packaging.requirements import Requirement
from typer.main import get_command

from pipeline.cli.app import app
from pipeline.version import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
WHEEL = f"press_records-{__version__}-py3-none-any.whl"
IMAGE = "press-records"
MODULE = re.compile(r"-m ((?:tools|evaluation|benchmarks|models)[\w.]*)(.*)")


def check_call(words: Sequence[str]) -> None:
    """Looks at a call, given as its words.

    Raises:
        AssertionError: it names what is not there, or nobody here knows the program.
        Exception: the program's own parser refuses it.
    """
    program, *arguments = words
    assert program in PROGRAMS, f"nobody checks calls of {program}"
    PROGRAMS[program](arguments)


def press_records(arguments: Sequence[str]) -> dict[str, Any]:
    """The parameters of a call of ours, as the command itself reads them."""
    command: Any = get_command(app)
    rest = list(arguments)
    if rest in (["--help"], ["--version"]):
        return {}
    while hasattr(command, "commands"):
        assert rest, "a command is missing"
        assert rest[0] in command.commands, rest
        command = command.commands[rest.pop(0)]
    with command.make_context(command.name, rest) as context:
        parameters: dict[str, Any] = context.params
    return parameters


def make(arguments: Sequence[str]) -> None:
    """Lets make say what it would do, and looks at the modules it would call."""
    said = subprocess.run(  # noqa: S603  # our own
        ["make", "--dry-run", "--always-make", "--no-print-directory", *arguments],  # noqa: S607  # of the developer
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    for module, rest in MODULE.findall(said.stdout):
        python(["-m", module, *rest.split()])


def python(arguments: Sequence[str]) -> Namespace:
    """What a module of this checkout reads from its arguments; its work is not begun."""
    option, name, *rest = arguments
    assert option == "-m", arguments
    module = importlib.import_module(f"{name}.__main__")
    read = ArgumentParser.parse_args

    def stop(parser: ArgumentParser, *_: object) -> NoReturn:
        raise _Read(read(parser, rest))

    try:
        with patch.object(ArgumentParser, "parse_args", stop):
            module.main()
    except _Read as found:
        return found.options
    raise AssertionError(f"{name} reads no arguments")


class _Read(Exception):  # noqa: N818  # no error
    def __init__(self, options: Namespace) -> None:
        self.options = options


def pip(arguments: Sequence[str]) -> None:
    """Whether what is to be installed is there: this checkout, extras that it has, packages that fsspec asks for."""
    command, *packages = arguments
    assert command == "install", arguments
    for package in packages:
        if package.endswith(".whl"):
            assert package == WHEEL
            continue
        wanted = Requirement(re.sub(r"^\.", "press-records", package))
        if wanted.name == "press-records":
            assert wanted.extras <= _extras(), package
        else:
            assert wanted.name in {one["class"].partition(".")[0] for one in known_implementations.values()}, package


def _extras() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return set(project["optional-dependencies"])


def docker(arguments: Sequence[str]) -> None:
    """Whether the image is ours, and its command understands what stands behind it."""
    command, *rest = arguments
    assert IMAGE in rest, arguments
    if command == "build":
        options = rest[:-3]
        assert rest[-3:] == ["-t", IMAGE, "."]
        assert set(options[::2]) <= {"--build-arg", "--secret"}
        dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
        for value in options[1::2]:
            assert re.search(r"(?m)^ARG BASE=" if value.startswith("BASE=") else value.partition(",")[0], dockerfile), (
                value
            )
        return
    assert command == "run", arguments
    behind = rest[rest.index(IMAGE) + 1 :]
    if behind:
        press_records(behind)


def export(arguments: Sequence[str]) -> None:
    """The only variable that a page sets is the path of the environment that make sets up."""
    assert list(arguments) == ["PATH=$PWD/.venv/bin:$PATH"]
    assert "VENV := .venv\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


PROGRAMS: dict[str, Callable[[Sequence[str]], object]] = {
    "press-records": press_records, "make": make, "python": python, "pip": pip, "pipx": pip, "docker": docker,
    "export": export,
}  # fmt: skip
