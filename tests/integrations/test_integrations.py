"""Items of a crawl, spaCy documents and tables hold what the records hold."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin

from pipeline import Document, Pipeline, Record
from pipeline.errors import ModelError, UsageError
from pipeline.integrations.frames import COLUMNS, Table, read_records, rows, to_frame
from pipeline.integrations.scrapy import PressRecordsPipeline
from pipeline.integrations.spacy import GROUPS, to_doc, to_doc_bin
from pipeline.records import AddressEntry, Place, Succession
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PAGE = (CORPUS / "jugendamt-alzey.html").read_text(encoding="utf-8")
CARD = "Claus Scheller\nTelefon 06241 853-1060\nclaus.scheller (at) worms.example\nwww.worms.example\n"
MAIL = f"{RELEASE}\nKontakt:\n{CARD}"


@pytest.fixture(scope="module")
def flow() -> Pipeline:
    return Pipeline(PatternModel(), Settings())


@pytest.fixture(scope="module")
def record(flow: Pipeline) -> Record:
    return flow.extract(Document(MAIL, published="2021-02-02"))


@pytest.fixture(scope="module")
def full(record: Record) -> Record:
    """A record with something in every field; the places are those of its text's beginning."""
    body = record.organisations[0].model_copy(update={"phones": ["+4962418531060"]})
    place = Place(id="l1", name="Worms", mentions=[], geonames=2806142, state="Rheinland-Pfalz", score=0.9)
    address = AddressEntry(
        street="Marktplatz", house_number="2", postcode="67547", town="Worms", country="DE", owner=body.id,
        text="Marktplatz 2, 67547 <Worms>", start=0, end=26,
    )  # fmt: skip
    former = record.people[0].model_copy(update={"id": "p9", "name": "Erika Mann"})
    change = Succession(
        successor=record.people[0].id, predecessor="p9", date="2021-02-02", text="folgt auf", start=0, end=9, score=0.9
    )
    parts = {"people": [*record.people, former], "organisations": [body], "places": [place]}
    return record.model_copy(update={**parts, "addresses": [address], "successions": [change]})


@dataclass
class FakeCrawler:
    settings: dict[str, Any] = field(default_factory=dict)


def test_an_item_gets_its_record(flow: Pipeline) -> None:
    item = {"text": RELEASE, "url": "https://worms.example/1", "published": "2021-02-02", "depth": 3}
    done = PressRecordsPipeline(flow).process_item(item)
    assert done is item
    assert done["depth"] == 3
    assert done["record_error"] is None
    expected = flow.extract(Document(RELEASE, html=False, url="https://worms.example/1", published="2021-02-02"))
    assert done["record"] == expected.model_dump(mode="json", by_alias=True)


def test_html_goes_before_text(flow: Pipeline) -> None:
    done = PressRecordsPipeline(flow).process_item({"html": PAGE, "text": "anderes"}, spider=object())
    assert done["record"]["source"]["media_type"] == "text/html"


def test_a_page_without_record_is_kept_with_the_reason(flow: Pipeline) -> None:
    done = PressRecordsPipeline(flow).process_item({"text": " \n"})
    assert done["record"] is None
    assert done["record_error"]["code"] == "empty"


@pytest.mark.parametrize(
    ("item", "code", "told"),
    [
        ({}, "empty", "'html' or 'text'"),
        ({"text": None, "url": "https://worms.example/1"}, "empty", "'html' or 'text'"),
        ({"html": " "}, "empty", "'html' or 'text'"),
        ({"html": "", "text": "\n"}, "empty", "no text"),
        ({"html": b"<p>bytes</p>"}, "not-text", "decode"),
        ({"html": ["<p>", "</p>"]}, "not-text", "'content' is of type list"),
        ({"text": RELEASE, "title": ["Amt"]}, "not-text", "'title' is of type list"),
    ],
)
def test_an_item_without_page_is_kept_with_the_reason(
    item: dict[str, Any], code: str, told: str, flow: Pipeline
) -> None:
    done = PressRecordsPipeline(flow).process_item(item)
    assert done is item
    assert done["record"] is None
    assert done["record_error"]["code"] == code
    assert told in done["record_error"]["message"]


@pytest.mark.parametrize("html", ["", " \n", None])
def test_blank_html_gives_way_to_the_text(html: str | None, flow: Pipeline) -> None:
    done = PressRecordsPipeline(flow).process_item({"html": html, "text": RELEASE, "url": ""})
    assert done["record_error"] is None
    assert done["record"]["source"]["media_type"] == "text/plain"
    assert done["record"]["source"]["url"] is None
    assert done["record"]["id"] == flow.extract(RELEASE).id


