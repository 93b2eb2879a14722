"""Evaluations of records, of inputs and of gold pages; and the floors."""

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate import (
    Evaluation,
    Floors,
    Tally,
    evaluate_gold,
    evaluate_inputs,
    evaluate_records,
    is_records_file,
)
from pipeline.settings import Settings
from tests.fakes import RELEASE, PatternModel

MARKED = RELEASE.replace("Claus Scheller", "[Claus Scheller](PER)").replace("Stadt Worms", "[Stadt Worms](ORG)")
GOLD = f"""# published: 2021-02-03
# kind: test
---
{MARKED.replace("06241 853-1060", "[06241 853-1060](PHONE +4962418531060 phone)")}
===
people:
  - name: Claus Scheller
    orgs: [Stadt Worms]
    phones: ["+4962418531060"]
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.gold.txt").write_text(GOLD, encoding="utf-8")
    return folder


def test_gold_pages_are_run_and_scored(gold: Path) -> None:
    evaluation = evaluate_gold(gold, PatternModel(), Settings(), given_dates=True)
    totals = evaluation.totals()
    assert totals["people"] == Tally(2, 0, 0)
    assert totals["phones+kind"] == Tally(2, 0, 0)
    assert totals["published"].tp == 2, "the run is told the date"
    assert evaluation.missing == ()


def test_inputs_are_matched_by_stem_and_missing_ones_named(gold: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "b.html").write_text(f"<p>{RELEASE}", encoding="utf-8")
    evaluation = evaluate_inputs([pages], gold, PatternModel(), Settings())
    assert (list(evaluation.documents), evaluation.missing) == (["b"], ("a",))


def test_the_worst_documents_come_first() -> None:
    documents = {"good": {"x": Tally(1, 0, 0)}, "bad": {"x": Tally(0, 2, 1), "y": Tally(1, 0, 0)}}
    evaluation = Evaluation(Path("gold"), "digest", documents, ())
    assert evaluation.worst(1) == [("bad", {"x": Tally(0, 2, 1)})]


def test_a_file_that_holds_no_records_is_named_with_its_line(gold: Path, tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text('{"schema":"press-record/1"}\n', encoding="utf-8")
    assert is_records_file(file)
    with pytest.raises(UsageError, match=r"records\.jsonl, line 1"):
        evaluate_records(file, gold)
    with pytest.raises(UsageError, match="gone"):
        evaluate_records(tmp_path / "gone.jsonl", gold)


def evaluation(people: Tally, digest: str = "digest", missing: tuple[str, ...] = ()) -> Evaluation:
    return Evaluation(Path("gold"), digest, {"a": {"people": people, "places": Tally(2, 1, 0)}}, missing)


GOOD, BETTER, WORSE = Tally(2, 1, 1), Tally(3, 0, 1), Tally(1, 4, 4)


@pytest.fixture
def floors(tmp_path: Path) -> Floors:
    floors = Floors.load(tmp_path / "floors.json")
    floors.raise_to("dev", evaluation(GOOD))
    floors.save()
    return Floors.load(tmp_path / "floors.json")


def test_a_figure_at_or_above_its_floor_keeps_it(floors: Floors) -> None:
    assert floors.breaches("dev", evaluation(GOOD)) == []
    assert floors.breaches("dev", evaluation(BETTER)) == []


def test_a_figure_below_its_floor_is_a_breach_that_names_it(floors: Floors) -> None:
    (breach,) = floors.breaches("dev", evaluation(WORSE))
    assert "people has F1 0.2000, below its floor 0.666" in breach


def test_another_processor_may_round_a_little_lower(tmp_path: Path) -> None:
    many, fewer, least = Tally(1000, 0, 0), Tally(995, 0, 5), Tally(985, 0, 15)
    floors = Floors(tmp_path / "floors.json")
    floors.raise_to("dev", evaluation(many))
    assert floors.breaches("dev", evaluation(fewer)) == []
    assert floors.breaches("dev", evaluation(least)) != []


@pytest.mark.parametrize(
    ("field", "now", "kept"),
    [
        ("organisations", Tally(59, 17, 12), True),
        ("organisations", Tally(57, 18, 14), False),
        ("phones", Tally(59, 17, 12), False),  # no model finds them
    ],
)
def test_a_few_errors_more_of_the_entity_model_are_rounding(tmp_path: Path, field: str, now: Tally, kept: bool) -> None:
    floors = Floors(tmp_path / "floors.json")
    floors.raise_to("seeds", Evaluation(Path("gold"), "digest", {"a": {field: Tally(59, 15, 12)}}, ()))
    breaches = floors.breaches("seeds", Evaluation(Path("gold"), "digest", {"a": {field: now}}, ()))
    assert (breaches == []) is kept


@pytest.mark.parametrize(
    ("name", "measured", "says"),
    [
        ("train", evaluation(GOOD), "no floors yet"),
        ("dev", evaluation(GOOD, digest="other"), "gold has changed"),
        ("dev", evaluation(GOOD, missing=("b",)), "no record for b"),
    ],
)
def test_what_cannot_be_compared_is_a_breach(floors: Floors, name: str, measured: Evaluation, says: str) -> None:
    (breach,) = floors.breaches(name, measured)
    assert says in breach


def test_floors_rise_freely_and_fall_with_a_reason_that_is_kept(floors: Floors) -> None:
    floors.raise_to("dev", evaluation(BETTER))
    with pytest.raises(UsageError, match="--accept-lower"):
        floors.raise_to("dev", evaluation(GOOD))
    floors.raise_to("dev", evaluation(GOOD), reason="the gold was wrong")
    floors.save()
    saved = json.loads(floors.path.read_text(encoding="utf-8"))
    assert saved["floors"]["dev"]["f1"]["people"] == 0.666
    assert saved["lowered"] == [
        {"set": "dev", "field": "people", "from": 0.857, "to": 0.666, "reason": "the gold was wrong"}
    ]


def test_changed_gold_starts_new_floors(floors: Floors) -> None:
    floors.raise_to("dev", evaluation(WORSE, digest="other"))
    assert floors.lowered == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "floors.json, the whole: not usable"),
        ('{"floors": {\n"dev": }', "floors.json:2: not usable"),
        ('{"floors": {"dev": {"digest": 1, "documents": 1, "f1": {}}}}', "floors.json, floors.dev.digest: not usable"),
        ("\xff", "floors.json: not usable"),
    ],
)
def test_a_broken_file_of_floors_is_named_with_the_place(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError) as refused:
        Floors.load(tmp_path / "floors.json")
    assert str(refused.value) == f"floors {tmp_path}/{told}; restore the file or write it anew"
