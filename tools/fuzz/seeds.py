"""What the fuzzer begins with: the demo corpus, the test cases' texts, and small files of every format."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.read.archives import warc_record
from tests.read.pdfs import Drawn, pdf

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
FRAGMENTS = CASES / "fragments.yml"
MOST = 4096  # bytes: long seeds make slow inputs
PAGE = b"<html><head><title>PM</title><body><p>Gr\xc3\xbc\xc3\x9fe aus Worms, Tel. 06241 853-1060</p></html>"


def seeds(target: str) -> Iterator[bytes]:
    """The seeds of a target, none longer than `MOST`."""
    kind = target.removeprefix("read-")
    makers = {"mail": _mails, "dump": _dumps, "warc": _archives, "http": _responses, "pdf": _pdfs}
    made = makers[kind]() if target.startswith("read-") and kind in makers else _pages(html=target.endswith("html"))
    yield from (seed for seed in made if len(seed) <= MOST)


def dictionary() -> str:
    """Pieces worth putting together, as libFuzzer reads them."""
    words = {piece for pieces in yaml.safe_load(FRAGMENTS.read_text(encoding="utf-8")).values() for piece in pieces}
    return "".join(f'"{_escaped(word.encode())}"\n' for word in sorted(words) if 0 < len(word.encode()) <= 60)


def _escaped(data: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in data)


def _pages(*, html: bool) -> Iterator[bytes]:
    for file in sorted((ROOT / "corpus").iterdir()):
        if file.suffix == (".html" if html else ".txt"):
            data = file.read_bytes()
            yield data[:MOST]
            yield data[len(data) // 2 :][:MOST]
    if not html:
        for file in sorted(CASES.glob("*.yml")):
            yield from (text.encode() for text in _texts(yaml.safe_load(file.read_text(encoding="utf-8"))))


def _texts(value: Any) -> Iterator[str]:
    """Every text of a file of cases."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))


def _mails() -> Iterator[bytes]:
    for case in yaml.safe_load((CASES / "read" / "mail.yml").read_text(encoding="utf-8")):
        yield case["mail"].replace("{space}", " ").encode(case.get("stored", "utf-8"))


def _dumps() -> Iterator[bytes]:
    lines = (ROOT / "corpus" / "dump.jsonl").read_bytes().splitlines(keepends=True)
    yield from lines
    short = {"id": "1", "html": PAGE.decode(), "url": "https://a.example", "published": "2021-02-02", "title": "PM"}
    yield json.dumps(short).encode() + b"\n" + json.dumps({"id": 2, "text": "Hallo"}).encode()
    yield b'\xef\xbb\xbf{"text": "\\ud800"}\r\n\r\n[null]\n{"id": "1"\n'


def _archives() -> Iterator[bytes]:
    whole = warc_record(1, PAGE) + warc_record(2, b"", kind=b"request") + warc_record(3, PAGE[:40], url=None)
    yield whole
    yield gzip.compress(warc_record(1, PAGE)) + gzip.compress(warc_record(2, PAGE))
    coded = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    yield warc_record(1, gzip.compress(PAGE), head=coded)
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    yield warc_record(1, b"5\r\n<p>Ha\r\n3\r\nllo\r\n0\r\n\r\n", head=chunked)


def _responses() -> Iterator[bytes]:
    yield b"\x00" + PAGE
    yield b"\x01" + b"5\r\n<p>Ha\r\n3\r\nllo\r\n0\r\n\r\n"
    yield b"\x02" + gzip.compress(PAGE)
    yield b"\x04" + PAGE
    yield b"\x06" + PAGE


def _pdfs() -> Iterator[bytes]:
    for case in yaml.safe_load((CASES / "read" / "pdf.yml").read_text(encoding="utf-8")):
        if "pages" in case:
            yield pdf([[Drawn(*drawn) for drawn in page] for page in case["pages"]])
