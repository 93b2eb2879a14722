"""``press-records schema``."""

import typer

from pipeline.records import json_schema

EXAMPLES = "Example:\n\n  press-records schema > record.schema.json"


def schema() -> None:
    """Print the JSON Schema of a record."""
    typer.echo(json_schema())
