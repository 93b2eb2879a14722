"""The static directory in a browser, from a folder: search without a server, nothing for axe to find."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from pipeline.feeds.directory import build
from pipeline.feeds.formats import EXPORTERS
from tests.feeds.pages import record, seen

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    contacts = {"phone": "+4962418531060", "email": "aenne.muessig@worms.example"}
    pages = [
        record("a", [{"name": "Änne Müßig", "org": "Stadt Worms", "role": "Leiterin", **contacts}], "2021-05-03"),
        record("b", [{"name": "Änne Müßig", "org": "Stadt Worms", "phone": "+4962418531061"}], "2024-05-03"),
        record("c", [{"name": "<img src=x onerror=alert(1)> Böse", "org": "Stadt Emden"}]),
    ]
    target = tmp_path_factory.mktemp("feed")
    EXPORTERS["html"](build(*seen(*pages)).entries, target)
    return target / "html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_leads_to_the_entry(scheme: str, folder: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto((folder / "index.html").as_uri())
    expect(page.locator("#count")).to_have_text("4 Einträge")
    page.get_by_label("Name, Aufgabe oder Einrichtung").fill("leiterin muessig")
    expect(page.locator("#results li")).to_have_count(1)
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    page.locator("#results a").click()
    expect(page.locator("article", has_text="+4962418531060").locator(".superseded").first).to_be_visible()
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    for entries in sorted(folder.glob("[op]-*.html")):
        page.goto(entries.as_uri())
    assert dialogs == []
    context.close()
