"""Addresses and numbers that links lead to and do not print."""

import pytest

from pipeline.annotate.unbroken import unbroken
from pipeline.clean.html_text import clean_html
from pipeline.clean.link_targets import unprinted_target
from pipeline.documents import CleanDocument, Label, Mention, RawDocument
from pipeline.repairs import pieces


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ('<a href="mailto:ute.erz@worms.example">E-Mail schreiben</a>', "ute.erz@worms.example"),
        ("<a class='x' href='mailto:ute.erz@worms.example?subject=Post'>Ute Erz</a>", "ute.erz@worms.example"),
        ('<a href="mailto:ute.erz@worms.example"><img src="m.png" alt="Mail"></a>', "ute.erz@worms.example"),
        ('<a href="tel:+4962418531060">anrufen</a>', "+4962418531060"),
        ('<a href="TEL:06241/853-1060"><b>Anruf</b></a>', "06241/853-1060"),
        ('<a href="mailto:ute.erz@worms.example">ute.erz@worms.example</a>', None),
        ('<a href="mailto:ute.erz@worms.example">ute.erz(at)worms.example</a>', None),
        ('<a href="tel:+4962418531060">06241 853-1060</a>', None),
        ('<a href="mailto:?subject=Lesetipp">Seite empfehlen</a>', None),
        ('<a href="mailto:ute.erz%40worms.example">E-Mail</a>', "ute.erz%40worms.example"),
        ('<a href="mailto:%75te@worms.example">E-Mail</a>', None),  # disguised; what it says is a guess
        ('<a href="tel:12">Raum</a>', None),
        ('<a href="https://worms.example/mailto:x@y.example">Seite</a>', None),
        ('<a data-x="mailto:ute.erz@worms.example">E-Mail</a>', None),
    ],
)
def test_a_target_is_read_where_the_label_does_not_print_it(link: str, target: str | None) -> None:
    span = unprinted_target(link, next(iter(pieces(link))))
    assert (None if span is None else link[span[0] : span[1]]) == target


def test_the_target_stands_before_its_label_and_cuts_out_of_the_source() -> None:
    source = '<p>Ute Erz,<a href="mailto:ute.erz@worms.example">E-Mail</a>, leitet das Amt für Jugend der Stadt.</p>'
    page = clean_html(source)
    assert page.text == "Ute Erz, ute.erz@worms.example E-Mail, leitet das Amt für Jugend der Stadt."
    start = page.text.index("ute.erz@")
    assert page.offsets.to_source(start, start + 21) == (source.index("ute.erz@"), source.index('">E-Mail'))


def test_nothing_is_found_that_reaches_from_the_text_into_a_target() -> None:
    source = '<p>Tel. 06241 <a href="tel:+4962418531060">anrufen</a></p>'
    page = clean_html(source)
    raw = RawDocument("a", "a", "a", "text/html", "utf-8", "0" * 64, source)
    document = CleanDocument(raw, page.text, page.offsets, page.blocks)
    found = [
        Mention(Label.PHONE, start, start + len(surface), surface, 1.0, "test")
        for surface in ("06241 +4962418531060", "+4962418531060", "+4962418531060 anrufen", "Tel. 06241")
        for start in [page.text.index(surface)]
    ]
    assert [mention.text for mention in unbroken(document, found)] == ["+4962418531060", "Tel. 06241"]
