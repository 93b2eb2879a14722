"""The command line: commands only; everything they do lives below."""

from pipeline.cli.start import main

__all__ = ["main"]
