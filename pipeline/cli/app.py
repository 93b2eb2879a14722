"""The ``press-records`` program with all its subcommands, for whoever looks at them all."""

from pipeline.cli.commands import COMMANDS, application

app = application(COMMANDS)
