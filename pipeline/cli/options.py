"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class EngineName(StrEnum):
    """Who works on documents."""

    LOCAL = "local"
    RAY = "ray"


ModelName = Annotated[
    str | None,
    typer.Option(
        "--model", help="Embedded model, spaCy pipeline folder or package; 'none' for contacts and dates only."
    ),
]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file; flags win over it.")]
Out = Annotated[Path, typer.Option("--out", help="Folder of results.")]
OutMade = Annotated[Path, typer.Option("--out", help="Folder of results; made when missing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes that work; default: one a core.")]
EngineChoice = Annotated[
    EngineName,
    typer.Option("--engine", help="Who works: processes of this machine, or a Ray cluster (extra 'ray')."),
]
Timeout = Annotated[float | None, typer.Option("--timeout", help="Seconds that one document may take.")]
Shards = Annotated[
    int | None, typer.Option("--shards", help="Cut the snapshot into 1, 16, 256 or 4096 files, from now on.")
]
SiteProfileFile = Annotated[
    Path | None,
    typer.Option("--site-profile", help="What one site's pages repeat; made by 'press-records site-profile'."),
]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", help="Larger documents are quarantined unread.")]
Publish = Annotated[
    str | None, typer.Option("--publish", metavar="URL", help="Copy the results there (extra 'remote').")
]
AllowEmpty = Annotated[
    bool,
    typer.Option(
        "--allow-empty",
        help="An empty folder is no mistake; with --complete all its documents are gone. Without this flag it takes "
        "nothing away, since it may be a disk that is not mounted.",
    ),
]
