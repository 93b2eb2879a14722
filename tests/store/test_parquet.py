"""A Parquet file holds what the JSON lines hold, in columns that do not depend on the data."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.runs import run
from pipeline.settings import Settings
from pipeline.store import parquet, snapshot_lines
from pipeline.store.parquet import write_parquet
from tests.fakes import RELEASE, PatternModel

arrow = pytest.importorskip("pyarrow", reason="the extra press-records[parquet] is not installed")
tables = pytest.importorskip("pyarrow.parquet")
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PAGES = ("jugendamt-alzey.html", "foerderverein-hitzacker.txt", "sozialamt-weinheim.txt", "bauamt-leutkirch.html")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Record lines with people, issues, removed pieces and addresses."""
    folder = tmp_path_factory.mktemp("parquet")
    (folder / "release.txt").write_text(RELEASE, encoding="utf-8")
    run([folder / "release.txt", *(CORPUS / page for page in PAGES)], folder / "out", PatternModel(), Settings())
    return list(snapshot_lines(folder / "out"))


def rows(file: Path) -> list[Any]:
    return list(tables.read_table(file).to_pylist())


def test_reading_back_gives_the_records(lines: list[str], tmp_path: Path) -> None:
    file = tmp_path / "records.parquet"
    assert write_parquet(file, lines, {"press-records.run": "000007"}) == len(lines) == 1 + len(PAGES)
    assert rows(file) == [json.loads(line) for line in lines]
    assert [list(row) for row in rows(file)] == [list(json.loads(line)) for line in lines]
    assert tables.read_schema(file).metadata[b"press-records.run"] == b"000007"


def test_batches_do_not_show(lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 2)
    file = tmp_path / "records.parquet"
    write_parquet(file, lines, {})
    assert tables.ParquetFile(file).num_row_groups > 2
    assert rows(file) == [json.loads(line) for line in lines]


def test_an_empty_snapshot_has_the_same_columns(lines: list[str], tmp_path: Path) -> None:
    write_parquet(tmp_path / "none.parquet", [], {})
    write_parquet(tmp_path / "some.parquet", lines, {})
    assert rows(tmp_path / "none.parquet") == []
    assert tables.read_schema(tmp_path / "none.parquet").equals(tables.read_schema(tmp_path / "some.parquet"))


def test_equal_records_give_equal_bytes(lines: list[str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_parquet(tmp_path / name, lines, {})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_that_cannot_be_finished_is_not_touched(lines: list[str], tmp_path: Path) -> None:
    file = tmp_path / "records.parquet"
    file.write_bytes(b"as before")
    with pytest.raises(json.JSONDecodeError):
        write_parquet(file, [*lines, "{cut off"], {})
    assert file.read_bytes() == b"as before"
    assert list(tmp_path.iterdir()) == [file]


def test_without_pyarrow_the_message_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(parquet, "import_module", missing)
    with pytest.raises(UsageError, match=r"install press-records\[parquet\]"):
        write_parquet(tmp_path / "records.parquet", [], {})
