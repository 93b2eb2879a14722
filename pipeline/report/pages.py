"""The pages of an error analysis: an index, and a page for each document with errors; no scripts, all text escaped."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.evaluate import Evaluation, Floors, GoldDocument, gold_documents
from pipeline.explain.highlights import highlights
from pipeline.explain.page import mark_up
from pipeline.records import Record
from pipeline.report.confusion import Table, confusion
from pipeline.report.differences import Difference, differences
from pipeline.store import make_folder, write_lines

INDEX = "index.html"
CONFUSION = "confusion.html"
MOST_EXAMPLES = 200  # of a cell; a page of a large gold stays one that a browser opens


@dataclass(frozen=True, slots=True)
class _Document:
    """A document with errors; ``source`` is marked up where the record's offsets belong to the gold's text."""

    name: str
    page: str
    errors: int
    source: Markup
    differences: list[Difference]
    record: str


@dataclass(frozen=True, slots=True)
class _Figure:
    field: str
    precision: float
    recall: float
    f1: float
    right: int
    wrong: int
    missed: int
    floor: float | None


def write_report(folder: Path, name: str, evaluation: Evaluation, floors: Floors | None = None) -> Path:
    """Writes the pages; gives the index.

    Args:
        folder: made when missing.
        name: of the set, as in the floors.
        evaluation: its figures and records.
        floors: the last accepted evaluation, to compare with.

    Raises:
        UsageError: the folder cannot be written.
    """
    make_folder(folder)
    documents = sorted(_documents(evaluation), key=lambda one: (-one.errors, one.name))
    for document in documents:
        write_lines(folder / document.page, [_template("document.html").render(document=document, index=INDEX)])
    tables = confusion(_scored(evaluation))
    page = _template("index.html").render(
        name=name, figures=list(_figures(name, evaluation, floors)), documents=documents, missing=evaluation.missing,
        tables=tables, examples=CONFUSION,
    )  # fmt: skip
    write_lines(folder / INDEX, [page])
    write_lines(folder / CONFUSION, [_examples(name, tables, documents)])
    return folder / INDEX


def _scored(evaluation: Evaluation) -> Iterator[tuple[GoldDocument, Record]]:
    for gold in gold_documents(evaluation.gold):
        record = evaluation.records.get(gold.name)
        if record is not None:
            yield gold, record


def _examples(name: str, tables: list[Table], documents: list[_Document]) -> str:
    pages = {document.name: document.page for document in documents}
    return _template("confusion.html").render(name=name, tables=tables, pages=pages, index=INDEX, most=MOST_EXAMPLES)


def _documents(evaluation: Evaluation) -> Iterator[_Document]:
    for number, gold in enumerate(gold_documents(evaluation.gold), start=1):
        record = evaluation.records.get(gold.name)
        errors = sum(tally.errors for tally in evaluation.documents.get(gold.name, {}).values())
        if record is not None and errors:
            found = differences(record, gold)
            shown = record.model_dump_json(indent=1, by_alias=True, exclude={"text"})
            yield _Document(gold.name, f"{number:04d}.html", errors, _source(record, gold), found, shown)


def _source(record: Record, gold: GoldDocument) -> Markup:
    """The gold's text with the record's spans, where they are of the same text; else the record's text as it is."""
    spans = [mention for person in record.people for mention in person.mentions] + list(record.phones)
    if all(gold.text[span.start : span.end] == span.text for span in spans):
        return Markup(mark_up(gold.text, highlights(record)))  # noqa: S704  # it escapes every piece
    return Markup.escape(record.text)


def _figures(name: str, evaluation: Evaluation, floors: Floors | None) -> Iterator[_Figure]:
    accepted = floors.floors.get(name) if floors is not None else None
    for field, tally in evaluation.totals().items():
        floor = accepted.f1.get(field) if accepted is not None else None
        yield _Figure(field, tally.precision, tally.recall, tally.f1, tally.tp, tally.fp, tally.fn, floor)


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("pipeline.report", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template(name)
