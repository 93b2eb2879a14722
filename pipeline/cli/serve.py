"""``press-records serve``."""

import socket
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say
from pipeline.errors import UsageError

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
    """Serve the published directory over HTTP, read-only: search, entries, changes; /openapi.json describes it.

    Serves on this machine alone until Ctrl-C. Exit code 2: there is no feed, or the port is taken.
    """
    import uvicorn

    from pipeline.serve import make_app
    from pipeline.serve.api import LOCAL
    from pipeline.serve.catalogue import Catalogue

    feed = Catalogue(out).feed()
    listening = _listen(port)
    say(f"feed {feed} of {out} on http://{LOOPBACK}:{port}/entries; Ctrl-C ends it")
    config = uvicorn.Config(make_app(out, (*LOCAL, *(hosts or ()))), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error
    return listening
