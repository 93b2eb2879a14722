"""Every value of every record can be cut from its source again: seeds, gold, the demo corpus, and made-up pages."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, RawDocument
from pipeline.errors import DocumentError
from pipeline.evaluate import gold_documents
from pipeline.flow import process
from pipeline.read import read_inputs
from pipeline.records import Record
from pipeline.runs import load_recogniser
from pipeline.settings import Settings
from tests.fakes import PatternModel
from tests.grounding import check, document, spans

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = yaml.safe_load((ROOT / "tests" / "cases" / "fragments.yml").read_text(encoding="utf-8"))
# Around a made-up page in every other case, so that cleaning does not find nothing but junk.
RELEASE = """02.02.2021 / Personelles

Die Stadt Worms hat am Montag im Rathaus eine neue Beauftragte für Integration vorgestellt, sagte eine Sprecherin.
{page}
Für Fragen steht Claus Scheller unter Telefon 06241 853-1060 zur Verfügung, teilte die Pressestelle mit.
"""
ENCODABLE = st.characters(exclude_categories=["Cs"])


def pages(*kinds: str) -> st.SearchStrategy[str]:
    """Pages put together from kinds of fragments and a little noise."""
    noise = st.text(alphabet=ENCODABLE, max_size=8)
    pieces = st.one_of(*(st.sampled_from(FRAGMENTS[kind]) for kind in kinds), noise)
    page = st.lists(pieces, min_size=1, max_size=30).map("".join)
    return st.one_of(page, page.map(lambda text: RELEASE.replace("{page}", text)))


def make(raw: RawDocument, model: EntityRecogniser) -> Record:
    record = process(raw, model, Settings(), Decisions())
    check(raw, record)
    return record


@pytest.fixture(scope="module")
def model() -> EntityRecogniser:
    return load_recogniser(Settings().model)


def test_the_seeds(shared: Path, model: EntityRecogniser) -> None:
    records = [make(raw, model) for raw in read_inputs([shared / "seeds"], 10**6) if isinstance(raw, RawDocument)]
    assert len(records) == 5
    assert all(list(spans(record)) for record in records)


@pytest.mark.parametrize("folder", ["dev", "train"])
def test_gold_pages(shared: Path, folder: str) -> None:
    for gold in gold_documents(shared / "gold" / folder):
        assert list(spans(make(document(gold.text), PatternModel()))), gold.name


def test_the_demo_corpus(model: EntityRecogniser) -> None:
    records = [make(raw, model) for raw in read_inputs([ROOT / "corpus"], 10**6) if isinstance(raw, RawDocument)]
    assert len(records) > 20


def make_or_refuse(raw: RawDocument) -> None:
    """A page of junk alone may be refused; nothing else may go wrong."""
    try:
        make(raw, PatternModel())
    except DocumentError as error:
        if error.code != "no-content":
            raise


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(pages("text", "odd", "glue"))
def test_made_up_text(text: str) -> None:
    make_or_refuse(document(text))


@RELAXED
@given(pages("text", "odd", "glue", "entities", "tags"))
def test_made_up_html(text: str) -> None:
    make_or_refuse(document(text, "text/html"))


@RELAXED
@given(st.text(max_size=200, alphabet=ENCODABLE))
def test_any_text_as_either(text: str) -> None:
    make_or_refuse(document(text))
    make_or_refuse(document(text, "text/html"))
