"""Changes are found by identity, whatever stands where."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline.decisions import Action, Field
from pipeline.diff import DocumentChange, FieldChange, compare
from pipeline.errors import UsageError
from tests.overrides.desk import CLAUS, PAGE, Desk

Fields = dict[str, Any]


def record(edit: Callable[[Fields], object] = lambda _: None, text: str = PAGE) -> str:
    fields = json.loads(Desk(text).trace().record.to_json())
    edit(fields)
    return json.dumps(fields, ensure_ascii=False)


def changes(old: str, new: str) -> list[FieldChange]:
    return [change for document in compare([old], [new]) for change in document.changes]


def kinds(old: str, new: str) -> set[tuple[str, str]]:
    return {(change.field, change.op) for change in changes(old, new)}


@pytest.fixture(scope="module")
def old() -> str:
    return record()


def test_equal_records_have_no_changes(old: str) -> None:
    assert list(compare([old], [old])) == []


def test_offsets_scores_and_reasons_are_no_changes(old: str) -> None:
    def shift(fields: Fields) -> None:
        fields["people"][0] |= {"score": 0.1, "reasons": ["other"]}
        fields["phones"][0] |= {"start": 1, "end": 2}

    assert list(compare([old], [record(shift)])) == []


def test_somebody_who_moved_in_the_text_is_no_removal_and_addition(old: str) -> None:
    claus, erika = PAGE.index("Claus Scheller, Amt"), PAGE.index("Erika Muster, Stell")
    end = PAGE.index("Mehr unter")
    moved = PAGE[:claus] + PAGE[erika:end] + PAGE[claus:erika] + PAGE[end:]
    assert kinds(old, record(text=moved)) <= {("text", "changed"), ("title", "changed")}


@pytest.mark.parametrize("printed", ["(06241) 853 - 1060", "06241/853-1060"])
def test_a_phone_that_is_only_printed_differently_is_one_unimportant_change(old: str, printed: str) -> None:
    new = record(text=PAGE.replace("06241 853-1060", printed))
    (change,) = [change for change in changes(old, new) if change.field == "phones"]
    assert (change.op, change.identity) == ("changed", CLAUS)
    assert change.importance < 0.3


def test_a_phone_that_is_a_fax_now_is_one_important_change(old: str) -> None:
    new = record(lambda fields: fields["phones"][0].update(kind="fax"))
    (change,) = changes(old, new)
    assert (change.field, change.op, change.identity) == ("phones", "changed", CLAUS)
    assert isinstance(change.old, dict)
    assert isinstance(change.new, dict)
    assert (change.old["kind"], change.new["kind"]) == ("phone", "fax")
    assert change.importance > 0.7


def test_the_same_words_read_as_another_number_are_one_change(old: str) -> None:
    def other(fields: Fields) -> None:
        fields["phones"][0]["value"] = "+496241853"
        fields["people"][0]["phones"] = ["+496241853"]

    (change,) = changes(old, record(other))
    assert (change.field, change.op, change.identity) == ("phones", "changed", CLAUS)


def test_another_number_is_removal_and_addition(old: str) -> None:
    new = record(text=PAGE.replace("06241 853-1060", "0621 293-0"))
    assert {("phones", "removed"), ("phones", "added")} <= kinds(old, new)


def test_a_person_who_is_called_differently_takes_the_links_along(old: str) -> None:
    def rename(fields: Fields) -> None:
        fields["people"][0] |= {"name": "Claus-Peter Scheller", "given": "Claus-Peter"}

    (change,) = changes(old, record(rename))
    assert (change.field, change.op, change.identity) == ("people", "changed", "Claus Scheller")


def test_who_succeeds_at_the_same_phone_is_somebody_else(old: str) -> None:
    def succeed(fields: Fields) -> None:
        fields["people"][0] |= {"name": "Veronik Amsel", "given": "Veronik", "family": "Amsel", "mentions": []}

    assert {("people", "removed"), ("people", "added")} <= kinds(old, record(succeed))


def test_siblings_are_not_taken_for_each_other() -> None:
    def called(name: str) -> Callable[[Fields], object]:
        given, family = name.split()
        return lambda fields: fields["people"][0].update(
            name=name, given=given, family=family, mentions=[], phones=[], emails=[]
        )

    assert {("people", "removed"), ("people", "added")} <= kinds(
        record(called("Petra Lang")), record(called("Uwe Lang"))
    )


def test_successions_and_the_way_a_role_is_held_are_compared(old: str) -> None:
    def succeed(fields: Fields) -> None:
        span = {"text": "und", "start": 1, "end": 4, "score": 0.9}
        fields["successions"] = [{"successor": "p1", "predecessor": "p2", "date": None} | span]
        fields["people"][0]["roles"][0]["status"] = ["acting"]

    new = record(succeed)
    assert kinds(old, new) == {("successions", "added"), ("roles", "changed")}

    def rename(fields: Fields) -> None:
        succeed(fields)
        fields["people"][0] |= {"name": "Claus-Peter Scheller", "given": "Claus-Peter"}

    assert kinds(new, record(rename)) == {("people", "changed")}


def test_owners_are_part_of_a_phone(old: str) -> None:
    desk = Desk()
    desk.decide(Action.REASSIGN, Field.PHONES, CLAUS, {"person": "Erika Muster"}, ("06241 853-1060",))
    (document,) = compare([old], [desk.trace().record.to_json()])
    (change,) = document.changes
    assert (change.field, change.op) == ("phones", "changed")
    assert isinstance(change.old, dict)
    assert isinstance(change.new, dict)
    assert (change.old["holders"], change.new["holders"]) == (["Claus Scheller"], ["Erika Muster"])
    assert document.cause == ("decision",)


def test_a_value_that_stands_twice_is_one_item(old: str) -> None:
    twice = PAGE + "\nZentrale: Telefon 06241 853-1060\n"
    assert ("phones", "removed") not in kinds(record(text=twice), old)


def test_the_most_important_and_doubtful_changes_come_first(old: str) -> None:
    new = record(text="03.02.2021 / Personelles\n\nErika Muster leitet das Amt für Integration der Stadt Worms.\n")
    found = changes(old, new)
    assert found[0].field == "people"
    assert [change.rank for change in found] == sorted(change.rank for change in found)


@pytest.mark.parametrize(
    ("edit", "causes"),
    [
        (lambda fields: fields["source"].update(sha256="0" * 64), ("source",)),
        (lambda fields: fields["provenance"].update(pipeline="9"), ("pipeline",)),
        (lambda fields: fields["provenance"]["model"].update(version="9"), ("model",)),
        (lambda fields: fields["provenance"].update(settings_sha256="9"), ("settings",)),
        (lambda fields: fields["provenance"].update(overrides=["9"]), ("decision",)),
        (lambda _: None, ("pipeline",)),
    ],
)
def test_the_provenance_tells_the_cause(old: str, edit: Callable[[Fields], object], causes: tuple[str, ...]) -> None:
    def both(fields: Fields) -> None:
        edit(fields)
        fields["language"] = "en"

    (document,) = compare([old], [record(both)])
    assert document.cause == causes


def test_noted_causes_go_before_the_provenance(old: str) -> None:
    new = record(lambda fields: fields.update(language="en"))
    noted = [("a", ("model",)), ("d1", ("lexicon",)), ("d1", ("settings", "lexicon")), ("z", ("source",))]
    (document,) = compare([old], [new], noted)
    assert document.cause == ("lexicon", "settings")


def named(name: str) -> str:
    return record(lambda fields: fields.update(id=name))


def test_documents_come_and_go() -> None:
    old, new = [named("a"), named("b"), named("d")], [named("b"), named("c"), named("d")]
    found = list(compare(old, new))
    assert [(change.id, change.op) for change in found] == [("a", "DEL"), ("c", "ADD")]
    assert {change.op for change in found[0].changes} == {"removed"}
    assert {change.op for change in found[1].changes} == {"added"}
    assert found[1].title == json.loads(new[1])["title"]


def test_streams_are_read_line_by_line(old: str) -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield old.replace('"id":"d1"', f'"id":"{number:06}"').replace('"id": "d1"', f'"id": "{number:06}"')

    next(compare(lines(), []))
    assert len(taken) <= 2


def test_unsorted_lines_and_other_files_are_refused(old: str) -> None:
    with pytest.raises(UsageError, match="not sorted"):
        list(compare([named("b"), named("a")], []))
    with pytest.raises(UsageError, match="press-record/1"):
        list(compare([old], [record(lambda fields: fields.pop("people"))]))


def test_a_change_is_json(old: str) -> None:
    (document,) = compare([old], [record(lambda fields: fields["people"].pop(1))])
    fields = json.loads(document.to_json())
    assert fields["op"] == "MOD"
    assert {change["field"] for change in fields["changes"]} >= {"people"}
    assert isinstance(document, DocumentChange)
