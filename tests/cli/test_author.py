"""A decision has an author where the system knows no name for the user, as in a container run with ``--user``."""

import pwd
from typing import NoReturn

import pytest

from pipeline.cli.author import NAMELESS, author_here

VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> NoReturn:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert author_here() == NAMELESS


def test_a_user_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "petra")
    assert author_here() == "petra"
