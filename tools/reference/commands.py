"""The commands with their arguments, options, exit codes and examples, as Typer knows them."""

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.main import get_command

from pipeline.cli.app import app
from tools.reference.markdown import code, table

PROGRAM = "press-records"
INTRODUCTION = """# Commands

<!-- made by python -m tools.reference from pipeline/cli; do not edit -->
<!-- no block of this page is run: a test checks that the commands and flags of its examples exist -->

Every command tells the same with `--help`. Errors of the call, the settings or the folder are one line and exit code 2.
The [settings](settings.md) that several commands share may also come from a file or the environment.
"""


def commands_page() -> str:
    """The page."""
    group: Any = get_command(app)
    parts = [_section(f"{PROGRAM} {path}", command) for path, command in _leaves(group)]
    return "\n".join([INTRODUCTION, *parts])


def _leaves(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that can be called, with its words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def _section(call: str, command: Any) -> str:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join([call, *map(_metavar, arguments), *(["[OPTIONS]"] if options else [])])
    parts = [f"## {call.removeprefix(f'{PROGRAM} ')}\n", f"`{usage}`\n", f"{inspect.cleandoc(command.help)}\n"]
    if arguments:
        parts.append(table(("argument", "meaning"), ((code(_metavar(one)), one.help or "") for one in arguments)))
    if options:
        rows = ((code(", ".join(one.opts)), code(_default(one)), _meaning(one)) for one in options)
        parts.append(table(("option", "default", "meaning"), rows))
    return "\n".join([*parts, _examples(command.epilog or "")])


def _metavar(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return f"{name}{'...' if argument.nargs == -1 else ''}"


def _default(option: Any) -> object:
    """What holds without the option; nothing where that is worth no word."""
    default = getattr(option.default, "value", option.default)
    return None if option.is_flag or default in (None, "", ()) else default


def _meaning(option: Any) -> str:
    if not isinstance(option.default, Enum):
        return str(option.help or "")
    listed = ", ".join(code(choice.value) for choice in type(option.default))
    return f"{option.help} One of {listed}."


def _examples(epilog: str) -> str:
    lines = [line.strip() for line in epilog.splitlines() if re.search(rf"\b{PROGRAM}\b|^\s*curl", line)]
    return "\n".join(["```sh", *lines, "```\n"])
