"""A folder of runs to review, the application in this process, and a real browser on it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from pipeline.review import create_app
from pipeline.review.desk import Desk
from pipeline.review.security import Site
from tests.conftest import PATIENCE
from tests.review.workplace import BASE, Workplace, client_of, copied, review_of


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """Three documents, run once."""
    place = Workplace(tmp_path)
    for name, text in BASE.items():
        place.write(name, text)
    place.run()
    return place


@pytest.fixture(scope="session")
def changed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A number, a name and a way of writing a number have changed between two runs; to be copied."""
    place = Workplace(tmp_path_factory.mktemp("changed"))
    for name, text in BASE.items():
        place.write(name, text)
    place.run()
    place.edit("two.txt", "718-3300", "718-3399")
    place.edit("three.txt", "Veronik Lange", "Veronik Langer")
    place.edit("one.txt", "06241 853-1060", "06241/853-1060")
    place.run()
    return place.root


@pytest.fixture
def changed(changed_once: Path, tmp_path: Path) -> Workplace:
    """Two runs with changes between them."""
    return copied(changed_once, tmp_path / "work")


@pytest.fixture
def client(changed: Workplace) -> TestClient:
    return client_of(changed.desk(since="1"))


@dataclass
class Served:
    """A running server."""

    url: str
    desk: Desk


@pytest.fixture
def serve() -> Iterator[Callable[[Desk], Served]]:
    """Starts servers in threads of this process, and stops them."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(desk: Desk, **options: Any) -> Served:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(review_of(desk, port, **options), Site.on_loopback(port))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((server, thread))
        deadline = time.monotonic() + 60  # a busy machine is no defect
        while not server.started:
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.01)
        return Served(f"http://127.0.0.1:{port}", desk)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(5)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """An empty profile."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab in which an error of a script, or anything the policy stops, fails the test."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield page
    expected = [problem for problem in problems if "status of 409" in problem or "status of 422" in problem]
    assert [problem for problem in problems if problem not in expected] == []
