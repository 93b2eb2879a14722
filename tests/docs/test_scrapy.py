"""The spider of the how-to page crawls a site on this machine; its dump becomes records, and its items get theirs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.runs import load_recogniser, run
from pipeline.settings import load_settings
from tests.docs.pages import DOCS, ROOT, blocks, checked_in, lines_of

SPIDER, CALL = (block for _, block in checked_in("tests/docs/test_scrapy.py"))
START = "https://www.stadt.example/presse/"
ALONE = ["TELNETCONSOLE_ENABLED=0", "HTTPPROXY_ENABLED=0", "COOKIES_ENABLED=0"]
"""Settings under which Scrapy opens no port and asks nobody but the site."""
RELEASES = ("bauamt-leutkirch", "ehrenamtspreis-parchim", "jugendamt-alzey")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site with a list of releases."""
    folder = tmp_path / "presse"
    folder.mkdir()
    for name in RELEASES:
        page = (ROOT / "corpus" / f"{name}.html").read_bytes()
        (folder / f"{name}.html").write_bytes(page)
    links = "".join(f'<li><a href="{name}.html">{name}</a></li>' for name in RELEASES)
    (folder / "index.html").write_text(f"<ul>{links}</ul>", encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def crawl(folder: Path, site: str, *settings: str) -> list[dict[str, Any]]:
    """The items that the documented call writes, with further settings of Scrapy."""
    assert START in SPIDER.body
    (folder / "press.py").write_text(SPIDER.body.replace(START, site), encoding="utf-8")
    (program, *arguments) = lines_of(CALL)[0].split()
    assert program == "scrapy"
    options = [word for setting in (*ALONE, *settings) for word in ("--set", setting)]
    done = subprocess.run(  # noqa: S603  # our own documentation
        [sys.executable, "-m", "scrapy", *arguments, *options], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = (folder / "dump.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(RELEASES), done.stderr
    return [json.loads(line) for line in lines]


def test_the_dump_of_a_crawl_becomes_records(site: str, tmp_path: Path) -> None:
    items = crawl(tmp_path, site)
    assert {item["id"] for item in items} == {f"{name}.html" for name in RELEASES}
    run([tmp_path / "dump.jsonl"], tmp_path / "out", load_recogniser("none"), load_settings(model="none"))
    records = [json.loads(line) for line in (tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()]
    assert {record["source"]["url"] for record in records} == {f"{site}{name}.html" for name in RELEASES}
    assert all(record["phones"] for record in records)


def test_the_documented_settings_add_the_record_to_every_item(site: str, tmp_path: Path) -> None:
    page = blocks((DOCS / "integrations.md").read_text(encoding="utf-8"))
    (documented,) = (block.body for block in page if "ITEM_PIPELINES" in block.body)
    settings: dict[str, Any] = {}
    exec(documented, settings)  # noqa: S102  # our own
    pipelines = json.dumps(settings["ITEM_PIPELINES"])
    items = crawl(tmp_path, site, f"ITEM_PIPELINES={pipelines}", "PRESS_RECORDS_MODEL=none")
    assert all(item["record"]["phones"] and item["record_error"] is None for item in items)
