"""The Python interface gives the records of the command line."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline import Document, DocumentError, Failure, Pipeline, Record, extract
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.version import __version__
from tests.fakes import RELEASE, FailingModel, PatternModel

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


@pytest.mark.parametrize("given", [None, b"Stadt Worms", {"text": RELEASE}, 7, Document(None)])  # type: ignore[arg-type]  # what a caller without mypy may pass
def test_what_is_no_text_costs_only_itself(given: Any, flow: Pipeline) -> None:
    with pytest.raises(DocumentError, match="string") as refused:
        flow.extract(given)
    assert refused.value.code == "not-text"
    first, failure, last = flow.pipe([RELEASE, given, RELEASE])
    assert isinstance(first, Record)
    assert isinstance(failure, Failure)
    assert (failure.error.code, failure.error.message) == ("not-text", refused.value.message)
    assert failure.document is given or failure.document == Document("", name="documents[1]")
    assert last == first


def test_bytes_are_to_be_decoded(flow: Pipeline) -> None:
    with pytest.raises(DocumentError, match="decode"):
        flow.extract(b"Stadt Worms")  # type: ignore[arg-type]  # likewise


@pytest.mark.parametrize("field", ["url", "title", "name"])
def test_a_field_of_another_type_is_named(field: str, flow: Pipeline) -> None:
    fields: dict[str, Any] = {field: ["Amt"]}
    with pytest.raises(DocumentError, match=f"'{field}' is of type list"):
        flow.extract(Document(RELEASE, **fields))


def test_a_defect_of_ours_costs_only_its_document() -> None:
    bad, good = Pipeline(FailingModel(word="Bumm"), Settings()).pipe([RELEASE.replace("Amt", "Bumm"), RELEASE])
    assert isinstance(bad, Failure)
    assert bad.error.code == "internal-error"
    assert isinstance(bad.error.__cause__, RuntimeError)
    assert isinstance(good, Record)


@pytest.mark.parametrize("given", [RELEASE, RELEASE.encode(), Document(RELEASE), None])
def test_one_document_is_no_stream(given: Any, flow: Pipeline) -> None:
    with pytest.raises(UsageError, match="use extract"):
        flow.pipe(given)


def test_calling_the_pipeline_is_to_stream(flow: Pipeline) -> None:
    assert list(flow([RELEASE, PAGE])) == list(flow.pipe([RELEASE, PAGE]))


@pytest.mark.parametrize("given", ["", " ", None])
def test_blank_fields_are_absent(given: str | None, flow: Pipeline) -> None:
    record = flow.extract(Document(RELEASE, url=given, name=given, title=given, published=given))
    assert record == flow.extract(RELEASE)
    assert record.id != flow.extract(Document(PAGE, url=given, name=given)).id


class Missing(date):
    """As pandas' NaT is one."""

    def isoformat(self) -> str:
        return "NaT"


@pytest.mark.parametrize("given", ["gestern", "2021-03", "2021", 20210312, Missing(1, 1, 1)])
def test_a_date_that_names_no_day_is_reported(given: Any, flow: Pipeline) -> None:
    record = flow.extract(Document(RELEASE, published=given))
    (message,) = (issue.message for issue in record.issues if issue.code == "published-unusable")
    assert "not a day or time in ISO 8601" in message


@pytest.mark.parametrize(
    "given",
    ["2021-03-12", date(2021, 3, 12), datetime(2021, 3, 12, 9, 30, tzinfo=UTC), "Fri, 12 Mar 2021 09:30:00 +0100"],
)
def test_dates_are_taken_as_text_and_as_dates(given: str | date, flow: Pipeline) -> None:
    published = flow.extract(Document(RELEASE, published=given)).published
    assert published is not None
    assert (published.value, published.basis) == ("2021-03-12", "given")


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


def test_the_package_shows_its_names_and_version() -> None:
    assert {"__version__", *pipeline.__all__} <= set(dir(pipeline))
    assert pipeline.__version__ == __version__
