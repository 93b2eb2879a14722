"""``press-records review``."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.author import author_here
from pipeline.cli.console import say
from pipeline.cli.options import MaxBytes, SettingsFile
from pipeline.errors import UsageError
from pipeline.settings import load_settings

EXAMPLES = """Examples:

  press-records review --out out

  press-records review --out out --since none --lang de

  press-records review --out out --no-open --password-file team.txt --public-url https://review.example
"""


def review(
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder that a run wrote.")] = Path("out"),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 for any free one.")] = 8765,
    host: Annotated[str, typer.Option("--host", help="Loopback only, unless --public-url is set.")] = "127.0.0.1",
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    author: Annotated[str | None, typer.Option("--author", help="Your name; default: the user's.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="de or en; default: the browser's.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="RUN", help="Compare with this run, or 'none'; default: accepted.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="Its first line is the password that a team shares.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", help="Address of the reverse proxy in front; needs a password.")
    ] = None,
    settings: SettingsFile = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Review what changed since the last accepted run, in the browser: source beside record, one key a decision.

    Serves on this machine alone until Ctrl-C. Decisions go into decisions.sqlite and hold in the next run.
    """
    from pipeline.review import Options, serve  # the web server is loaded by this command alone
    from pipeline.review.language import LANGUAGES
    from pipeline.review.sessions import clean_name

    language = next((known for known in LANGUAGES if known == lang), None)
    if lang is not None and language is None:
        raise UsageError(f"--lang {lang} is not there; choose one of {', '.join(LANGUAGES)}")
    name = clean_name(author if author is not None else author_here())
    if name is None:
        raise UsageError("--author is empty; every decision carries a name")
    chosen = load_settings(settings, max_bytes=max_bytes)
    options = Options(
        out, name, chosen.max_bytes, port, host, language, password_file, public_url, since, open_browser=not no_open
    )
    serve(options, lambda address: say(f"Review at {address} (Ctrl-C ends it)"), lambda count: say(f"{count} compared"))
