"""The pure parts: agreement, patterns, stale passages, cutting text, filters, catalogues."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions import Action, Decision, Evidence, Field
from pipeline.offsets import OffsetMap, Segment
from pipeline.review.agreement import Figures, Judged, figures, table
from pipeline.review.language import LANGUAGES, catalogue, preferred
from pipeline.review.masks import CAUSES, FIELDS, bit, bits, names
from pipeline.review.pattern import format_only, pattern_of, rows_of
from pipeline.review.positions import Inverse, Mark
from pipeline.review.queue import Filter
from pipeline.review.reading import cut
from pipeline.review.settle import answers, change_key, made_by
from pipeline.review.stale import compared, nearest

ROOT = Path(__file__).resolve().parents[2] / "pipeline" / "review"


def test_kappa_of_a_worked_example() -> None:
    pairs = [("accept", "accept")] * 20 + [("accept", "reject")] * 5 + [("reject", "accept")] * 10
    pairs += [("reject", "reject")] * 15
    found = figures(pairs)
    assert (found.judged, found.agreement) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)  # the example of Wikipedia's article on Cohen's kappa


def test_kappa_is_undefined_where_everybody_says_the_same() -> None:
    assert figures([("accept", "accept")] * 3) == Figures(3, 1.0, None)


def test_agreement_does_not_depend_on_who_was_first() -> None:
    judged = [
        Judged("d", "people", "Kim", "accept", "Mia", "reject"),
        Judged("d", "people", "Mia", "reject", "Kim", "accept"),
    ]
    rows = table(judged)
    assert [(row.first, row.second, row.field, row.figures.judged) for row in rows] == [
        ("Kim", "Mia", "", 2),
        ("Kim", "Mia", "people", 2),
    ]
    assert {row.figures.agreement for row in rows} == {0.0}


PHONE = {"value": "+4962418531060", "kind": "phone", "extension": None, "holders": ["Claus"], "text": "06241 853-1060"}


def test_a_change_of_format_is_one_pattern_whatever_the_number() -> None:
    first = pattern_of("phones", "changed", PHONE, PHONE | {"text": "06241/853-1060"})
    other = {**PHONE, "value": "+49651718", "text": "0651 718"}
    assert first == pattern_of("phones", "changed", other, other | {"text": "0651/718"})
    assert first != pattern_of("phones", "changed", PHONE, PHONE | {"text": "06241 853-1061"})
    assert first != pattern_of("phones", "changed", PHONE, PHONE | {"kind": "fax"})


def test_kinds_of_change_are_told_apart_and_values_are_not() -> None:
    to_fax = pattern_of("phones", "changed", PHONE, PHONE | {"kind": "fax"})
    assert to_fax != pattern_of("phones", "changed", PHONE, PHONE | {"kind": "mobile"})
    moved = pattern_of("phones", "changed", PHONE, PHONE | {"holders": ["Erika Berger"]})
    assert moved == pattern_of("phones", "changed", PHONE, PHONE | {"holders": ["Max Kramer-Lang"]})


def test_the_same_added_elsewhere_is_one_pattern() -> None:
    place = {"name": "Worms", "geonames": 1, "state": "RP"}
    assert pattern_of("places", "added", None, place) == pattern_of("places", "added", None, place)
    assert pattern_of("places", "added", None, place) != pattern_of("places", "removed", place, None)
    assert pattern_of("places", "added", None, place) != pattern_of("places", "added", None, place | {"name": "Trier"})


def test_rows_hold_what_differs() -> None:
    rows = rows_of("phones", PHONE, PHONE | {"kind": "fax", "holders": []})
    assert [(row.name, row.old, row.new) for row in rows] == [("kind", "phone", "fax"), ("holders", "Claus", None)]
    assert format_only(rows_of("phones", PHONE, PHONE | {"text": "06241/8531060"}))
    assert [(row.name, row.old, row.new) for row in rows_of("title", "a", "b")] == [("title", "a", "b")]


def test_change_keys_tell_changes_apart() -> None:
    key = change_key("phones", "changed", "+49", {"kind": "phone"}, {"kind": "fax"})
    assert key == change_key("phones", "changed", "+49", {"kind": "phone"}, {"kind": "fax"})
    assert key != change_key("phones", "changed", "+49", {"kind": "phone"}, {"kind": "mobile"})


def decision(action: Action, value: object, correction: object = None, field: Field = Field.PEOPLE) -> Decision:
    return Decision("d", action, field, value, correction, author="Mia")  # type: ignore[arg-type]  # JSON


def test_a_decision_answers_the_items_it_touches() -> None:
    merge = decision(Action.MERGE, "Erika Berger", ["E. Berger"])
    assert answers(merge, "people", "E. Berger")
    assert answers(decision(Action.CORRECT, "Erika Beger", {"name": "Erika Berger"}), "people", "Erika Berger")
    assert not answers(merge, "people", "Max Kramer")
    assert not answers(merge, "places", "Erika Berger")


def test_an_acceptance_explains_no_later_change() -> None:
    assert made_by([decision(Action.ACCEPT, "Erika Berger")], "people", "Erika Berger") is None
    reject = decision(Action.REJECT, "Erika Berger")
    assert made_by([reject], "people", "Erika Berger") == reject


OLD = "Fragen beantwortet Erika Berger, Telefon 0651 718-3300, montags bis freitags."
NEW = "Vorspann.\n\nFragen beantwortet Erika Berger, Telefon 0651 718-3399, montags bis freitags. Und noch mehr."


def quoted(text: str, words: str) -> Decision:
    start = text.index(words)
    return Decision("d", Action.ACCEPT, Field.PHONES, "+49", evidence=(Evidence.at(text, start, start + len(words)),))


def test_a_stale_passage_is_shown_beside_what_replaced_it() -> None:
    sides = compared(quoted(OLD, "0651 718-3300"), NEW)
    assert "".join(part.text for part in sides.old if part.kind == "old").strip() == "3300"
    assert "".join(part.text for part in sides.new if part.kind == "new").strip() == "3399"


def test_a_passage_that_is_gone_is_said_to_be_gone() -> None:
    sides = compared(quoted(OLD, "0651 718-3300"), "Etwas ganz anderes steht nun hier und sonst nichts.")
    assert sides.new == ()
    assert [part.text for part in sides.old if part.kind == "old"] == ["0651 718-3300"]
    assert nearest("Wort", "") is None
    assert nearest("", "Wort") is None


@given(
    st.lists(st.sampled_from("abc,. "), max_size=60).map("".join),
    st.lists(st.sampled_from("abc,. "), max_size=200).map("".join),
)
def test_the_nearest_passage_is_a_piece_of_the_text(passage: str, text: str) -> None:
    found = nearest(passage, text)
    assert found is None or found in text


marks = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from("pqr")).map(
        lambda mark: Mark(mark[0], mark[0] + mark[1], mark[2], "people")
    ),
    max_size=12,
)


@given(st.text(min_size=0, max_size=40), marks)
def test_cut_text_is_whole_and_every_piece_knows_its_marks(text: str, found: list[Mark]) -> None:
    pieces = list(cut(text, 0, len(text), found))
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        for offset in range(piece.start, piece.start + len(piece.text)):
            covering = {mark.key for mark in found if mark.start <= offset < mark.end}
            assert set(piece.keys.split()) == covering


def test_the_way_back_from_the_source() -> None:
    offsets = OffsetMap(
        [
            Segment(0, 5, 10, 15, verbatim=True),
            Segment(5, 6, 15, 15, verbatim=False),
            Segment(6, 7, 20, 26, verbatim=False),
            Segment(7, 12, 26, 31, verbatim=True),
        ]
    )
    inverse = Inverse(offsets)
    for start in range(12):
        for end in range(start + 1, 13):
            source = offsets.to_source(start, end)
            if start != 5 and end != 6:  # inserted text has no source
                back = inverse.span(*source)
                assert back is not None
                assert offsets.to_source(*back) == source
    assert inverse.span(16, 19) is None
    assert inverse.point(16) == 6
    assert inverse.point(99) == 12


def test_masks_give_back_names() -> None:
    assert names(bits(["phones", "people"], FIELDS), FIELDS) == ("people", "phones")
    assert bit("something new", CAUSES) == bit("other", CAUSES)


def test_filters_take_what_they_know_and_nothing_else() -> None:
    query = {
        "state": "x",
        "field": "phones",
        "cause": "';--",
        "below": "7",
        "publisher": "P",
        "text": " a ",
        "order": "?",
    }
    wanted = Filter.from_query(query)
    assert wanted == Filter(field="phones", publisher="P", text="a")
    assert Filter.from_query({"below": "0.5", "state": "stale"}) == Filter(below=0.5, state="stale")
    assert Filter.from_query({"below": "nan"}).below is None
    assert wanted.query(after="x y") == "field=phones&publisher=P&text=a&after=x+y"
    assert wanted.without("field").field == ""


KEY = re.compile(
    r'\bt\("([a-z_.A-Z]+)"|\.text\(\s*"([a-z_.]+)"|CannotDecideError\("([a-z_.]+)"|message\(\d+, "([a-z_.]+)"'
)


def used() -> set[str]:
    sources = [*ROOT.glob("templates/*.html"), *ROOT.glob("*.py")]
    found = (match for source in sources for match in KEY.findall(source.read_text(encoding="utf-8")))
    return {next(filter(None, groups)) for groups in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_that_is_used_is_there(language: str) -> None:
    messages = catalogue(language).messages  # type: ignore[arg-type]  # one of two
    missing = {key for key in used() if key not in messages and not any(name.startswith(key) for name in messages)}
    assert missing == set()


def test_both_languages_say_the_same_things() -> None:
    german, english = (catalogue(language).messages for language in LANGUAGES)
    assert set(german) == set(english)
    for key, message in german.items():
        assert placeholders(message) == placeholders(english[key]), key
        assert ("|" in message) == ("|" in english[key]), key


def placeholders(message: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", message))


def test_numbers_and_plurals() -> None:
    german, english = catalogue("de"), catalogue("en")
    assert german("queue.count", 12345) == "12.345 Dokumente"
    assert english("queue.count", 12345) == "12,345 documents"
    assert english("queue.count", 1) == "1 document"
    assert (german.decimal(0.5), english.decimal(0.5)) == ("0,50", "0.50")
    assert english.name("field", "brand new") == "brand new"


def test_the_browser_says_which_language() -> None:
    assert preferred("de-AT,de;q=0.9,en;q=0.5", "en") == "de"
    assert preferred("fr, en-GB;q=0.7", "de") == "en"
    assert preferred("", "de") == "de"
    assert preferred(";;;,,," * 1000, "de") == "de"
