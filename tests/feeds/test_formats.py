"""Every format goes through a reader that somebody else wrote, with names that are meant to break it."""

import csv
import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import rdflib
import vobject
from followthemoney import model as ftm_model

from pipeline.feeds.directory import build
from pipeline.feeds.entries import Entry
from pipeline.feeds.formats import EXPORTERS
from pipeline.feeds.formats.csv import neutral
from pipeline.feeds.formats.vcard import fold
from tests.feeds.pages import record, seen

NASTY = (
    '=cmd("|calc") Formel',
    "@SUM(A1) Lang",
    "-2+3 Minus",
    'Anna "Änne" Müller',
    "Komma, Semikolon; Backslash\\ Doppelpunkt:",
    "Zeile\nUmbruch",
    "Emoji 😀👩‍👩‍👧 Name",
    "שלום Rechts",
    "<script>alert(1)</script> Müßig",
    "Sehr " + "lang" * 60 + " ß" * 40 + " Nachname",
    "BEGIN:VCARD END:VCARD",
)
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def entries() -> Sequence[Entry]:
    """People with nasty names, one with everything, and their organisations."""
    full = {
        "org": "Stadt Worms",
        "role": "Leiterin; Referat 1",
        "phone": "+4962418531060",
        "email": "a.erz@worms.example",
    }
    pages = [record(f"n{index}", [{"name": name, "org": name}]) for index, name in enumerate(NASTY)]
    pages.append(record("full", [{"name": "Ute Erz", "title": "Dr.", "email": "a.erz@worms.example", **full}]))
    return build(*seen(*pages)).entries


def people(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries if entry.kind == "person"}


