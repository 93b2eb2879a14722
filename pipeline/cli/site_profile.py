"""``press-records site-profile``."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.clean import block_texts
from pipeline.cli.console import fail
from pipeline.cli.options import MaxBytes
from pipeline.read import Ignored, Unreadable, read_inputs, require_inputs
from pipeline.settings import load_settings
from pipeline.site_profile import profile_of

EXAMPLES = """Example:

  press-records site-profile pages/ > profile.json

  press-records run new/ --out out --site-profile profile.json
"""


def site_profile(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="PAGES", help="Pages of one site: files and folders.", show_default=False)
    ],
    max_bytes: MaxBytes = None,
) -> None:
    """Print what the pages of one site repeat, as input for 'run --site-profile'.

    The profile holds hashes of blocks that stand on at least half of the pages, and no text. Contact data and what
    stands beside them stay in records although a profile lists them.

    Exit code 0: printed; 2: the call cannot work, or there are fewer than three pages.
    """
    require_inputs(inputs)
    limit = load_settings(max_bytes=max_bytes).max_bytes
    pages = []
    for found in read_inputs(inputs, limit):
        if isinstance(found, Unreadable):
            fail(f"{found.uri} is left out: {found.error.code}: {found.error.message}")
        elif not isinstance(found, Ignored):
            pages.append(block_texts(found))
    typer.echo(profile_of(pages).to_json())
