"""The report shows every error once, beside its source, and runs nothing from a document."""

import re
from pathlib import Path

import pytest

from pipeline.evaluate import Evaluation, Floors, evaluate_gold, gold_documents
from pipeline.report import write_report
from pipeline.report.differences import differences
from pipeline.settings import Settings
from tests.fakes import PatternModel


@pytest.fixture
def evaluation(shared: Path) -> Evaluation:
    return evaluate_gold(shared / "gold/seeds", PatternModel(), Settings(), given_dates=True)


def test_every_document_with_errors_has_a_page(evaluation: Evaluation, tmp_path: Path) -> None:
    index = write_report(tmp_path / "report", "seeds", evaluation)
    page = index.read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+\.html)"', page)
    wrong = [name for name, fields in evaluation.documents.items() if any(tally.errors for tally in fields.values())]
    assert len(links) == len(wrong) > 0
    assert all((tmp_path / "report" / link).is_file() for link in links)


def test_the_items_are_those_that_the_figures_count(evaluation: Evaluation) -> None:
    for gold in gold_documents(evaluation.gold):
        found = {one.field: one for one in differences(evaluation.records[gold.name], gold)}
        for field in ("people", "phones+kind", "emails", "person-role", "person-email", "person-organisation"):
            tally = evaluation.documents[gold.name][field]
            shown = found.get(field)
            missed, wrong = (len(shown.missed), len(shown.wrong)) if shown is not None else (0, 0)
            assert (missed, wrong) == (tally.fn, tally.fp), (gold.name, field)


def test_the_index_compares_with_the_floors(evaluation: Evaluation, tmp_path: Path) -> None:
    floors = Floors(tmp_path / "floors.json")
    floors.raise_to("seeds", evaluation)
    page = write_report(tmp_path / "report", "seeds", evaluation, floors).read_text(encoding="utf-8")
    assert "+0.000" in page


def test_nothing_of_a_document_runs(evaluation: Evaluation, tmp_path: Path) -> None:
    write_report(tmp_path / "report", "seeds", evaluation)
    for page in (tmp_path / "report").iterdir():
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text.lower()
        assert "Content-Security-Policy" in text
