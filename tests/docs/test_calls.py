"""Calls that set up, build or take hours: they are not made, but each is one that its program would take."""

import shlex

import pytest
from typer.exceptions import TyperException

from tests.docs.calls import WHEEL, check_call
from tests.docs.pages import checked_in, lines_of

CALLS = [(page, line) for page, block in checked_in("tests/docs/test_calls.py") for line in lines_of(block)]
REFUSALS = (AssertionError, ModuleNotFoundError, SystemExit, TyperException)
REFUSED = [
    "press-records run pages --no-such-option",
    "press-records no-such-command",
    "press-records judge same P-1",
    "make no-such-target",
    "python -m tools.fuzz dates --hours 1",
    "python -m tools.no_such_module",
    "pip install 'press-records[no-such-extra]'",
    "pip install no-such-package",
    "pipx install press_records-0.0.0-py3-none-any.whl",
    "docker run --rm press-records run /in --no-such-option",
    "docker run --rm no-such-image",
    "export PATH=$HOME/bin:$PATH",
    "no-such-program",
]


@pytest.mark.parametrize(("page", "line"), CALLS)
def test_the_program_would_take_the_call(page: str, line: str) -> None:
    check_call(shlex.split(line))


@pytest.mark.parametrize("line", REFUSED)
def test_what_the_program_would_not_take_is_found(line: str) -> None:
    with pytest.raises(REFUSALS):
        check_call(shlex.split(line))


def test_there_are_calls_of_several_programs() -> None:
    assert {"make", "pip", "pipx", "docker", "python"} <= {shlex.split(line)[0] for _, line in CALLS}


def test_the_wheel_bears_its_version() -> None:
    check_call(["pipx", "install", WHEEL])
