"""Cleaning as a whole: what stays, what goes, how a page is laid out as text, and what bad input does."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.clean import clean
from pipeline.documents import BlockKind, CleanDocument, RawDocument
from pipeline.errors import DocumentError
from pipeline.repairs import fold

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "clean.yml").read_text(encoding="utf-8")
)
PROSE = (
    "<p>Der Stadtrat hat am Montag einstimmig beschlossen, die Bücherei in der Hauptstraße länger zu öffnen, "
    "und zwar an jedem Werktag bis zwanzig Uhr, wie Bürgermeisterin Erika Beispiel mitteilte.</p>"
)


def raw(text: str, media: str = "html", **fields: Any) -> RawDocument:
    media_type: Any = f"text/{media}"
    return RawDocument("id", "uri", "path", media_type, "utf-8", "0" * 64, text, **fields)


def page(body: str, **fields: Any) -> CleanDocument:
    return clean(raw(f"<html><body><main><article>{PROSE}{body}{PROSE}</article></main></body></html>", **fields))[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    document, _ = clean(raw(case["source"], case["media"]))
    text = fold(document.text)
    assert [line for line in case["kept"] if line not in text] == []
    assert [line for line in case["gone"] if line in text] == []
    assert set(case["kinds"]) <= {block.kind for block in document.removed}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_removed_pieces_are_in_the_source_and_named(case: dict[str, Any]) -> None:
    document, _ = clean(raw(case["source"], case["media"]))
    for block in document.removed:
        assert 0 <= block.start < block.end <= len(case["source"])
        assert block.kind
        assert ":" in block.rule


def test_table_rows_are_lines_with_cells() -> None:
    first = "<tr><td>Anna Muster</td><td></td><td>01234 5</td></tr>"
    second = "<tr><td>Ben Probe</td><td>Leiter</td><td>01234 6</td></tr>"
    document = page(f"<table>{first}{second}</table>")
    rows = [block for block in document.blocks if block.kind is BlockKind.TABLE_ROW]
    assert [document.text[row.start : row.end] for row in rows] == [
        "Anna Muster\t\t01234 5",
        "Ben Probe\tLeiter\t01234 6",
    ]
    assert [document.text[start:end] for start, end in rows[1].cells] == ["Ben Probe", "Leiter", "01234 6"]


def test_line_breaks_stay_inside_a_block_and_two_of_them_end_it() -> None:
    text = page("<p>Rathaus<br>Markt 1<br><br>Bücherei<br>Weg 2</p>").text
    assert "Rathaus\nMarkt 1\n" in text
    assert "Markt 1\nBücherei" not in text


def test_neighbouring_cards_are_different_groups() -> None:
    card = "<div class='person'><h3>{}</h3><p>Telefon 01234 {}</p></div>"
    document = page("<div>" + card.format("Anna Muster", 567) + card.format("Ben Probe", 568) + "</div>")
    groups = {document.text[block.start : block.end]: block.group for block in document.blocks}
    assert groups["Anna Muster"] == groups["Telefon 01234 567"]
    assert groups["Ben Probe"] == groups["Telefon 01234 568"]
    assert groups["Anna Muster"] != groups["Ben Probe"]


def test_an_entity_in_a_name_maps_back_to_the_source() -> None:
    document = page("<p>Auskunft gibt Günter B&ouml;<b>hmig</b> im Rathaus.</p>")
    start = document.text.index("Böhmig")
    begin, end = document.offsets.to_source(start, start + len("Böhmig"))
    assert document.raw.text[begin:end] == "B&ouml;<b>hmig"


def test_mojibake_is_repaired_and_said() -> None:
    document, issues = clean(
        raw("Der BÃ¼rgermeister GÃ¼nter Muster eröffnet am Montag das neue Museum der Stadt.", "plain")
    )
    assert document.text.startswith("Der Bürgermeister Günter Muster")
    assert [issue.code for issue in issues] == ["mojibake-repaired"]


def test_other_languages_are_said_and_kept() -> None:
    document, issues = clean(
        raw("The mayor opened the new museum on Monday and thanked all the volunteers for their work.", "plain")
    )
    assert document.language == "en"
    assert [issue.code for issue in issues] == ["not-german"]


@pytest.mark.parametrize("source", ["", "  \n ", "<html><script>x</script></html>", "<p>&nbsp;</p>"])
def test_nothing_to_read_is_no_record(source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        clean(raw(source))
    assert caught.value.code == "no-content"


def test_a_page_of_frames_is_no_record_and_says_what_to_fetch() -> None:
    frames = "<frameset cols='20%,80%'><frame src='menu.html'><frame src='text.html'></frameset>"
    with pytest.raises(DocumentError, match="in frames; fetch those"):
        clean(raw(f"<html><head><title>Stadt Musterstadt</title></head>{frames}</html>"))


@pytest.mark.parametrize(
    "broken", ["<p", "<p class='", "<!-- ", "<b>unfertig", "</div></div></p>", "&uum", "<script>if (a"]
)
def test_a_page_that_breaks_off_or_is_badly_closed_keeps_its_text(broken: str) -> None:
    text = clean(raw(f"<html><body><div><article><h1>Neues aus dem Rathaus</h1>{PROSE}{broken}"))[0].text
    assert "einstimmig beschlossen" in text


def test_tables_nested_a_thousand_deep_keep_their_text() -> None:
    started = time.process_time()
    nested = "<table><tr><td>" * 1000 + PROSE + "</td></tr></table>" * 1000
    assert "einstimmig beschlossen" in clean(raw(f"<html><body>{nested}</body></html>"))[0].text
    assert time.process_time() - started < 5


def test_zero_bytes_do_not_split_words() -> None:
    assert "Bürgermeisterin" in page("<p>Bürger\0meisterin Erika Beispiel lud am Montag ein.</p>").text


def test_what_is_not_shown_at_first_goes_where_it_is_a_dialogue() -> None:
    dialogue = "<div {} class='overlay'><p>Wir verwenden Cookies.</p><button>Alle akzeptieren</button></div>"
    for hiding in ("style='display: none'", "hidden", "aria-hidden='true'"):
        text = clean(raw(f"<body>{dialogue.format(hiding)}<main><h1>Neues</h1>{PROSE}{PROSE}</main>"))[0].text
        assert "Cookies" not in text
        assert "akzeptieren" not in text
        assert "einstimmig beschlossen" in text


def test_a_page_that_is_a_consent_dialogue_is_no_record() -> None:
    source = (
        "<body><div class='cookie-banner'><p>Wir verwenden Cookies. Mit Klick auf „Alle akzeptieren“ stimmen Sie zu."
        "</p><button>Alle akzeptieren</button><button>Ablehnen</button><a href='/d'>Datenschutzerklärung</a></div>"
    )
    with pytest.raises(DocumentError, match="page furniture only"):
        clean(raw(source))


PAGES = """Amtsblatt der Stadt Musterstadt {number}

