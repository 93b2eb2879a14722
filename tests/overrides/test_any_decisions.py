"""Whatever reviewers decide, in whatever order: the record is valid, and every decision is accounted for."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decisions import Action, Decision, Decisions, Field
from pipeline.flow import trace
from pipeline.overrides import apply_decisions
from pipeline.overrides.draft import Draft
from pipeline.overrides.freeze import frozen
from pipeline.settings import Settings
from tests.fakes import PatternModel
from tests.overrides.desk import CLAUS, ERIKA, PAGE, Desk, raw

NUMBER = "06241 853-1060"
LINK = {"person": "Claus Scheller", "organisation": "Stadt Worms"}
ROLE = {"person": "Claus Scheller", "role": "Amtsleiter"}
KLAUS = {"name": "Klaus Scheller", "family": "Scheller"}
ERIKA_NOW = {"name": "Erika Muster", "family": "Muster"}
POOL: list[tuple[Action, Field, Any, Any, tuple[str, ...]]] = [
    (Action.ACCEPT, Field.PEOPLE, "Claus Scheller", None, ("Claus Scheller",)),
    (Action.REJECT, Field.PEOPLE, "Claus Scheller", None, ()),
    (Action.REJECT, Field.PEOPLE, "Erika Muster", None, ("Erika Muster",)),
    (Action.CORRECT, Field.PEOPLE, "Claus Scheller", KLAUS, ("Claus Scheller",)),
    (Action.CORRECT, Field.PEOPLE, "Claus Scheller", ERIKA_NOW, ("Claus Scheller",)),
    (Action.ADD, Field.PEOPLE, "Klaus Scheller", KLAUS, ("Amt für",)),
    (Action.MERGE, Field.PEOPLE, "Claus Scheller", ["Erika Muster"], ("Claus Scheller",)),
    (Action.MERGE, Field.PEOPLE, "Erika Muster", ["Claus Scheller", "Erika Muster", "Nobody"], ("Erika Muster",)),
    (Action.SPLIT, Field.PEOPLE, "Claus Scheller", KLAUS, ("Claus Scheller, Amts",)),
    (Action.SPLIT, Field.PEOPLE, "Claus Scheller", ERIKA_NOW, ("Claus Scheller leitet", "Claus Scheller, Amts")),
    (Action.SUPPRESS, Field.PEOPLE, "Claus Scheller", None, ()),
    (Action.SUPPRESS, Field.PEOPLE, "Klaus Scheller", None, ()),
    (Action.REJECT, Field.ORGANISATIONS, "Stadt Worms", None, ("Stadt Worms",)),
    (Action.MERGE, Field.ORGANISATIONS, "Stadt Worms", ["Amt"], ("Stadt Worms",)),
    (Action.ADD, Field.ORGANISATIONS, "Amt", {"name": "Amt"}, ("Amt für",)),
    (Action.SPLIT, Field.ORGANISATIONS, "Stadt Worms", {"name": "Amt"}, ("Stadt Worms und",)),
    (Action.REJECT, Field.PHONES, CLAUS, None, (NUMBER,)),
    (Action.ADD, Field.PHONES, ERIKA, {"value": ERIKA, "kind": "fax"}, (NUMBER,)),
    (Action.CORRECT, Field.PHONES, CLAUS, {"value": ERIKA, "kind": "fax"}, (NUMBER,)),
    (Action.CORRECT, Field.PHONES, ERIKA, {"value": CLAUS, "kind": "mobile"}, ()),
    (Action.REASSIGN, Field.PHONES, CLAUS, {"person": "Erika Muster"}, (NUMBER,)),
    (Action.REASSIGN, Field.PHONES, CLAUS, {"organisation": "Amt"}, ()),
    (Action.REASSIGN, Field.EMAILS, "claus.scheller@worms.example", None, ()),
    (Action.ADD, Field.ADDRESSES, {"street": "Amt", "house_number": None, "postcode": None, "town": None},
     {"street": "Amt", "house_number": None, "postcode": None, "town": None}, ("Amt für",)),
    (Action.REJECT, Field.AFFILIATIONS, LINK, None, ()),
    (Action.ADD, Field.AFFILIATIONS, LINK, LINK, ("Stadt Worms",)),
    (Action.REASSIGN, Field.ROLES, ROLE, {"person": "Erika Muster"}, ()),
    (Action.ADD, Field.ROLES, ROLE, ROLE, ("Marktplatz",)),
    (Action.CORRECT, Field.PUBLISHED, "2021-02-02", {"value": None}, ()),
    (Action.CORRECT, Field.DATES, "2021-02-02", {"value": None}, ("heute",)),
    (Action.ADD, Field.URLS, "https://a.example", {"value": "https://a.example"}, ("Telefon 06241 853-1060\nE-Mail",)),
    (Action.ACCEPT, Field.DOCUMENT, None, None, ()),
]  # fmt: skip


@pytest.fixture(scope="module")
def pool() -> list[Decision]:
    desk = Desk()
    for action, about, value, correction, quotes in POOL:
        desk.decide(action, about, value, correction, quotes)
    return desk.decisions


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_sequence_of_decisions_gives_a_valid_record(pool: list[Decision], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(len(pool))), max_size=7))
    entries = [pool[at].stamped(f"2026-01-01T00:00:{order:02}.000000+00:00") for order, at in enumerate(chosen)]
    decisions = Decisions.of_entries(entries)
    made = trace(raw(PAGE), PatternModel(), Settings(), decisions)
    standing = {decision.id for decision in decisions.of("d1")}
    held = set(made.record.provenance.overrides)
    stale = {
        found for issue in made.issues if issue.code == "decision-stale" for found in standing if found in issue.message
    }
    assert held.isdisjoint(stale)
    overruled = standing - held - stale
    assert all(decision.field not in {"people", "organisations"} for decision in entries if decision.id in overruled)
    ids = {entity.id for entity in (*made.record.people, *made.record.organisations)}
    items = (*made.record.phones, *made.record.emails, *made.record.urls, *made.record.addresses)
    assert {item.owner for item in items} <= {None, *ids}
    values = {phone.value for phone in made.record.phones}
    assert all(set(person.phones) <= values for person in made.record.people)


def pages() -> list[Path]:
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    return sorted(corpus.glob("*.txt"))[::4]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_document_that_nothing_is_decided_about_is_left_as_it_is(page: Path) -> None:
    made = trace(raw(page.read_text(encoding="utf-8")), PatternModel(), Settings(), Decisions())
    assert frozen(Draft.of(made.linked), ()) == made.linked
    other = Decision("d2", Action.REJECT, Field.PHONES, CLAUS, author="Erika").stamped("t")
    decided, issues = apply_decisions(made.document, made.linked, Decisions.of_entries([other]))
    assert decided is made.linked
    assert issues == ()
