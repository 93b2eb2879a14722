"""Datasette serves the directory by the documented call where it is installed; a VACUUM is made up for."""

import json
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import extract
from pipeline.cli.app import app
from tests.docs.pages import DOCS, ROOT, checked_in, lines_of

((_, BLOCK),) = checked_in("tests/docs/test_datasette.py")
GOLDEN = ROOT / "tests" / "golden" / "jugendamt-alzey.json"
REBUILD = "INSERT INTO entries_fts(entries_fts) VALUES ('rebuild')"
FOUND = "SELECT name FROM entries WHERE rowid IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH 'Leiterin')"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the documented call names, made of one record."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    record = json.loads(GOLDEN.read_text(encoding="utf-8"))
    record["provenance"] = extract("Telefon: 06241 853-1060", model="none").model_dump(mode="json")["provenance"]
    (tmp_path / "out" / "records.jsonl").write_text(json.dumps(record), encoding="utf-8")
    fed = CliRunner().invoke(app, ["feed", "--format", "sqlite"])
    assert fed.exit_code == 0, fed.output
    named = Path(shlex.split(lines_of(BLOCK)[0])[-1])
    assert named.is_file()
    return named


def test_datasette_finds_an_entry_by_the_documented_call(directory: Path) -> None:
    program, *arguments = shlex.split(lines_of(BLOCK)[0])
    if shutil.which(program) is None:
        pytest.skip("Datasette is not installed here (pip install 'datasette<1')")
    done = subprocess.run(  # noqa: S603  # our own documentation
        [program, *arguments, "--get", "/directory/entries.json?_shape=array&_search=Leiterin"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [entry["name"] for entry in json.loads(done.stdout)] == ["Ayşe Brandt"]


def test_the_search_is_mended_after_a_vacuum_as_the_page_says(directory: Path) -> None:
    assert f"`{REBUILD}`" in (DOCS / "integrations.md").read_text(encoding="utf-8")
    with closing(sqlite3.connect(directory, isolation_level=None)) as database:
        database.execute("VACUUM")
        database.execute(REBUILD)
        assert database.execute(FOUND).fetchall() == [("Ayşe Brandt",)]
