"""Where the program begins, and what happens to errors."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.cli.commands import WORDS_OPTION, application, needed
from pipeline.cli.console import fail
from pipeline.errors import PipelineError
from pipeline.own_words import VARIABLE
from pipeline.reference_cycles import collect_rarely

USAGE_ERROR = 2


def main() -> None:
    """Runs the command; an error that is no defect of ours is one line, without a traceback."""
    collect_rarely()
    try:
        application(needed(_with_own_words(sys.argv[1:])))()
    except PipelineError as error:
        fail(str(error))
        sys.exit(USAGE_ERROR)


def _with_own_words(arguments: Sequence[str]) -> Sequence[str]:
    """What stands behind ``--words``, which has to count before the commands load the lexicons."""
    option, joined, folder = arguments[0].partition("=") if arguments else ("", "", "")
    if option != WORDS_OPTION:
        return arguments
    if not joined and len(arguments) > 1:
        folder = arguments[1]
    if folder != "":  # an option without its folder is for the parser to refuse
        os.environ[VARIABLE] = str(Path(folder).absolute())
    return arguments[1 if joined else 2 :]
