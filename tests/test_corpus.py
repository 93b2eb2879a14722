"""The demo corpus: every page has its gold, and the gold says what stands on the page."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.documents import RawDocument
from pipeline.evaluate.facts import fold, gold_facts, lines_to_keep
from pipeline.evaluate.gold import GoldDocument, gold_documents
from pipeline.read import Ignored, read_inputs

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
GOLD = {document.name: document for document in gold_documents(CORPUS / "gold")}
JUNK_KINDS = {"consent", "nav", "share", "alt", "caption-dup", "footer", "related", "ad", "print"}


def page_name(document: RawDocument) -> str:
    """The name that page and gold share: the file's name up to the first dot, or the id of a dump's line."""
    return document.path.rpartition("#")[2].rpartition("/")[2].partition(".")[0]


PAGES = {page_name(page): page for page in read_inputs([CORPUS], 10**7) if isinstance(page, RawDocument)}
HTML_FILES = sorted(name for name, page in PAGES.items() if page.path.endswith(".html"))


class VisibleText(HTMLParser):
    """Collects what a reader sees or hears: text and alternative texts."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        self.parts += [" "] * (tag not in {"b", "strong", "a"})
        self.parts += [value for key, value in attrs if key == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}
        self.parts += [" "] * (tag not in {"b", "strong", "a"})

    def handle_data(self, data: str) -> None:
        self.parts += [data] * (not self.hidden)


def visible(page: RawDocument) -> str:
    reader = VisibleText()
    reader.feed(page.text)
    reader.close()
    return fold("".join(reader.parts))


def test_every_page_has_gold_and_every_gold_its_page() -> None:
    assert sorted(PAGES) == sorted(GOLD)
    assert len(PAGES) >= 22
    assert len(HTML_FILES) >= 5


def test_all_files_are_read_but_readme_and_gold() -> None:
    ignored = [outcome.uri for outcome in read_inputs([CORPUS], 10**7) if isinstance(outcome, Ignored)]
    assert all(path.endswith(("README.md", ".gold.txt")) for path in ignored)


@pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.media_type == "text/plain"))
def test_text_page_is_the_gold_without_markup(name: str) -> None:
    assert PAGES[name].text == GOLD[name].text


@pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.media_type == "text/html"))
def test_html_page_shows_every_line_of_its_gold(name: str) -> None:
    text = visible(PAGES[name])
    lines = [*lines_to_keep(GOLD[name]), *(fold(line) for _, line in GOLD[name].junk)]
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("name", HTML_FILES)
def test_html_page_shows_nothing_but_its_gold(name: str) -> None:
    words = set(visible(PAGES[name]).split())
    known = set(fold(GOLD[name].text).split())
    assert words - known <= {"anzeige", fold(title(PAGES[name]))} | set(fold(title(PAGES[name])).split())


def title(page: RawDocument) -> str:
    return page.text.partition("<title>" if "<title>" in page.text else "<TITLE>")[2].partition("<")[0]


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD.keys())
def test_gold_is_sound(gold: GoldDocument) -> None:
    assert {kind for kind, _ in gold.junk} <= JUNK_KINDS
    named = {fold(annotation.value or annotation.surface) for annotation in gold.of("PER")}
    assert {fold(person.name) for person in gold.people} <= named
    numbers = {number for number, _ in gold_facts(gold).phones}
    assert {number for person in gold.people for number in person.phones} <= numbers


def test_legacy_page_is_windows_1252() -> None:
    page = PAGES["bauamt-leutkirch"]
    assert page.encoding in {"cp1252", "windows-1252"}
    assert "Tu&#287;ba Öztürk" in page.text


def test_readme_describes_every_page_and_no_other() -> None:
    described = {
        line.split("`")[1].rpartition("#")[2].partition(".")[0]
        for line in (CORPUS / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    }
    assert described == set(PAGES)
