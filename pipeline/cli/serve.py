"""``press-records serve``."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say

EXAMPLES = """Examples:

  press-records serve --out out

  curl 'http://127.0.0.1:8791/entries?q=jugendamt&limit=20'
"""
LOOPBACK = "127.0.0.1"


def serve(
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder of the runs, with a feed.")] = Path("out"),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="On this machine only.")] = 8791,
    hosts: Annotated[
        list[str] | None, typer.Option("--host-name", help="Further name that a reverse proxy asks under.")
    ] = None,
) -> None:
    """Serve the published directory over HTTP, read-only: search, entries, changes; /openapi.json describes it."""
    import uvicorn

    from pipeline.serve import make_app
    from pipeline.serve.api import LOCAL
    from pipeline.serve.catalogue import Catalogue

    feed = Catalogue(out).feed()
    say(f"feed {feed} of {out} on http://{LOOPBACK}:{port}/entries; Ctrl-C ends it")
    uvicorn.run(make_app(out, (*LOCAL, *(hosts or ()))), host=LOOPBACK, port=port, log_level="warning")
