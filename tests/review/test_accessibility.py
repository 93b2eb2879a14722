"""WCAG 2.2 AA as far as axe can tell, in light and dark; readable at 200 % and on a narrow screen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.review.desk import Desk
from tests.review.workplace import Workplace

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = ("queue", "document", "source", "dialog", "help", "groups", "check", "agreement", "sign-in")
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


@pytest.fixture
def desk(changed: Workplace) -> Desk:
    return changed.desk(since="1")


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param, locale="de-DE")
    yield context.new_page()
    context.close()


def show(page: Page, url: str, view: str) -> None:
    page.goto(f"{url}/" if view in ("queue", "document", "source", "dialog", "help") else f"{url}/{view}")
    if view in ("document", "source", "dialog"):
        page.locator("a.title").first.click()
        page.wait_for_selector("#pane .stop.current")
    if view == "source":
        page.keyboard.press("v")
        page.wait_for_selector("#source pre")
    if view == "document":
        page.keyboard.press("h")
        page.keyboard.press("a")
        page.wait_for_selector(".stop.accept, .stop.reject")
    if view == "dialog":
        page.keyboard.press("n")
    if view == "help":
        page.keyboard.press("?")


def serious(page: Page) -> list[dict[str, Any]]:
    """Violations of any impact: none is acceptable here."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [{"rule": item["id"], "nodes": [node["html"][:200] for node in item["nodes"]]} for item in found]


def test_axe_finds_nothing(desk: Desk, serve: Callable[[Desk], Any], themed: Page) -> None:
    served = serve(desk)
    found = {}
    for view in VIEWS:
        show(themed, served.url, view)
        found[view] = serious(themed)
    assert {view: problems for view, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [720, 320])  # 1440 at 200 %, and 1280 at 400 % (WCAG 1.4.10)
def test_nothing_is_cut_off_when_enlarged(desk: Desk, serve: Callable[[Desk], Any], page: Page, width: int) -> None:
    served = serve(desk)
    page.set_viewport_size({"width": width, "height": 800})
    for view in VIEWS:
        show(page, served.url, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_every_control_can_be_reached_with_tab(desk: Desk, serve: Callable[[Desk], Any], page: Page) -> None:
    served = serve(desk)
    show(page, served.url, "document")
    page.locator(".skip").focus()
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.dataset.do ?? document.activeElement.id ?? ''"))
    assert {"accept", "reject", "correct", "add", "undo", "note", "source"} <= seen