def test_the_crawler_names_model_and_settings(tmp_path: Path) -> None:
    made = PressRecordsPipeline.from_crawler(FakeCrawler({"PRESS_RECORDS_MODEL": "none"}))
    assert made.process_item({"text": RELEASE})["record"]["provenance"]["model"]["name"] == "none"
    settings = tmp_path / "press.toml"
    settings.write_text('model = "missing-model"\n', encoding="utf-8")
    with pytest.raises(ModelError):
        PressRecordsPipeline.from_crawler(FakeCrawler({"PRESS_RECORDS_SETTINGS": str(settings)}))


@dataclass
class Release:
    """An item as a class of one's own."""

    text: str | None = None
    record: dict[str, Any] | None = None
    record_error: dict[str, str] | None = None


def test_an_item_may_be_a_dataclass(flow: Pipeline) -> None:
    pipeline = PressRecordsPipeline(flow)
    item = pipeline.process_item(Release(MAIL))
    assert item.record is not None
    assert (item.record["schema"], item.record_error) == ("press-record/1", None)
    refused = pipeline.process_item(Release())
    assert refused.record_error is not None
    assert refused.record_error["code"] == "empty"


def test_scrapy_is_not_imported() -> None:
    program = "import sys, pipeline.integrations.scrapy; sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603  # ourselves


@pytest.mark.parametrize("source", [MAIL, PAGE], ids=["text", "html"])
def test_a_doc_holds_every_span_of_the_record(source: str, flow: Pipeline) -> None:
    record = flow.extract(Document(source, published="2021-02-02"))
    doc = to_doc(record, source)
    assert doc.text == record.text
    assert set(doc.spans) == set(GROUPS)
    assert [(span.text, span.kb_id_) for span in doc.spans["phones"]] == [(p.text, p.value) for p in record.phones]
    assert [span.kb_id_ for span in doc.spans["dates"]] == [date.value or "" for date in record.dates]
    names = [(mention.text, person.id) for person in record.people for mention in person.mentions]
    assert [(span.text, span.kb_id_) for span in doc.spans["people"]] == names
    assert {span.label_ for span in doc.ents} <= {"PER", "ORG", "LOC"}
    assert Record.model_validate_json(doc.user_data["press_record"]) == record


def test_entities_do_not_overlap_and_nothing_else_is_lost(record: Record) -> None:
    doc = to_doc(record, MAIL)
    names = [("Claus Scheller", "PER"), ("Stadt Worms", "ORG"), ("Claus Scheller", "PER")]
    assert [(entity.text, entity.label_) for entity in doc.ents] == names


