"""Decisions survive every edit that leaves their evidence in place, and are stale after every edit that removes it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decisions import Action, Field
from pipeline.decisions.evidence import CONTEXT
from tests.overrides.desk import CLAUS, PAGE, Desk

NUMBER = "06241 853-1060"
OTHER = "+4962418531069"


@dataclass(frozen=True)
class Case:
    """One kind of decision; ``seen`` tells whether the record shows it."""

    action: Action
    about: Field
    value: Any
    correction: Any
    quote: str
    seen: Callable[[Any], bool]


def people(record: Any) -> list[str]:
    return [person.name for person in record.people]


def unowned(record: Any) -> list[str]:
    return [phone.value for phone in record.phones if phone.owner is None]


CASES = [
    Case(Action.ACCEPT, Field.PHONES, CLAUS, None, NUMBER, lambda r: CLAUS in [p.value for p in r.phones]),
    Case(Action.REJECT, Field.PHONES, CLAUS, None, NUMBER, lambda r: CLAUS not in [p.value for p in r.phones]),
    Case(
        Action.CORRECT, Field.PHONES, CLAUS, {"value": "+496241853999"}, NUMBER,
        lambda r: "+496241853999" in [p.value for p in r.phones],
    ),
    Case(Action.REASSIGN, Field.PHONES, CLAUS, None, NUMBER, lambda r: CLAUS in unowned(r)),
    Case(
        Action.CORRECT, Field.PEOPLE, "Claus Scheller", {"name": "Claus Scheler", "family": "Scheler"},
        "Claus Scheller, Amtsleiter", lambda r: "Claus Scheler" in people(r),
    ),
    Case(
        Action.REJECT, Field.PEOPLE, "Claus Scheller", None,
        "Claus Scheller, Amtsleiter", lambda r: "Claus Scheller" not in people(r),
    ),
    Case(
        Action.ADD, Field.ORGANISATIONS, "Amtsleiter", {"name": "Amtsleiter"}, "Amtsleiter",
        lambda r: "Amtsleiter" in [body.name for body in r.organisations],
    ),
    Case(
        Action.SPLIT, Field.PEOPLE, "Claus Scheller", {"name": "Claus Zwo", "family": "Zwo"},
        "Claus Scheller, Amtsleiter", lambda r: "Claus Zwo" in people(r),
    ),
    Case(
        Action.MERGE, Field.PEOPLE, "Claus Scheller", ["Erika Muster"],
        "Claus Scheller, Amtsleiter", lambda r: len(r.people) == 1,
    ),
]  # fmt: skip
IDS = [f"{case.action}-{case.about}" for case in CASES]

sentences = st.lists(
    st.sampled_from([
        "Der Umbau der Turnhalle dauert noch bis in den Herbst hinein.",
        "Bei Regen findet das Fest im Saal statt.",
        "Die Bibliothek bleibt während der Ferien geschlossen und öffnet danach mit neuem Bestand.",
        "Telefon 06351 40-22.",
    ]),
    max_size=5,
).map(" ".join)  # fmt: skip
few = settings(max_examples=10, deadline=None)


@cache
def _decided(number: int) -> Desk:
    case, desk = CASES[number], Desk()
    desk.decide(case.action, case.about, case.value, case.correction, (case.quote,))
    assert case.seen(desk.trace().record)
    return desk


def decided(case: Case) -> Desk:
    return _decided(CASES.index(case))


@pytest.mark.parametrize("case", CASES, ids=IDS)
@few
@given(first=sentences, last=sentences)
def test_edits_elsewhere_leave_a_decision_in_force(case: Case, first: str, last: str) -> None:
    desk = decided(case)
    head, tail = "leitet seit heute das Amt", "Mehr unter"
    page = PAGE.replace(head, f"leitet künftig das Amt. {first} Er leitet das Amt")
    edited = desk.edited(page.replace(tail, f"{last}\n{tail}"))
    record = edited.trace().record
    assert record.provenance.overrides == [desk.decisions[0].id]
    assert edited.stale() == []
    assert case.seen(record)


@pytest.mark.parametrize("case", CASES, ids=IDS)
@few
@given(data=st.data())
def test_edits_of_the_quoted_words_make_a_decision_stale(case: Case, data: st.DataObject) -> None:
    desk = decided(case)
    at = data.draw(st.integers(0, len(case.quote) - 1), label="position")
    new = data.draw(st.sampled_from(["", "x", "1", "-", "zz"]).filter(lambda new: new != case.quote[at]), label="edit")
    start = PAGE.index(case.quote)
    edited = desk.edited(PAGE[: start + at] + new + PAGE[start + at + 1 :])
    record = edited.trace().record
    assert record.provenance.overrides == []
    (message,) = edited.stale()
    assert desk.decisions[0].id in message
    assert "evidence is gone" in message


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_removing_the_words_with_their_context_makes_a_decision_stale(case: Case) -> None:
    desk = decided(case)
    start = PAGE.index(case.quote)
    edited = desk.edited(PAGE[: start - CONTEXT] + PAGE[start + len(case.quote) + CONTEXT :])
    assert edited.applied() == []
    assert len(edited.stale()) == 1


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_stale_decision_changes_nothing_else(case: Case) -> None:
    edited = decided(case).edited(PAGE.replace(case.quote, "gestrichen"))
    before, after = edited.trace(decided=False).record, edited.trace().record
    assert after.model_copy(update={"issues": before.issues}) == before


@pytest.mark.parametrize(
    ("action", "about", "value", "correction", "quote", "reason"),
    [
        (Action.ACCEPT, Field.PHONES, OTHER, None, NUMBER, f'now read as "{CLAUS}"'),
        (Action.CORRECT, Field.PHONES, OTHER, {"value": "+4962418531068"}, NUMBER, "now read as"),
        (Action.ACCEPT, Field.PEOPLE, "Klaus Scheller", None, "Claus Scheller", 'now read as "Claus Scheller"'),
        (Action.ACCEPT, Field.PHONES, CLAUS, None, "Marktplatz", "no longer found"),
        (Action.REASSIGN, Field.PHONES, CLAUS, {"person": "Max Muster"}, NUMBER, "'Max Muster' is no longer found"),
        (Action.MERGE, Field.PEOPLE, "Max Muster", ["Erika Muster"], "Erika Muster", "now read as"),
        (Action.ACCEPT, Field.DOCUMENT, "0" * 64, None, None, "the document has changed since"),
    ],
)  # fmt: skip
def test_evidence_that_stands_but_is_read_differently_makes_a_decision_stale(
    action: Action, about: Field, value: Any, correction: Any, quote: str | None, reason: str
) -> None:
    desk = Desk()
    desk.decide(action, about, value, correction, () if quote is None else (quote,))
    assert desk.applied() == []
    assert [message for message in desk.stale() if reason in message]


def test_a_correction_that_the_pipeline_makes_itself_by_now_still_holds() -> None:
    desk = Desk()
    desk.decide(Action.CORRECT, Field.PHONES, OTHER, {"value": CLAUS, "extension": "1060"}, (NUMBER,))
    assert (len(desk.applied()), desk.stale()) == (1, [])


def test_a_correction_whose_item_the_pipeline_no_longer_finds_is_made_from_its_words() -> None:
    desk = Desk()
    details = {"name": "Amt für Integration"}
    desk.decide(Action.CORRECT, Field.ORGANISATIONS, "Amt Integration", details, ("Amt für Integration",))
    assert "Amt für Integration" in [body.name for body in desk.trace().record.organisations]


def test_words_torn_apart_by_cleaning_cost_the_decision_and_not_the_document() -> None:
    desk = Desk(PAGE.replace("Amtsleiter\nStadt", "Amtsleiter\nWir verwenden Cookies. Alle akzeptieren\nStadt"))
    text = desk.trace(decided=False).document.text
    if "Cookies" in text:
        pytest.fail("the page must lose a block between the quoted words")
    details = {"name": "Amtsleiter Stadt Worms"}
    desk.decide(Action.ADD, Field.ORGANISATIONS, details["name"], details, (text[text.index("Amtsleiter\n") :][:22],))
    assert desk.applied() == []
    assert "both sides of something that cleaning removed" in desk.stale()[0]


def test_one_standing_quote_of_several_is_enough() -> None:
    desk = Desk()
    desk.decide(Action.REJECT, Field.PHONES, CLAUS, quotes=("Marktplatz 2, 67547 Worms", NUMBER))
    edited = desk.edited(PAGE.replace("Marktplatz 2", "Obermarkt 10"))
    assert len(edited.applied()) == 1
    assert [phone.value for phone in edited.trace().record.phones] != [CLAUS]