def test_spreadsheets_compute_nothing(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["csv"](entries, tmp_path)
    for name in ("people.csv", "organisations.csv", "contacts.csv"):
        data = (tmp_path / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == data.count(b"\n") - 1, "no cell holds a line break"
        cells = [cell for row in rows for cell in row.values() if cell]
        assert not [cell for cell in cells if cell[0] in "=+-@\t\r" and not cell[1:].isdecimal()]
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        by_id = {row["id"]: row for row in csv.DictReader(file)}
    for one in people(entries).values():
        assert by_id[one.id]["name"].removeprefix("'") == " ".join(one.name.split())


def test_plain_tables_differ_by_the_mark_alone(entries: Sequence[Entry], tmp_path: Path) -> None:
    for name in ("csv", "csv-plain"):
        (tmp_path / name).mkdir()
        EXPORTERS[name](entries, tmp_path / name)
    for path in (tmp_path / "csv-plain").iterdir():
        assert b"\xef\xbb\xbf" + path.read_bytes() == (tmp_path / "csv" / path.name).read_bytes()


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1", "@A1", "\t=1", "＝1", "+49 6241", "+"])
def test_formulas_are_neutralised(cell: str) -> None:
    assert neutral(cell).startswith("'")


@pytest.mark.parametrize("cell", ["+4962418531060", "a=b", "Lang-Meyer", "2021-02-02", "'already'"])
def test_plain_cells_stay(cell: str) -> None:
    assert neutral(cell) == cell


def test_vcards_are_read_by_vobject(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["vcard"](entries, tmp_path)
    text = (tmp_path / "directory.vcf").read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\n") == text.count("\r\n")
    cards = list(vobject.readComponents(text))
    names = {card.uid.value.removeprefix("urn:press-records:"): card.fn.value for card in cards}
    assert names == {entry.id: entry.name for entry in entries}
    (full,) = [card for card in cards if card.fn.value == "Ute Erz"]
    assert full.version.value == "4.0"
    assert (full.n.value.family, full.n.value.given, full.n.value.prefix) == ("Erz", "Ute", "Dr.")
    assert full.title.value == "Leiterin; Referat 1"
    assert full.tel.value == "tel:+4962418531060"
    assert full.email.value == "a.erz@worms.example"


def test_folded_lines_unfold_to_themselves() -> None:
    line = "FN:" + "Bürgermeisterin 😀 " * 30
    pieces = list(fold(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_json_ld_is_a_schema_org_graph(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["jsonld"](entries, tmp_path)
    graph = rdflib.Graph().parse(tmp_path / "directory.jsonld", format="json-ld")
    for entry in entries:
        node = rdflib.URIRef(f"urn:press-records:{entry.id}")
        assert str(graph.value(node, SCHEMA.name)) == entry.name
    (ute,) = [rdflib.URIRef(f"urn:press-records:{one.id}") for one in entries if one.name == "Ute Erz"]
    assert (ute, rdflib.RDF.type, SCHEMA.Person) in graph
    employer = graph.value(ute, SCHEMA.worksFor)
    assert str(graph.value(employer, SCHEMA.name)) == "Stadt Worms"
    points = [str(value) for point in graph.objects(ute, SCHEMA.contactPoint) for value in graph.objects(point)]
    assert {"+4962418531060", "a.erz@worms.example"} <= set(points)


def test_follow_the_money_accepts_every_entity(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["ftm"](entries, tmp_path)
    lines = (tmp_path / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    proxies = [ftm_model.get_proxy(json.loads(line), cleaned=False) for line in lines]
    for proxy in proxies:
        proxy.schema.validate(proxy.to_dict())
    jobs = [proxy for proxy in proxies if proxy.schema.name == "Employment"]
    known = {proxy.id for proxy in proxies}
    assert jobs
    assert all(set(job.get("employee") + job.get("employer")) <= known for job in jobs)
    (ute,) = [proxy for proxy in proxies if proxy.caption == "Ute Erz"]
    assert ute.get("phone") == ["+4962418531060"]
    assert ute.get("position") == ["Leiterin; Referat 1"]


def test_sqlite_has_keys_and_full_text_search(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["sqlite"](entries, tmp_path)
    with closing(sqlite3.connect(tmp_path / "directory.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert dict(database.execute("SELECT id, name FROM entries")) == {one.id: one.name for one in entries}
        query = "SELECT name FROM entries_fts WHERE entries_fts MATCH ?"
        for spelling in ("Müßig", "muessig"):
            assert len(database.execute(query, (spelling,)).fetchall()) == 2
        assert database.execute(query, ("Leiterin",)).fetchall() == [("Ute Erz",)]


def test_datasette_finds_the_index_of_the_entries(entries: Sequence[Entry], tmp_path: Path) -> None:
    """It looks for the index whose content the table is, and takes the rowids found there as those of the table."""
    EXPORTERS["sqlite"](entries, tmp_path)
    detected = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"
    naming = '%VIRTUAL TABLE%USING FTS%content="entries"%'
    searched = "SELECT name FROM entries WHERE rowid IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ?)"
    with closing(sqlite3.connect(tmp_path / "directory.sqlite")) as database:
        assert database.execute(detected, (naming,)).fetchall() == [("entries_fts",)]
        assert database.execute(searched, ('"Leiterin"',)).fetchall() == [("Ute Erz",)]
        assert database.execute(searched, ('"nobody"',)).fetchall() == []


def test_parquet_gives_the_entries_back(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["parquet"](entries, tmp_path)
    rows = pq.read_table(tmp_path / "directory.parquet").to_pylist()
    assert [Entry.model_validate(row) for row in rows] == list(entries)


ENTRY_PAGE = re.compile(r"html/[op]-[0-9a-f]{2}\.html")


def files(folder: Path) -> list[str]:
    """The files of a format without the pages of its entries."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in found if ENTRY_PAGE.fullmatch(name) is None]


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_empty_directory_has_all_files(name: str, entries: Sequence[Entry], tmp_path: Path) -> None:
    for folder, content in (("empty", ()), ("full", entries)):
        (tmp_path / folder).mkdir()
        EXPORTERS[name](content, tmp_path / folder)
    assert files(tmp_path / "empty") == files(tmp_path / "full") != []


EMPTY = {
    "csv": ("people.csv", 1),
    "csv-plain": ("contacts.csv", 1),
    "ftm": ("entities.ftm.json", 0),
    "jsonl": ("directory.jsonl", 0),
    "vcard": ("directory.vcf", 0),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_directory_has_no_entries(name: str, tmp_path: Path) -> None:
    EXPORTERS[name]((), tmp_path)
    file, lines = EMPTY[name]
    assert len((tmp_path / file).read_text(encoding="utf-8-sig").splitlines()) == lines


def test_html_escapes_everything(entries: Sequence[Entry], tmp_path: Path) -> None:
    EXPORTERS["html"](entries, tmp_path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "html").iterdir()}
    assert "<script>alert" not in "".join(pages.values())
    for name, page in pages.items():
        if name.endswith(".html"):
            assert "Content-Security-Policy" in page
            assert 'lang="de"' in page
    index = pages["index.js"].removeprefix("const DIRECTORY = ").removesuffix(";\n")
    assert {row[0] for row in json.loads(index)} == {entry.id for entry in entries}
    for entry in entries:
        assert f'id="{entry.id}"' in pages[f"{entry.id[:4].lower()}.html"]
