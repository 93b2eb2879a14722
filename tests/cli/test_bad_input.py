"""One run over everything that goes wrong with real crawls: each input is told apart, the good ones come through."""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import RELEASE

MEGABYTE = 1024 * 1024
ENGLISH = """The city council presented a new commissioner on Monday. She will be in charge of the integration office.

"We are looking forward to working with her", said the mayor. Residents can reach the office by telephone every weekday.
"""
CONSENT = """<html><body><div id="cookie-consent" role="dialog">
<p>Wir verwenden Cookies, um unsere Seite zu verbessern.</p>
<button>Alle akzeptieren</button><button>Nur notwendige</button></div></body></html>"""

# VmHWM, not ru_maxrss: the latter begins with what the test process itself held when it started the run.
PROGRAM = """import atexit, pathlib
from pipeline.cli import main
kernel = pathlib.Path("/proc/self/status")
atexit.register(lambda: pathlib.Path({status!r}).write_text(kernel.read_text()))
main()
"""


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of bad inputs and four good ones."""
    folder = tmp_path_factory.mktemp("crawl")
    page = f"<html><body><article><p>{RELEASE}</article><b><p></i><div <<<>>"
    contents = {
        "good.txt": RELEASE.encode(),
        "malformed.html": page.encode(),
        "english.txt": ENGLISH.encode(),
        "invalid-utf8.txt": RELEASE.encode() + b"Gr\xc3\xbc\xc3\x9fe aus K\xf6ln, sagte die Sprecherin am Dienstag.\n",
        "empty.txt": b"",
        "binary.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "consent.html": CONSENT.encode(),
        "damaged.txt.gz": gzip.compress(RELEASE.encode())[:-9],
        "dump.jsonl": b'{"id": "a", "text": "Hallo"\n' + b'{"id": "b", "text": "' + b"x" * 50 * MEGABYTE + b'"}\n',
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    for name, size in {"one-line.txt": 50 * MEGABYTE, "huge.html": 200 * MEGABYTE}.items():
        (folder / name).touch()
        os.truncate(folder / name, size)
    (folder / "same.jsonl").write_text(
        json.dumps({"id": "1", "text": RELEASE}) + "\n" + json.dumps({"id": "1", "text": "x"})
    )
    (folder / "loop").symlink_to(folder)
    (folder / "no documents").mkdir()
    return folder


@pytest.fixture(scope="module")
def result(crawl: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("results") / "out"
    program = PROGRAM.format(status=str(out.parent / "status"))
    line = [sys.executable, "-c", program, "run", str(crawl), "--out", str(out), "--model", "none"]
    return subprocess.run(line, capture_output=True, text=True, check=False), out  # noqa: S603  # ourselves


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_bad_input_is_quarantined_with_its_reason(
    result: tuple[subprocess.CompletedProcess[str], Path], crawl: Path
) -> None:
    reasons = {entry["uri"].removeprefix(f"{crawl}/"): entry["code"] for entry in lines(result[1] / "quarantine.jsonl")}
    assert reasons == {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "consent.html": "no-content",
        "damaged.txt.gz": "bad-gzip",
        "dump.jsonl#line-1": "bad-json",
        "dump.jsonl#line-2": "too-large",
        "one-line.txt": "too-large",
        "huge.html": "too-large",
        "same.jsonl#1": "duplicate-id",
    }


def test_the_good_ones_are_emitted(result: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    records = {record["source"]["path"]: record for record in lines(result[1] / "records.jsonl")}
    assert set(records) == {"good.txt", "malformed.html", "english.txt", "invalid-utf8.txt", "same.jsonl#1"}
    for path in ("good.txt", "malformed.html", "invalid-utf8.txt", "same.jsonl#1"):
        assert [phone["value"] for phone in records[path]["phones"]] == ["+4962418531060"]
    codes = {path: {issue["code"] for issue in record["issues"]} for path, record in records.items()}
    assert "invalid-bytes" in codes["invalid-utf8.txt"]
    assert "not-german" in codes["english.txt"]
    assert records["english.txt"]["language"] == "en"


def test_the_summary_adds_up_and_the_exit_code_tells(
    result: tuple[subprocess.CompletedProcess[str], Path], crawl: Path
) -> None:
    finished, out = result
    assert finished.returncode == 1
    counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert (counts["inputs"], counts["emitted"], counts["quarantined"], counts["ignored"]) == (14, 5, 9, 1)
    for code in ("bad-gzip", "bad-json", "binary", "duplicate-id", "empty", "no-content", "too-large"):
        assert f"  {code} " in finished.stderr
    assert "Traceback" not in finished.stderr


def test_nothing_large_is_held_in_memory(result: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert result[0].returncode == 1
    peak = re.search(r"VmHWM:\s+(\d+) kB", (result[1].parent / "status").read_text(encoding="utf-8"))
    assert peak is not None
    assert int(peak.group(1)) < 400 * 1024
