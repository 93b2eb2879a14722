"""Evidence is found again after edits elsewhere, and not found once its words are gone."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.decisions import Evidence, Quotes
from pipeline.decisions.evidence import CONTEXT, NEAR

TEXT = (
    "Für Fragen steht Claus Scheller vom Amt für Integration der Stadt Worms\n"
    "unter Telefon 06241 853-1060 zur Verfügung, teilte die Pressestelle am Dienstag mit.\n\n"
    "Das Amt hat seinen Sitz im Rathaus am Marktplatz."
)
NUMBER = "06241 853-1060"

words = st.text(alphabet="abcdefgh ÄÖß.,:/\n\t", max_size=60)


def evidence(text: str = TEXT, quote: str = NUMBER) -> Evidence:
    start = text.index(quote)
    return Evidence.at(text, start, start + len(quote))


def found(text: str, given: Evidence) -> list[str]:
    return [text[start:end] for start, end in Quotes(text).find(given)]


def test_context_is_forty_characters_with_white_space_collapsed() -> None:
    quoted = evidence()
    assert (len(quoted.before), len(quoted.after)) == (CONTEXT, CONTEXT)
    assert quoted.before.endswith(" Stadt Worms unter Telefon ")
    assert quoted.after.startswith(" zur Verfügung, ")


def test_white_space_at_the_edges_of_a_selection_is_context() -> None:
    start = TEXT.index(NUMBER)
    assert Evidence.at(TEXT, start - 1, start + len(NUMBER) + 1) == evidence()


def test_nothing_selected_is_no_evidence() -> None:
    with pytest.raises(ValueError, match="nothing is quoted"):
        Evidence.at("a  b", 1, 3)


def test_layout_does_not_count() -> None:
    laid_out = TEXT.replace(" ", "\n   ").replace("\n\n", "\n")
    assert [text.split() for text in found(laid_out, evidence())] == [NUMBER.split()]


def test_evidence_that_others_wrote_may_have_any_white_space() -> None:
    assert found(TEXT, Evidence("06241\n 853-1060", "unter\u00a0Telefon  ", "\tzur ")) == [NUMBER]


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        ("Für Fragen steht", "Bei Fragen steht Ihnen", True),  # beyond the context
        ("der Stadt Worms", "der Stadt Speyer", True),  # within it, but not next to the quote
        ("unter Telefon", "unter Fax", False),
        (" zur Verfügung", " (nur vormittags) zur Verfügung", False),
        (NUMBER, "06241 853-1061", False),
        ("06241 853-1060", "06241 853-10600", False),
        (f"Telefon {NUMBER}", "Telefon", False),
    ],
)
def test_the_words_next_to_a_quote_must_stay(old: str, new: str, *, stands: bool) -> None:
    assert found(TEXT.replace(old, new), evidence()) == ([NUMBER] if stands else [])


def test_half_of_the_context_must_stay() -> None:
    start = TEXT.index(NUMBER)
    end = start + len(NUMBER)
    bare = "x" * 80 + TEXT[start - NEAR : end + NEAR] + "x" * 80
    assert found(bare, evidence()) == []


def test_a_quote_that_occurs_twice_is_told_apart_by_its_context() -> None:
    second = "\nIm Rathaus ist Erika Muster zu sprechen, ebenfalls unter Telefon 06241 853-1060 und ohne Termin."
    assert [start for start, _ in Quotes(TEXT + second).find(evidence())] == [TEXT.index(NUMBER)]
    assert [start for start, _ in Quotes(second + TEXT).find(evidence())] == [(second + TEXT).rindex(NUMBER)]


def test_two_places_that_are_equally_changed_cannot_be_told_apart() -> None:
    changed = TEXT.replace("der Stadt Worms", "der Stadt Speyer")
    assert len(found(changed + "\n" + changed, evidence())) == 0


def test_the_same_words_in_the_same_context_are_all_meant() -> None:
    assert found(TEXT + "\n" + TEXT, evidence()) == [NUMBER, NUMBER]


@pytest.mark.parametrize("text", ["06241 853", "Tel. 06241 853"])
def test_a_quote_at_the_edge_of_the_text_is_no_part_of_a_longer_word(text: str) -> None:
    at_edge = evidence(text, "06241 853")
    assert found(text + "0", at_edge) == []
    assert found(text + ".", at_edge) == ["06241 853"]


@given(before=words, after=words)
def test_evidence_survives_every_edit_outside_its_context(before: str, after: str) -> None:
    quoted = evidence()
    kept = quoted.before + quoted.quote + quoted.after
    edited = f"{before}{kept}{after}"
    assert NUMBER in found(edited, quoted)


@given(at=st.integers(0, len(NUMBER) - 1), new=st.sampled_from("0123456789 -/x"))
def test_evidence_is_gone_after_every_edit_inside_the_quote(at: int, new: str) -> None:
    changed = NUMBER[:at] + new + NUMBER[at + 1 :]
    assume(changed != NUMBER)
    assert found(TEXT.replace(NUMBER, changed), evidence()) == []


@given(st.text(alphabet="ab \n\t\u00a0", min_size=1, max_size=200), st.data())
def test_every_piece_of_every_text_is_found_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    places = Quotes(text).find(Evidence.at(text, start, end))
    piece = text[start:end]
    exact = (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
    assert exact in places


@pytest.mark.parametrize("seed", ["a", " ", "\n", "1 ", "aa ", "\u00a0"])
def test_hostile_text_costs_linear_time(seed: str) -> None:
    text = (seed * 100_000)[:100_000] + "b"
    quoted = Evidence.at(text, 99_990, 100_001)
    started = time.process_time()
    Quotes(text).find(quoted)
    Quotes(text).find(Evidence("a"))
    assert time.process_time() - started < 2
