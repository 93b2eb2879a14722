"""Every subcommand and where it is defined; one that is not called need not be imported, which takes seconds."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from pipeline.cli.console import log_to_terminal, output
from pipeline.own_words import VARIABLE
from pipeline.version import __version__

WORDS_OPTION = "--words"
EXAMPLES = """Examples:

  press-records run corpus --out out

  press-records explain corpus/page.html --open

  press-records run --help
"""


class Command(NamedTuple):
    """Names below `pipeline.cli`: the module, the function or group of commands in it, and the help's examples."""

    module: str
    function: str
    examples: str = "EXAMPLES"


COMMANDS = {
    "run": Command("run", "run"),
    "watch": Command("watch", "watch"),
    "status": Command("upkeep", "status", "STATUS_EXAMPLES"),
    "runs": Command("upkeep", "runs", "RUNS_EXAMPLES"),
    "rollback": Command("upkeep", "rollback", "ROLLBACK_EXAMPLES"),
    "gc": Command("upkeep", "gc", "GC_EXAMPLES"),
    "rebuild": Command("upkeep", "rebuild", "REBUILD_EXAMPLES"),
    "parquet": Command("parquet", "parquet"),
    "explain": Command("explain", "explain"),
    "site-profile": Command("site_profile", "site_profile"),
    "evaluate": Command("evaluate", "evaluate"),
    "feed": Command("feed", "publish_feed"),
    "serve": Command("serve", "serve"),
    "judge": Command("feed", "judge_entries", "JUDGE_EXAMPLES"),
    "diff": Command("diff", "diff"),
    "review": Command("review", "review"),
    "subject": Command("privacy", "subject", "SUBJECT_EXAMPLES"),
    "erase": Command("privacy", "erase_person", "ERASE_EXAMPLES"),
    "suppress": Command("privacy", "suppress", "SUPPRESS_EXAMPLES"),
    "schema": Command("schema", "schema"),
    "decisions": Command("decisions", "decisions"),
    "gold": Command("gold", "gold"),
}


def needed(arguments: Sequence[str]) -> Iterable[str]:
    """The commands that a call needs: the one that it names, or all where it asks for help or names none."""
    return [arguments[0]] if arguments and arguments[0] in COMMANDS else COMMANDS


def application(names: Iterable[str]) -> typer.Typer:
    """The program with some of its subcommands."""
    app = typer.Typer(
        help="Scraped German press releases in; validated, source-grounded records of people, offices and contacts "
        "out.",
        epilog=EXAMPLES,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_prepare)
    for name in names:
        _add(app, name, COMMANDS[name])
    return app


def _add(app: typer.Typer, name: str, command: Command) -> None:
    module = import_module(f"pipeline.cli.{command.module}")
    function = getattr(module, command.function)
    if isinstance(function, typer.Typer):
        app.add_typer(function, name=name)
    else:
        app.command(name, epilog=getattr(module, command.examples))(function)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # Typer calls it with the flag's value
    if wanted:
        output.print(f"press-records {__version__}")
        raise typer.Exit


def _prepare(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    words: Annotated[
        Path | None,
        typer.Option(
            WORDS_OPTION, envvar=VARIABLE, help="Folder with own entries for the lexicons; stands before the command."
        ),
    ] = None,
) -> None:
    """Runs in front of every command."""
    del version, words  # a callback has printed the one, and the other counted before the commands were loaded
    log_to_terminal()
