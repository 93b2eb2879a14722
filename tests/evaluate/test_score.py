"""Scoring: small cases by hand, and agreement with the reference tool on gold with chosen faults."""

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.evaluate import GoldDocument, Tally, evaluate_records, gold_documents
from pipeline.evaluate.facts import fold, fold_address, is_bare_office
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.score import bag, score
from pipeline.store import write_lines
from tests.evaluate.oracle_records import OracleRecord

GOLD = """# published: 2021-02-02
# kind: test
---
~nav Startseite | Kontakt
[Oberbürgermeister](ROLE) [Claus Muster](PER) von der [Stadt Worms](ORG) und
[Musters](PER Claus Muster) [Jugendamt](ORG)
Telefon [06241 8531](PHONE +4962418531 phone), [Mainzer Str. 1, 67547 Worms](ADDR Mainzer Straße|1|67547|Worms)
Am [2. März](DATE 2021-03-02) in [Worms](LOC) und [Mainz](LOC)
===
people:
  - name: Claus Muster
    roles: [Oberbürgermeister]
    orgs: [Stadt Worms]
    phones: ["+4962418531"]
"""


@pytest.fixture
def gold(tmp_path: Path) -> GoldDocument:
    (tmp_path / "a.gold.txt").write_text(GOLD, encoding="utf-8")
    return read_gold(tmp_path / "a.gold.txt")


def changed(gold: GoldDocument, **fields: Any) -> dict[str, Tally]:
    record = OracleRecord(gold).build().model_copy(update=fields)
    return score(record, gold)


def test_the_record_that_gold_asks_for_has_no_errors(gold: GoldDocument) -> None:
    tallies = changed(gold)
    assert {name: tally for name, tally in tallies.items() if tally.errors} == {}
    assert tallies["people"].tp == tallies["person-role"].tp == tallies["person-phone"].tp == 1
    assert tallies["content kept"].tp == 4
    assert tallies["junk removed"].tp == 1


def test_a_bare_office_is_neither_hit_nor_miss(gold: GoldDocument) -> None:
    assert changed(gold)["organisations"] == Tally(1, 0, 0)
    assert is_bare_office({"jugendamt", "stadtrat"})
    assert not is_bare_office({"jugendamt worms"})


def test_a_town_in_an_address_is_neither_hit_nor_miss(gold: GoldDocument) -> None:
    assert changed(gold)["places"] == Tally(1, 0, 0)
    assert changed(gold, places=[])["places"] == Tally(0, 0, 1)


def test_an_address_without_postcode_is_wrong_where_gold_has_one(gold: GoldDocument) -> None:
    address = OracleRecord(gold).build().addresses[0]
    assert changed(gold, addresses=[address.model_copy(update={"postcode": None})])["addresses"] == Tally(0, 1, 1)
    short = address.model_copy(update={"street": "Mainzer Str."})
    assert changed(gold, addresses=[short])["addresses"] == Tally(1, 0, 0)


def test_a_pair_of_a_wrong_person_is_wrong_and_missed(gold: GoldDocument) -> None:
    person = OracleRecord(gold).build().people[0].model_copy(update={"name": "Claus Meister"})
    tallies = changed(gold, people=[person])
    assert tallies["people"] == tallies["person-role"] == tallies["person-organisation"] == Tally(0, 1, 1)


def test_junk_and_content_are_looked_for_in_the_text(gold: GoldDocument) -> None:
    tallies = changed(gold, text=gold.text.split("\n")[0])
    assert (tallies["content kept"], tallies["junk removed"]) == (Tally(0, 0, 4), Tally(0, 0, 1))


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        ([{"cdu"}], Tally(1, 0, 1)),
        ([{"cdu", "union"}, {"cdu kreisverband"}], Tally(1, 1, 1)),
        ([{"cdu"}, {"union"}], Tally(1, 1, 1)),
        ([{"spd"}, {"cdu"}], Tally(2, 0, 0)),
        ([], Tally(0, 0, 2)),
    ],
)
def test_an_entity_is_found_once(predicted: list[set[str]], expected: Tally) -> None:
    assert bag(map(frozenset, predicted), [frozenset({"cdu", "union"}), frozenset({"spd"})]) == expected


def test_folding() -> None:
    assert fold("Stadt\u00ad  Worms\u200b\n") == "stadt worms"
    assert fold(None) == ""
    assert fold_address("Mainzer Straße", "1 a", " 67547 ", "WORMS") == fold_address(
        "Mainzerstr.", "1A", "67547", "Worms"
    )


def test_figures() -> None:
    tally = Tally(3, 1, 2)
    assert (tally.precision, tally.recall) == (0.75, 0.6)
    assert tally.f1 == pytest.approx(2 / 3)
    assert (Tally().precision, Tally().recall, Tally(0, 1, 1).f1) == (1.0, 1.0, 0.0)


@pytest.fixture(scope="session")
def reference(shared: Path) -> ModuleType:
    sys.path.insert(0, str(shared / "tools"))
    spec = importlib.util.spec_from_file_location("reference_score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("share", [1.0, 0.9, 0.6, 0.2])
@pytest.mark.parametrize("folder", ["dev", "seeds", "train"])
def test_every_tally_agrees_with_the_reference_tool(
    shared: Path, reference: ModuleType, folder: str, share: float
) -> None:
    chance = random.Random(f"{folder} {share}")  # noqa: S311  # faults that can be repeated, no secret
    for gold in gold_documents(shared / "gold" / folder):
        record = OracleRecord(gold, lambda: chance.random() < share).build()
        path = shared / "gold" / folder / f"{gold.name}.gold.txt"
        theirs = reference.score(json.loads(record.to_json()), reference.load_gold(str(path)))
        ours = score(record, gold)
        assert {field: tuple(tally) for field, tally in ours.items()} == dict(theirs), gold.name
        assert list(ours) == list(theirs)


def test_the_totals_agree_with_the_reference_tool(
    shared: Path, reference: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random("totals")  # noqa: S311  # faults that can be repeated, no secret
    folder = shared / "gold" / "dev"
    records = [OracleRecord(gold, lambda: chance.random() < 0.8).build() for gold in gold_documents(folder)]
    write_lines(tmp_path / "records.jsonl", (record.to_json() for record in records[1:]))
    arguments = ["score.py", str(tmp_path / "records.jsonl"), str(folder), "--json", str(tmp_path / "theirs.json")]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit):
        reference.main()
    theirs = json.loads((tmp_path / "theirs.json").read_text(encoding="utf-8"))
    ours = evaluate_records(tmp_path / "records.jsonl", folder)
    assert ours.to_json() == theirs
    assert ours.missing == (records[0].id,)