Der Stadtrat hat am {number}. Mai beschlossen, die Bücherei in der Hauptstraße länger zu öffnen als bisher, und
zwar an jedem Werktag bis zwanzig Uhr, wie die Leiterin Erika Beispiel auf Anfrage mitteilte.

Rathaus, Markt {first}, 12345 Musterstadt
"""


def paged(*lines: dict[str, int]) -> str:
    return clean(raw("\f".join(PAGES.format(**values) for values in lines), "plain"))[0].text


def test_headers_and_footers_of_later_pages_go() -> None:
    text = paged(*({"number": number, "first": 1} for number in (1, 2, 3)))
    assert text.count("Der Stadtrat hat") == 3
    assert "Musterstadt 2" not in text
    assert "Musterstadt 3" not in text
    assert text.count("Markt 1, 12345 Musterstadt") <= 1


def test_contact_data_that_no_earlier_page_had_stays() -> None:
    assert "Markt 7, 12345" in paged({"number": 1, "first": 1}, {"number": 2, "first": 7})


LENGTH = 60_000
HOSTILE = [
    "<div>",
    "<table><tr><td>",
    "<td>",
    "<p>x",
    "<br>",
    "<li>",
    "<a href=x>y</a> ",
    "&amp;",
    "x ",
    "<div>x</div></span>",
    "<b><p>",
    "\0",
    "a.\n",
    "Startseite | ",
]


@pytest.mark.parametrize("media", ["html", "plain"])
@pytest.mark.parametrize("seed", HOSTILE)
def test_hostile_input_costs_linear_time(seed: str, media: str) -> None:
    started = time.process_time()
    with suppress(DocumentError):  # nothing worth reading is a fair answer to noise
        clean(raw(seed * (LENGTH // len(seed)), media))
    assert time.process_time() - started < 30.0


def test_the_empty_first_cells_of_a_row_keep_their_tabs() -> None:
    text = "Einheit\tName\tDurchwahl\nLeitung\tErika Beispiel\t60401\n \tHans Muster\t60402\n\tHans geht heim.\n"
    document, _ = clean(raw(text, "plain"))
    assert "\n\tHans Muster\t60402\nHans geht heim." in document.text


@pytest.mark.parametrize(
    ("mail", "shown"),
    [
        ("m.novak&#64;ort<span style='display:none'>.invalid</span>.de", "m.novak@ort.de"),
        ("m.novak@ort<span style='DISPLAY : none'>a<span>b</span>c</span>.de", "m.novak@ort.de"),
        ("m.novak@ort<span style='color: none'>.invalid</span>.de", "m.novak@ort.invalid.de"),
    ],
)
def test_what_a_line_hides_from_readers_is_no_text(mail: str, shown: str) -> None:
    document = page(
        f"<p>Milan Novák, E-Mail: {mail}</p><p>Anna Kern <b style='display:none'>nicht</b></p><p>Mia Ott</p>"
    )
    assert f"E-Mail: {shown}\n" in document.text
    assert "nicht" not in document.text
    assert "Mia Ott" in document.text


def test_an_element_that_never_ends_hides_its_block_only() -> None:
    assert "Mia Ott, Leiterin" in page("<p>Anna Kern <span style='display:none'>x</p><p>Mia Ott, Leiterin</p>").text


def test_a_term_stays_with_what_is_said_of_it() -> None:
    document = page("<dl><dt>Telefon</dt><dd>06241 853-10</dd><dt>Fax</dt><dd>06241 853-19</dd></dl>")
    assert "Telefon\n06241 853-10\nFax\n06241 853-19" in document.text


def test_cells_that_reach_over_rows_leave_empty_ones_below() -> None:
    rows = (
        "<tr><td>Amt</td><td>Name</td><td>Telefon</td></tr>"
        "<tr><td rowspan='2'>Bauamt</td><td>Anna Kern</td><td>06241 853-10</td></tr>"
        "<tr><td>Uwe Lang</td><td rowspan=2>06241 853-11</td></tr>"
        "<tr><td>Sozialamt</td><td>Mia Ott</td></tr>"
        "<tr><td>Standesamt</td><td>Jan Ott</td><td>06241 853-13</td></tr>"
    )
    text = page(f"<table>{rows}</table>").text
    assert "Bauamt\tAnna Kern\t06241 853-10\n\tUwe Lang\t06241 853-11\n" in text
    assert "Sozialamt\tMia Ott\nStandesamt\tJan Ott\t06241 853-13" in text


@pytest.mark.parametrize("alt", ["@", "(at)", "[at]", " @ ", "&#64;"])
def test_a_picture_of_the_sign_is_the_sign(alt: str) -> None:
    document = page(f"<p>E-Mail: sozialamt<img src='at.gif' alt='{alt}' />worms.example, Anna Kern</p>")
    assert "sozialamt@worms.example" in document.text


def test_a_picture_of_something_else_is_none() -> None:
    assert "amt@worms" not in page("<p>E-Mail: amt<img src='at.gif' alt='@ home'>worms.example, Anna Kern</p>").text


def test_a_heading_opens_a_section() -> None:
    cards = "<h3>Altstadt</h3><p>Anna Kern, Tel. 06241 853-10</p><h3>Drais</h3><p>Uwe Lang, Tel. 06241 853-11</p>"
    assert "853-10\n\nDrais\n\nUwe Lang" in page(cards).text
