"""The command line: commands only; everything they do lives below."""

from pipeline.cli.app import main

__all__ = ["main"]
