"""The page that explains a document: safe with hostile pages, complete, and marked at the right places."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.explain import explain_html
from pipeline.explain.highlights import Highlight
from pipeline.explain.page import mark_up
from pipeline.explain.sections import snippet
from pipeline.flow import trace
from pipeline.printable import printable
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel

HOSTILE = """<html><body onload="alert(1)"><script>alert(2)</script>
<p title='"><script>alert(3)</script>'>Claus Scheller &lt;img src=x onerror=alert(4)&gt;
leitet das Amt der Stadt Worms.</p>
<p>Für Fragen steht er unter Telefon 06241 853-1060 zur Verfügung, teilte die Pressestelle am Dienstag mit.</p>
<a href="javascript:alert(5)">Stadt Worms</a></style></pre><iframe src="https://böse.example"></iframe>"""


PICTURE_TAGS = set("svg desc defs marker g rect path text caption".split())
PICTURE_ATTRIBUTES = set(
    "xmlns viewbox width height role aria-labelledby font-family font-size font-weight fill id refx refy markerwidth "
    "markerheight orient d x y rx stroke stroke-opacity stroke-dasharray marker-end scope".split()
)


class Inventory(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def explained(text: str, media_type: str = "text/html") -> str:
    raw = RawDocument("id", "a.html", "a.html", media_type, "utf-8", "0" * 64, text)  # type: ignore[arg-type]  # widened
    return explain_html(trace(raw, PatternModel(), Settings(), Decisions()))


def test_scraped_markup_is_shown_and_never_becomes_markup() -> None:
    inventory = Inventory(explained(HOSTILE))
    assert inventory.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "pre", "span", "table", "tr", "th", "td",
    } | PICTURE_TAGS  # fmt: skip
    assert inventory.attributes <= PICTURE_ATTRIBUTES | {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "title",
        "data-removed",
    }


def test_the_policy_forbids_scripts_and_requests() -> None:
    assert "content=\"default-src 'none'; style-src 'unsafe-inline';" in explained(HOSTILE)


def test_the_whole_source_is_on_the_page() -> None:
    (source,) = re.findall(r'<pre class="source">(.*)</pre>', explained(HOSTILE), re.DOTALL)
    assert html.unescape(re.sub(r"</?span[^>]*>", "", source)) == HOSTILE


def test_values_are_marked_with_what_they_mean() -> None:
    page = explained(RELEASE, "text/plain")
    assert re.search(r'<span class="phone" title="\+4962418531060 phone[^"]*">06241 853-1060</span>', page)


def test_removed_blocks_carry_their_kind() -> None:
    mark = Highlight(0, 2, "removed", "removed: nav (rule)", "nav")
    assert mark_up("ab", [mark]) == '<span class="removed" title="removed: nav (rule)" data-removed="nav">ab</span>'


def test_overlapping_marks_are_cut_at_every_edge() -> None:
    marks = [Highlight(0, 4, "role", "A"), Highlight(2, 6, "date", 'B"')]
    assert mark_up("abcdef<", marks) == (
        '<span class="role" title="A">ab</span><span class="role date" title="A; B&quot;">cd</span>'
        '<span class="date" title="B&quot;">ef</span>&lt;'
    )


@given(st.data(), st.text(alphabet="ab<&\"'> ", min_size=1, max_size=40))
def test_marking_up_keeps_the_text(data: st.DataObject, source: str) -> None:
    edges = st.tuples(st.integers(0, len(source) - 1), st.integers(1, len(source)))
    spans = data.draw(st.lists(edges.filter(lambda span: span[0] < span[1]), max_size=8))
    marks = [Highlight(start, end, "role", "note") for start, end in sorted(spans)]
    assert html.unescape(re.sub(r"</?span[^>]*>", "", mark_up(source, marks))) == source


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße\tan\nalle – „heute“ 😀", "Grüße\tan\nalle – „heute“ 😀"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("\x1b[31m\x07\x00", "\\x1b[31m\\x07\\x00"),
        ("\u202e\u00ad\ufeff\ud800", "\\u202e\\xad\\ufeff\\ud800"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_printable_on_one_line() -> None:
    assert printable("a\nb\tc\u2028", one_line=True) == "a\\nb\\tc\\u2028"


def test_snippets_are_short_and_on_one_line() -> None:
    assert snippet("kurz\nund gut") == "kurz und gut"
    assert snippet("wort " * 100, 20) == "wort wort wort wort…"
    assert snippet(" " * 10_000, 20) == "…"
