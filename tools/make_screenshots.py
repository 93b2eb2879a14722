"""Take the pictures of the review for the documentation, from the demo corpus.

    python tools/make_screenshots.py          writes docs/review-light.png and docs/review-dark.png

The corpus is run twice, first with an older wording of some pages, so that the pictures show real changes. Needs
Debian's Chromium (``make browser``).
"""

import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from pipeline.review import create_app
from pipeline.review.desk import Desk
from pipeline.review.security import Site
from pipeline.review.sessions import Password, Sessions
from pipeline.review.web import Review
from pipeline.runs import load_recogniser, run
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS, DOCS = ROOT / "corpus", ROOT / "docs"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZE = {"width": 1280, "height": 760}
# What some pages said before, by file: the wording of today and that of the older run.
EARLIER = {
    "jugendamt-alzey.html": (("55 01-310", "55 01-300"), ("Leiterin", "Referentin")),
    "sozialamt-weinheim.txt": (("06201", "06201/"),),
    "kita-tantow.txt": (("Telefon", "Tel."),),
}
SHOWN = "jugendamt-alzey.html"


def main() -> int:
    """Runs the corpus twice and takes both pictures."""
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)  # the pictures show relative paths
        pages, out = Path("corpus"), Path("out")
        shutil.copytree(CORPUS, pages, ignore=shutil.ignore_patterns("gold", "README.md"))
        model, settings = load_recogniser("fast"), Settings()
        for file, wordings in EARLIER.items():
            _reword(pages / file, [(now, before) for now, before in wordings])
        run([pages], out, model, settings)
        for file in EARLIER:
            shutil.copy(CORPUS / file, pages / file)
        run([pages], out, model, settings)
        desk = Desk(out, settings.max_bytes, since="1")
        desk.load()
        with _served(desk) as url:
            _take(url)
    return 0


def _reword(file: Path, wordings: list[tuple[str, str]]) -> None:
    text = file.read_text(encoding="utf-8")
    for now, before in wordings:
        text = text.replace(now, before, 1)
    file.write_text(text, encoding="utf-8")


@contextmanager
def _served(desk: Desk) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    review = Review(desk, Sessions(), Password(None), "Mia", "en", f"review-{port}")
    server = uvicorn.Server(
        uvicorn.Config(create_app(review, Site.on_loopback(port)), log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


def _take(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for theme in ("light", "dark"):
            context = browser.new_context(viewport=SIZE, color_scheme=theme, locale="en-GB")
            page = context.new_page()
            page.goto(f"{url}/?state=all&text={SHOWN}")
            page.locator("a.title").first.click()
            _step_to_role(page)
            page.screenshot(path=DOCS / f"review-{theme}.png")
            context.close()
        browser.close()


def _step_to_role(page: Page) -> None:
    """Steps to a change whose evidence stands in the middle of the page."""
    page.locator(".stop.current").wait_for()
    page.locator("#changes .stop[data-field=roles]").first.click()
    page.locator("#source .mark.lit").first.wait_for()


if __name__ == "__main__":
    sys.exit(main())
