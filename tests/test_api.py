"""The Python interface gives the records of the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import Document, DocumentError, Failure, Pipeline, Record, extract
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel

PAGE = f"<html><body><h1>Neues Amt</h1><p>{RELEASE}</p></body></html>"


@pytest.fixture
def flow() -> Pipeline:
    return Pipeline(PatternModel(), Settings())


def test_a_text_becomes_a_record(flow: Pipeline) -> None:
    record = flow.extract(Document(RELEASE, published="2021-02-02", url="https://worms.example/1"))
    assert isinstance(record, Record)
    assert [person.name for person in record.people] == ["Claus Scheller"]
    assert [phone.value for phone in record.phones] == ["+4962418531060"]
    assert record.source.url == "https://worms.example/1"
    assert record.published is not None
    assert record.published.value == "2021-02-02"


def test_a_page_is_known_by_its_beginning(flow: Pipeline) -> None:
    assert flow.extract(PAGE).source.media_type == "text/html"
    assert flow.extract(Document(PAGE, html=False)).source.media_type == "text/plain"
    assert flow.extract(Document(f"Vorher {PAGE}", html=True)).source.media_type == "text/html"


def test_a_stream_keeps_its_order_and_a_bad_document_costs_itself(flow: Pipeline) -> None:
    results = list(flow.pipe([RELEASE, " \n", Document(RELEASE, name="again")]))
    assert [type(result) for result in results] == [Record, Failure, Record]
    assert isinstance(results[1], Failure)
    assert results[1].error.code == "empty"


def test_a_date_that_is_none_is_reported(flow: Pipeline) -> None:
    record = flow.extract(Document(RELEASE, published="gestern"))
    assert "published-unusable" in [issue.code for issue in record.issues]


def test_the_function_loads_a_model() -> None:
    record = extract(RELEASE, published="2021-02-02", model="none")
    assert [phone.value for phone in record.phones] == ["+4962418531060"]
    with pytest.raises(DocumentError):
        extract("", model="none")


def test_a_notebook_shows_a_table_and_runs_nothing(flow: Pipeline) -> None:
    shown = flow.extract(Document(RELEASE, title="<script>alert(1)</script>"))._repr_html_()
    assert "<script>" not in shown
    assert shown.startswith("<table>")
    assert "+4962418531060" in shown


def test_importing_the_package_imports_no_library() -> None:
    code = "import sys, pipeline; sys.exit(bool({'spacy', 'pydantic', 'onnxruntime'} & set(sys.modules)))"
    root = Path(pipeline.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0  # noqa: S603
    with pytest.raises(AttributeError):
        _ = pipeline.nothing
