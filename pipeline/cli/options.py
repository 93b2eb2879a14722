"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ModelName = Annotated[
    str | None,
    typer.Option(
        "--model", help="Embedded model, spaCy pipeline folder or package; 'none' for contacts and dates only."
    ),
]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file; flags win over it.")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", help="Larger documents are quarantined unread.")]
