"""Every span of a cleaned text cuts the right piece out of the source: property-tested on made-up pages and texts."""

import re
from bisect import bisect_right

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.html_text import clean_html
from pipeline.clean.page import Page
from pipeline.clean.plain_text import clean_text
from pipeline.repairs import fold, restore

SYLLABLES = [
    "Stadt",
    "rat",
    "Müller",
    "B&ouml;hm",
    "GÃ¼nter",
    "&nbsp;",
    " ",
    " ",
    "\n",
    "&amp;",
    "Am&shy;t",
    "Tel. 030 1234",
    "a@b.de",
    "1 < 2",
    "Ü“",
    "\u200b",
    "\u00ad",
    ".",
]
INLINE = [
    "<b>",
    "</b>",
    "<a href='x>y'>",
    "</a>",
    "<!-- <p> > -->",
    "<script>if (a<b) x='</p>'</script>",
    "<span class=x>",
    "</span>",
    "</span><span>",
    "</b><span>",
    "<span style='display:none'>",
    "<img src=at.gif alt='@'>",
    "<td rowspan=2>",
    "<b style='display: none'>.invalid</b>",
    "<br>",
    "<br/>",
    "<img alt='B > C'>",
    "<svg><text>no</text></svg>",
    "</i>",
    "<wbr>",
]
BLOCKS = [
    "<p>",
    "</p>",
    "<div class='card'>",
    "</div>",
    "<h2>",
    "</h2>",
    "<ul><li>",
    "</li>",
    "</ul>",
    "<table><tr><td>",
    "</td><td>",
    "</td></tr></table>",
    "<tr>",
    "<dl><dt>",
    "<dd>",
    "<pre>",
    "</pre>",
    "<td>",
]
PROSE = "Der Stadtrat hat am Montag beschlossen, die Bücherei in der Hauptstraße länger zu öffnen, und zwar bis 20 Uhr."
LINES = [
    "Dol-\nmetscher",
    "Bernkastel-\nWittlich",
    "Fort-\nund Weiterbildung",
    "Dol\u2010\nmetscher",
    "Stadt-\n\frat",
    "Stadt\u00ad\f",
    "Seite 1 von 2",
    "Impressum | Datenschutz",
    "\r\n",
    "\n\n",
    "\f",
    "   ",
    PROSE,
    *SYLLABLES,
]

html = st.lists(st.sampled_from([*SYLLABLES, *SYLLABLES, *INLINE, *BLOCKS, f"<p>{PROSE}</p>"]), max_size=40).map(
    "".join
)
plain = st.lists(st.sampled_from(LINES), max_size=30).map("".join)


def assert_grounded(source: str, page: Page, media_type: str, data: st.DataObject) -> None:
    for block in page.blocks:
        start, end = page.offsets.to_source(block.start, block.end)
        assert restore(source[start:end], media_type) == fold(page.text[block.start : block.end])
        words = [match.span() for match in re.finditer(r"\S+", page.text[block.start : block.end])]
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        begin, finish = block.start + words[first][0], block.start + words[last][1]
        start, end = page.offsets.to_source(begin, finish)
        assert restore(source[start:end], media_type) == fold(page.text[begin:finish])


@settings(max_examples=150, deadline=None)
@given(html, st.data())
def test_html(source: str, data: st.DataObject) -> None:
    page = clean_html(f"<main>{source}<p>{PROSE}</p></main>")
    assert_grounded(f"<main>{source}<p>{PROSE}</p></main>", page, "text/html", data)


@settings(max_examples=150, deadline=None)
@given(plain, st.data())
def test_plain(source: str, data: st.DataObject) -> None:
    assert_grounded(source, clean_text(source), "text/plain", data)


@settings(max_examples=80, deadline=None)
@given(html)
def test_blocks_are_in_order_apart_and_cover_the_text(source: str) -> None:
    page = clean_html(f"<main>{source}<p>{PROSE}</p></main>")
    covered = re.sub(r"\s", "", "".join(page.text[block.start : block.end] for block in page.blocks))
    assert covered == re.sub(r"\s", "", page.text)
    for above, below in zip(page.blocks, page.blocks[1:], strict=False):
        assert "\n" in page.text[above.end : below.start]
    for block in page.blocks:
        assert all(block.start <= start <= end <= block.end for start, end in block.cells)


@settings(max_examples=80, deadline=None)
@given(html)
def test_removed_source_and_kept_source_are_apart(source: str) -> None:
    page = clean_html(
        f"<nav><a href=x>Startseite</a></nav><main>{source}<p>{PROSE}</p></main><footer>Impressum</footer>"
    )
    kept = sorted(page.offsets.to_source(block.start, block.end) for block in page.blocks)
    starts = [start for start, _ in kept]
    for removed in page.removed:
        before = bisect_right(starts, removed.start) - 1
        assert before < 0 or kept[before][1] <= removed.start
        assert before + 1 >= len(kept) or removed.end <= kept[before + 1][0]
