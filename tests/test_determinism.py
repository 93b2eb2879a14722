"""Equal inputs give equal bytes: whatever the hash seed, time zone, locale, date, folder and order of files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FILES = ("records.jsonl", "quarantine.jsonl")
PROGRAM = """
import datetime, sys, time
{before}
from pathlib import Path
from pipeline.runs import load_recogniser, run
from pipeline.settings import Settings
run([Path(sys.argv[1])], Path(sys.argv[2]), load_recogniser(Settings().model), Settings())
"""
# "Today" must never anchor a date: a run in the year 2031 gives the same bytes.
ANOTHER_DAY = """
later = 5 * 365 * 86400
now = time.time
time.time = lambda: now() + later
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return super().now(tz) + datetime.timedelta(seconds=later)
    @classmethod
    def utcnow(cls): return cls.now()
    @classmethod
    def today(cls): return cls.now()
class MovedDate(datetime.date):
    @classmethod
    def today(cls): return Moved.now().date()
datetime.datetime, datetime.date = Moved, MovedDate
"""
REVERSED = """
import os
class Reversed:
    def __init__(self, folder="."): self.entries = list(scan(folder))[::-1]
    def __enter__(self): return iter(self.entries)
    def __exit__(self, *_): pass
scan, os.scandir = os.scandir, Reversed
"""
PAGES = {
    "a.txt": """02.02.2021 / Personelles

Claus Scheller ist heute im Rathaus der Stadt Worms, Telefon (0 62 41) 8 53 - 10 60.
Er beginnt am 1. März und bleibt bis nächsten Freitag. Anfragen an presse@worms.example sind willkommen.
""",
    "b.html": """<html><head><title>Stadt Worms</title></head><body><nav><a href="/">Start</a></nav>
<h1>Neue Leiterin</h1>
<p>Veronika Heimbrecht leitet gestern und morgen das Amt der Stadt Worms.</p><p>Tel. 06241 853-7101</p></body></html>
""",
    "c.txt": "",
    "d.txt": "%PDF-1.7",
    "e.jsonl": """{"id": "1", "text": "Vortrag\\n\\nAm 12. April spricht Erika Muster.", "published": "2022-04-01"}
{"id": "2"
""",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("determinism") / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def process(pages: Path, out: Path, before: str = "", **environment: str) -> dict[str, bytes]:
    """The output of a run in a process of its own, with the default model."""
    variables = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", **environment}
    program = PROGRAM.format(before=before)
    line = [sys.executable, "-c", program, str(pages), str(out)]
    finished = subprocess.run(line, env=variables, capture_output=True, text=True, check=False)  # noqa: S603  # ourselves
    assert finished.returncode == 0, finished.stderr
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def expected(pages: Path) -> dict[str, bytes]:
    return process(pages, pages.parent / "out")


def test_the_pages_exercise_the_pipeline(expected: dict[str, bytes]) -> None:
    assert expected["records.jsonl"].count(b"\n") == 3
    assert expected["quarantine.jsonl"].count(b"\n") == 3
    for found in (b"+4962418531060", b"Claus Scheller", b"2021-03-01", b"2022-04-12"):
        assert found in expected["records.jsonl"]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"PYTHONHASHSEED": "4711"},
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/Adak"},
        {"LC_ALL": "C"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONOPTIMIZE": "1"},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()) or "again",
)
def test_the_surroundings_do_not_matter(
    pages: Path, tmp_path: Path, expected: dict[str, bytes], environment: dict[str, str]
) -> None:
    assert process(pages, tmp_path / "out", **environment) == expected


def test_the_date_does_not_matter(pages: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    assert process(pages, tmp_path / "out", before=ANOTHER_DAY) == expected


def test_the_order_in_which_the_system_lists_files_does_not_matter(
    pages: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    assert process(pages, tmp_path / "out", before=REVERSED) == expected
