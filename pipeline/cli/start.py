"""Where the program begins, and what happens to errors."""

import sys

from pipeline.cli.commands import application, needed
from pipeline.cli.console import fail
from pipeline.errors import PipelineError

USAGE_ERROR = 2


def main() -> None:
    """Runs the command; an error that is no defect of ours is one line, without a traceback."""
    try:
        application(needed(sys.argv[1:]))()
    except PipelineError as error:
        fail(str(error))
        sys.exit(USAGE_ERROR)
