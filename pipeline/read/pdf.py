"""A PDF with a text layer -> its text, page by page; scans, locked and damaged files are refused with a remedy."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.documents import Issue
from pipeline.errors import ReadError
from pipeline.read.body import Body
from pipeline.read.outcomes import too_large
from pipeline.read.pdf_layout import PlacedLine, text_of

ENCODING = "pdf"  # glyphs, not bytes, stand for the characters
MOST_PAGES = 500
MOST_SECONDS = 60
WORKER = Path(__file__).with_name("pdf_worker.py")
MOST_UNREADABLE = 0.2  # share of characters for which the fonts name no letter
DAMAGED = "the PDF is damaged; fetch it again, or open it and save its text as .txt"
REASONS = {
    "password": "the PDF asks for a password; save it without one",
    "too-many-pages": f"the PDF has more than {MOST_PAGES} pages; save the pages with the release as a file",
    "bad-pdf": DAMAGED,
    "bad-page": DAMAGED,
}


def read_pdf(data: bytes, max_bytes: int) -> Body:
    """The text layer of a PDF.

    Lines are in the order in which the pages draw them, pages end in a form feed, an empty line stands where two lines
    are further apart than usual on the page, a tab where two words are a column's gap apart, and a hyphen at a line's
    end stays as printed. The title and dates in the file's properties are not those of the release: not used.

    Args:
        data: the file's bytes.
        max_bytes: most characters to take.

    Raises:
        ReadError: ``password``, ``bad-pdf``, ``bad-page``, ``too-many-pages``, ``too-large``, ``too-slow``, or scanned
            pages without letters (``no-text-layer``) or with nonsense for letters (``bad-text-layer``).
    """
    pages = [[PlacedLine(*line) for line in page] for page in _run_worker(data, max_bytes)]
    text = text_of(pages)
    _require_text(text)
    blank = sum(not page for page in pages)
    issues = (Issue("pages-without-text", "info", f"{blank} of {len(pages)} pages hold no text, maybe scans"),)
    return Body(text, ENCODING, "text/plain", issues=issues if blank else ())


def _run_worker(data: bytes, max_bytes: int) -> list[list[list[Any]]]:
    command = [sys.executable, "-P", str(WORKER), str(MOST_PAGES), str(max_bytes), str(2 * MOST_SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        reason = f"the PDF takes longer than {MOST_SECONDS} seconds to read; save its text as .txt"
        raise ReadError("too-slow", reason) from error
    if done.returncode != 0:
        raise ReadError("bad-pdf", DAMAGED)
    result = json.loads(done.stdout)
    code = result.get("error")
    if code == "too-large":
        raise too_large(max_bytes)
    if code is not None:
        page = f" (page {result['page']})" if "page" in result else ""
        raise ReadError(code, f"{REASONS[code]}{page}")
    pages: list[list[list[Any]]] = result["pages"]
    return pages


def _require_text(text: str) -> None:
    visible = [character for character in text if not character.isspace()]
    if not any(character.isalpha() for character in visible):
        raise ReadError("no-text-layer", "the PDF holds no text, only pictures of it; run OCR, such as ocrmypdf")
    unreadable = sum(not character.isprintable() or character == "\ufffd" for character in visible)
    if unreadable > MOST_UNREADABLE * len(visible):
        reason = "the PDF's fonts do not tell which letters they draw; run OCR, such as ocrmypdf --force-ocr"
        raise ReadError("bad-text-layer", reason)
