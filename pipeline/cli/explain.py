"""``press-records explain``."""

import re
import tempfile
import webbrowser
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from pipeline.clean import removed_blocks
from pipeline.cli.console import fail, output
from pipeline.cli.options import MaxBytes, ModelName, SettingsFile, SiteProfileFile
from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.errors import DocumentError, UsageError
from pipeline.explain import explain_html, explain_refused_html, explain_text
from pipeline.flow import trace
from pipeline.read import Ignored, Unreadable, read_inputs, require_inputs
from pipeline.runs import load_recogniser
from pipeline.settings import load_settings
from pipeline.store import write_lines

QUARANTINED = 1
SAFE = re.compile(r"[^\w.-]")
EXAMPLES = """Examples:

  press-records explain corpus/page.html

  press-records explain corpus/page.html --open

  press-records explain corpus/page.html --html explained.html --open

  press-records explain dump.jsonl#4711 --html explained.html
"""


def explain(
    *,
    document: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A file, or DUMP.jsonl#ID for one line.", show_default=False)
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="PAGE", help="Write a page with the marked source to PAGE instead; never to FILE."
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open", help="Open that page in the browser; without --html it is a temporary file.")
    ] = False,
    model: ModelName = None,
    settings: SettingsFile = None,
    site_profile: SiteProfileFile = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Show one document stage by stage: what was removed, found, normalised, linked, and why.

    The page is also written for a document that holds nothing but page furniture; it shows what was removed.

    Exit code 0: shown; 1: a run would quarantine the document; 2: the call or the settings cannot work.
    """
    document = _required(document, html)
    _spare_source(document, html)
    chosen = load_settings(settings, model=model, max_bytes=max_bytes, site_profile=site_profile)
    target = _temporary(document) if show and html is None else html
    try:
        raw = _read_one(document, chosen.max_bytes)
    except DocumentError as error:
        raise _refused(document, error) from error
    try:
        explained = trace(raw, load_recogniser(chosen.model), chosen, Decisions())
    except DocumentError as error:
        if target is not None:
            reason = f"{error.code}: {error.message}"
            _publish(explain_refused_html(raw, removed_blocks(raw, chosen.site_profile), reason), target, show=show)
        raise _refused(document, error) from error
    if target is None:
        output.print(explain_text(explained))
    else:
        _publish(explain_html(explained), target, show=show)


def _required(document: str | None, html: Path | None) -> str:
    """The document; a caller who gave it to --html alone is told what to write.

    Raises:
        UsageError: there is none.
    """
    if document is not None:
        return document
    if html is None:
        raise UsageError("FILE is missing; name the document, such as 'press-records explain page.html'")
    raise UsageError(
        f"FILE is missing: --html names the page to write; to look at {html} itself write "
        f"'press-records explain {html} --open'"
    )


def _spare_source(document: str, html: Path | None) -> None:
    """A page takes the place of what is there, which must not be what it explains.

    Raises:
        UsageError: it would.
    """
    if html is None or not html.exists():
        return
    file = Path(_parts(document)[0])
    if file.exists() and file.samefile(html):
        raise UsageError(f"--html {html} would overwrite the document itself; choose another name for the page")


def _parts(document: str) -> tuple[str, str]:
    """The file, and the id of a line in it, empty where the whole file is meant."""
    if Path(document).exists():
        return document, ""
    file, _, name = document.partition("#")
    return file, name


def _refused(document: str, error: DocumentError) -> typer.Exit:
    fail(f"{document} would be quarantined: {error.code}: {error.message}")
    return typer.Exit(QUARANTINED)


def _temporary(document: str) -> Path:
    """A new file that stays, since the browser reads it after we have gone."""
    folder = Path(tempfile.mkdtemp(prefix="press-records-"))
    return folder / f"{SAFE.sub('_', Path(document).name)[:80]}.html"


def _publish(page: str, target: Path, *, show: bool) -> None:
    write_lines(target, [page])
    output.print(f"wrote {target}", markup=False)
    if show and not webbrowser.open(target.resolve().as_uri()):
        fail(f"no browser could be started; open {target} yourself")


def _read_one(document: str, max_bytes: int) -> RawDocument:
    """The one document that is meant.

    Raises:
        UsageError: there is none, or more than one.
        ReadError: it cannot be read.
    """
    file, name = _parts(document)
    require_inputs([Path(file)])
    outcomes = (found for found in read_inputs([Path(file)], max_bytes) if not isinstance(found, Ignored))
    wanted = list(islice((found for found in outcomes if not name or found.uri.endswith(f"#{name}")), 2))
    if not wanted:
        raise UsageError(f"{file} holds no document {name!r}; the part behind '#' is the line's id, or line-NUMBER")
    if len(wanted) > 1 and not name:
        raise UsageError(f"{file} holds more than one document; name one, such as {wanted[0].uri}")
    chosen = wanted[0]
    if isinstance(chosen, Unreadable):
        raise chosen.error
    return chosen