def test_a_doc_bin_gives_the_docs_back(record: Record, tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    to_doc_bin([(record, MAIL)], nlp).to_disk(tmp_path / "train.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "train.spacy").get_docs(nlp.vocab)
    assert [span.kb_id_ for span in doc.spans["phones"]] == [phone.value for phone in record.phones]
    assert [entity.text for entity in doc.ents] == ["Claus Scheller", "Stadt Worms", "Claus Scheller"]
    assert Record.model_validate_json(doc.user_data["press_record"]) == record


def test_a_span_holds_no_more_than_whole_tokens(flow: Pipeline) -> None:
    text = "Das Rathaus der Stadt Worms bleibt am 12. März 2021 geschlossen, ebenso am Freitag, dem 14. Mai 2021."
    german = to_doc(flow.extract(text), text)
    assert [span.text for span in german.spans["dates"]] == ["12. März 2021", "Freitag, dem 14. Mai 2021."]
    by_space = spacy.blank("xx")
    by_space.tokenizer = spacy.tokenizer.Tokenizer(by_space.vocab, suffix_search=re.compile(r"[.,]$").search)
    split = to_doc(flow.extract(text), text, by_space)
    assert [span.text for span in split.spans["dates"]] == ["12. März 2021", "Freitag, dem 14. Mai 2021"]


def test_another_source_is_refused(record: Record) -> None:
    with pytest.raises(UsageError, match="does not give the record's text"):
        to_doc(record, RELEASE.replace("Worms", "Mainz"))


def test_people_are_rows(record: Record) -> None:
    (row,) = rows([record], "people")
    assert row["document"] == record.id
    assert (row["name"], row["given"], row["family"]) == ("Claus Scheller", "Claus", "Scheller")
    assert row["phone"] == "+4962418531060"
    assert row["email"] == "claus.scheller@worms.example"


def test_contacts_are_rows_with_their_owner(record: Record) -> None:
    found = {row["kind"]: row for row in rows([record], "contacts")}
    assert set(found) == {"phone", "email", "url"}
    assert found["phone"]["owner_name"] == "Claus Scheller"
    assert found["email"]["value"] == "claus.scheller@worms.example"
    assert MAIL[found["email"]["start"] : found["email"]["end"]] == found["email"]["text"]


def test_dates_are_rows_and_the_own_one_is_marked(record: Record) -> None:
    found = list(rows([record], "dates"))
    assert [row["value"] for row in found if row["kind"] == "published"] == ["2021-02-02"]
    assert [row["value"] for row in found if row["kind"] == "mentioned"] == [date.value for date in record.dates]


def test_bodies_places_addresses_and_successions_are_rows(full: Record) -> None:
    (body,) = rows([full], "organisations")
    assert (body["name"], body["phone"]) == ("Stadt Worms", "+4962418531060")
    (place,) = rows([full], "places")
    assert (place["name"], place["geonames"], place["state"]) == ("Worms", 2806142, "Rheinland-Pfalz")
    (address,) = rows([full], "addresses")
    assert (address["street"], address["postcode"], address["owner_name"]) == ("Marktplatz", "67547", "Stadt Worms")
    (change,) = rows([full], "successions")
    assert (change["successor_name"], change["predecessor_name"]) == ("Claus Scheller", "Erika Mann")
    assert change["date"] == "2021-02-02"


def test_a_notebook_shows_every_field(full: Record) -> None:
    shown = full._repr_html_()
    cells = [
        f"<td>organisation</td><td>Stadt Worms</td><td>{full.organisations[0].kind}; +4962418531060</td>",
        "<td>url</td><td>https://www.worms.example</td>",
        "<td>address</td><td>Marktplatz 2 67547 Worms</td><td>Stadt Worms</td>",
        "<td>Marktplatz 2, 67547 &lt;Worms&gt;</td>",
        "<td>succession</td><td>Erika Mann → Claus Scheller</td><td>2021-02-02</td><td>folgt auf</td>",
    ]
    assert [cell for cell in cells if cell not in shown] == []


def test_failures_have_no_rows_and_anything_else_is_refused(flow: Pipeline, record: Record) -> None:
    assert list(rows(flow.pipe([MAIL, ""]), "people")) == list(rows(flow.pipe([MAIL]), "people"))
    for given in (record, "records.jsonl", None):
        with pytest.raises(UsageError, match="put it into a list"):
            rows(given, "people")  # type: ignore[arg-type]  # what a caller without mypy may pass
    with pytest.raises(UsageError, match="no record but dict"):
        to_frame([{"people": []}])  # type: ignore[list-item]  # likewise


@pytest.mark.parametrize("table", COLUMNS)
def test_a_pandas_frame_has_the_same_columns_with_and_without_rows(table: Table, record: Record) -> None:
    full, empty = to_frame([record], table), to_frame([], table)
    assert list(full.columns) == list(empty.columns) == list(COLUMNS[table])
    assert list(full.dtypes) == list(empty.dtypes)
    assert (len(full), len(empty)) == (len(list(rows([record], table))), 0)


def test_polars_is_used_where_it_is_and_named_where_it_is_not(record: Record) -> None:
    if find_spec("polars") is None:
        with pytest.raises(UsageError, match="pip install polars"):
            to_frame([record], "people", "polars")
    else:
        assert to_frame([record], "people", "polars").columns == list(COLUMNS["people"])


def test_unknown_tables_and_libraries_are_named(record: Record) -> None:
    with pytest.raises(UsageError, match="people, organisations, places, contacts, addresses, dates, successions"):
        rows([record], "phones")  # type: ignore[arg-type]  # what a caller without mypy may pass
    with pytest.raises(UsageError, match="pandas or polars"):
        to_frame([record], "people", "dask")  # type: ignore[arg-type]  # likewise


def test_records_are_read_from_a_run(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(record.to_json() + "\n", encoding="utf-8")
    assert list(read_records(file)) == [record]
    file.write_text(record.to_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"records\.jsonl:2: no record"):
        list(read_records(file))
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_records(tmp_path / "missing.jsonl"))
    file.write_bytes(record.to_json().encode("utf-16"))
    with pytest.raises(UsageError, match="UTF-8"):
        list(read_records(file))


def test_records_are_read_from_the_folder_of_a_run(record: Record, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no records"):
        list(read_records(tmp_path))
    (tmp_path / "records").mkdir()
    for name in ("7.jsonl", "0.jsonl"):
        (tmp_path / "records" / name).write_text(record.to_json() + "\n", encoding="utf-8")
    assert list(read_records(str(tmp_path))) == [record, record]
