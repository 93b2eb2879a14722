"""The two consoles: results on standard output, progress and problems on standard error."""

import logging
import sys

from rich.console import Console
from rich.logging import RichHandler
from rich.text import Text

from pipeline.printable import printable

PLAIN_WIDTH = 160  # of tables in a file or pipe, where nothing tells the width

output = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
errors = Console(stderr=True, highlight=False, soft_wrap=True, width=None if sys.stderr.isatty() else PLAIN_WIDTH)


class PrintableFormatter(logging.Formatter):
    """Log messages and tracebacks quote scraped text, which must not control the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The message with its traceback, escaped."""
        return printable(super().format(record))


def log_to_terminal() -> None:
    """Shows warnings and errors of the package on standard error."""
    handler = RichHandler(console=errors, show_path=False, show_time=False)
    handler.setFormatter(PrintableFormatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def say(message: str, style: str = "") -> None:
    """A line on standard error; text from documents can neither style it nor move the cursor."""
    errors.print(Text(printable(message), style=style))


def fail(message: str) -> None:
    """An error message."""
    errors.print(Text("Error: ", style="bold red") + Text(printable(message)))
