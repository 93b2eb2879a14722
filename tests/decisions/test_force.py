"""Which decisions stand: undo, overruling, conflicts, fingerprints."""

from pathlib import Path

import pytest

from pipeline.decisions import (
    EVERY_DOCUMENT,
    Action,
    Decision,
    Decisions,
    Evidence,
    Field,
    checked,
    conflicts,
    in_force,
)
from pipeline.errors import DecisionError

HERE = (Evidence("06241 853", "Telefon ", " zur"),)
THERE = (Evidence("06241 853", "Zentrale ", ""),)


def entry(
    number: int, action: Action, field: Field = Field.PHONES, value: object = "+496241853", **more: object
) -> Decision:
    decision = Decision("d1", action, field, value, author="Erika", **more)  # type: ignore[arg-type]  # of test data
    return decision.stamped(f"2026-01-01T00:00:{number:02}.000000+00:00")


def undo(number: int, undone: Decision) -> Decision:
    return entry(number, Action.UNDO, undoes=undone.id)


def test_a_later_decision_on_the_same_item_stands() -> None:
    first = entry(1, Action.REJECT, evidence=HERE)
    second = entry(2, Action.ACCEPT, evidence=HERE)
    assert in_force([second, first]) == (second,)


def test_one_number_at_two_places_is_two_matters() -> None:
    decisions = (entry(1, Action.REJECT, evidence=HERE), entry(2, Action.ACCEPT, evidence=THERE))
    assert in_force(decisions) == decisions


def test_a_person_is_one_matter_whatever_is_quoted() -> None:
    first = entry(1, Action.REJECT, Field.PEOPLE, "Claus Scheller", evidence=HERE)
    second = entry(2, Action.ACCEPT, Field.PEOPLE, "Claus Scheller", evidence=THERE)
    assert in_force([first, second]) == (second,)


def test_owner_and_item_are_separate_matters() -> None:
    decisions = (
        entry(1, Action.ACCEPT, evidence=HERE),
        entry(2, Action.REASSIGN, correction={"person": "Max"}, evidence=HERE),
    )
    assert in_force(decisions) == decisions


def test_undo_brings_back_what_was_overruled_and_can_be_undone_itself() -> None:
    first, second = entry(1, Action.REJECT, evidence=HERE), entry(2, Action.ACCEPT, evidence=HERE)
    third = undo(3, second)
    assert in_force([first, second, third]) == (first,)
    assert in_force([first, second, third, undo(4, third)]) == (second,)


def test_conflicts_are_between_authors_who_differ() -> None:
    mine, again = entry(1, Action.REJECT, evidence=HERE), entry(2, Action.ACCEPT, evidence=HERE)
    other = Decision("d1", Action.REJECT, Field.PHONES, "+496241853", evidence=HERE, author="Max")
    other = other.stamped("2026-01-01T00:00:03.000000+00:00")
    (conflict,) = conflicts([mine, again, other])
    assert (conflict.standing, conflict.overruled) == (other, again)
    assert conflicts([mine, again]) == ()
    assert conflicts([mine, other]) == (), "both say the same"
    assert conflicts([mine, again, other, undo(4, other)]) == ()


def test_the_fingerprint_of_a_document_changes_with_its_decisions_alone() -> None:
    one = entry(1, Action.REJECT)
    decisions = Decisions.of_entries([one])
    assert decisions.sha256("d2") == Decisions().sha256("d2") != decisions.sha256("d1")
    assert Decisions.of_entries([one, undo(2, one)]).sha256("d1") == Decisions().sha256("d1")


def test_a_suppression_everywhere_concerns_every_document() -> None:
    everywhere = Decision(EVERY_DOCUMENT, Action.SUPPRESS, Field.PEOPLE, "Claus Scheller", author="Erika").stamped("t")
    decisions = Decisions.of_entries([everywhere])
    assert decisions.of("d1") == decisions.only("d1").of("d1") == (everywhere,)
    assert not decisions.suppresses("d1")


def test_a_suppressed_document_is_known_as_such() -> None:
    decisions = Decisions.of_entries([entry(1, Action.SUPPRESS, Field.DOCUMENT, None)])
    assert decisions.suppresses("d1")
    assert not decisions.suppresses("d2")


def test_json_gives_back_the_decision() -> None:
    decision = entry(1, Action.CORRECT, correction={"value": "+496241854"}, evidence=HERE, note="ü\n")
    assert Decision.from_json(decision.to_json()) == decision
    assert "\n" not in decision.to_json()


def test_the_example_of_the_documentation_is_a_decision() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "decisions.md").read_text(encoding="utf-8")
    line = page.partition("```json\n")[2].partition("\n```")[0]
    decision = Decision.from_json(line)
    assert checked(decision) == decision
    assert decision.stamped(decision.time).to_json() == line


@pytest.mark.parametrize(
    "line", ["", "{}", '{"document": "d1", "action": "praise", "field": "phones"}', "[" * 10_000, '{"id": 1}']
)
def test_what_is_no_decision_is_refused(line: str) -> None:
    with pytest.raises(DecisionError, match="not a decision"):
        Decision.from_json(line)


@pytest.mark.parametrize(
    ("action", "field", "value", "correction", "message"),
    [
        (Action.UNDO, Field.PHONES, "+496241853", None, "take it back with undo"),
        (Action.MERGE, Field.PHONES, "+496241853", ["+49"], "cannot be decided by merge"),
        (Action.REJECT, Field.PHONES, "06241 853", None, "value: "),
        (Action.CORRECT, Field.PHONES, "+496241853", None, "correction: "),
        (Action.CORRECT, Field.PHONES, "+496241853", {"value": "06241"}, r"correction\.value: "),
        (Action.CORRECT, Field.PHONES, "+496241853", {"value": "+496241854", "colour": "red"}, r"correction\.colour"),
        (Action.CORRECT, Field.URLS, "https://a.de", {"value": "javascript:alert(1)"}, r"correction\.value"),
        (Action.CORRECT, Field.DATES, "2021-02-02", {"value": "2.2.2021"}, r"correction\.value"),
        (Action.CORRECT, Field.PEOPLE, "Max Muster", {"name": "Max Muster"}, r"correction\.family"),
        (Action.REASSIGN, Field.EMAILS, "a@b.de", {"owner": "Max"}, "correction"),
        (Action.REJECT, Field.PHONES, "+496241853", {"value": "+496241853"}, "correction: "),
        (Action.MERGE, Field.PEOPLE, "Max Muster", [], "correction: "),
        (Action.ADD, Field.PHONES, "+496241853", {"value": "+496241853"}, "needs the words"),
        (Action.ACCEPT, Field.ADDRESSES, "Weg 1", None, "value: "),
    ],
)
def test_a_decision_of_the_wrong_shape_is_refused(
    action: Action, field: Field, value: object, correction: object, message: str
) -> None:
    decision = Decision("d1", action, field, value, correction, author="Erika")  # type: ignore[arg-type]  # of test data
    with pytest.raises(DecisionError, match=message):
        checked(decision)


def test_corrections_are_completed() -> None:
    decision = Decision("d1", Action.CORRECT, Field.PHONES, "+496241853", {"value": "+496241854"}, author="Erika")
    assert checked(decision).correction == {"value": "+496241854", "kind": "phone", "extension": None}


def test_only_people_are_suppressed_everywhere() -> None:
    with pytest.raises(DecisionError, match="every document"):
        checked(Decision(EVERY_DOCUMENT, Action.REJECT, Field.PEOPLE, "Max", author="Erika"))
