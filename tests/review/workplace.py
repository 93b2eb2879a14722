"""A folder of runs to review, and the application on it in this process."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from pipeline.review import create_app
from pipeline.review.desk import Desk
from pipeline.review.security import Site
from pipeline.review.sessions import Password, Sessions
from pipeline.review.web import Review
from pipeline.runs import run
from pipeline.settings import Settings
from pipeline.store.decisions import read_decisions
from tests.fakes import RELEASE, PatternModel

SETTINGS = Settings(max_bytes=5_000_000)
PORT = 8765
HOST = f"127.0.0.1:{PORT}"

BASE = {
    "one.txt": RELEASE,
    "two.txt": """03.02.2021 / Kontakt

Erika Berger leitet die Kanzlei der Stadt Trier. Erika Berger ist unter Telefon 0651 718-3300 erreichbar.
Max Kramer vertritt sie, Telefon 0651 718-3301, E-Mail max.kramer@trier.example.
""",
    "three.txt": """04.02.2021 / Kontakt

Veronik Lange leitet die Bibliothek der Stadt Mainz. Sie ist unter Telefon 06131 12-4400 erreichbar.
""",
}


@dataclass
class Workplace:
    """Inputs, outputs, and runs over them with a fake model."""

    root: Path
    settings: Settings = field(default=SETTINGS)

    @property
    def pages(self) -> Path:
        return self.root / "pages"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def write(self, name: str, text: str) -> None:
        self.pages.mkdir(exist_ok=True)
        (self.pages / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.pages / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def run(self) -> None:
        run([self.pages], self.out, PatternModel(), self.settings, read_decisions(self.out / "decisions.sqlite"))

    def desk(self, since: str | None = None) -> Desk:
        desk = Desk(self.out, self.settings.max_bytes, since)
        desk.load()
        return desk


def copied(source: Path, target: Path) -> Workplace:
    """A workplace of its own; its manifest names its own pages."""
    shutil.copytree(source, target)
    place = Workplace(target)
    manifest = place.out / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    start = text.index('"inputs": [')
    end = text.index("]", start)
    manifest.write_text(f'{text[:start]}"inputs": ["{place.pages}"{text[end:]}', encoding="utf-8")
    return place


def review_of(desk: Desk, port: int = PORT, password: str | None = None, **options: Any) -> Review:
    return Review(desk, Sessions(), Password(password), "Mia", "en", f"review-{port}", **options)


def client_of(desk: Desk, password: str | None = None) -> TestClient:
    """A client whose requests look like those of a browser on our own page."""
    app = create_app(review_of(desk, password=password), Site.on_loopback(PORT))
    client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    client.headers["origin"] = f"http://{HOST}"
    return client
