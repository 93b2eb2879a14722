"""Decisions on the command line: made, applied by the next run, shown by diff, taken back, exported as gold."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.decisions import Action, Decision, Evidence, Field
from pipeline.records import Record
from pipeline.runs import run as run_batch
from pipeline.settings import Settings
from pipeline.store.decisions import DECISIONS, DecisionLog, read_decisions

PAGE = """02.02.2021 / Personelles

Das Amt für Integration der Stadt Worms zieht um. Für Fragen ist es weiterhin zu den üblichen Zeiten zu erreichen.
Telefon 06241 853-1060
E-Mail integration@worms.example
"""
NUMBER, WRONG = "+4962418531060", "06241 853-1060"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages that were run once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESS_RECORDS_MODEL", "none")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "pages" / "two.txt").write_text(PAGE.replace("1060", "1070"), encoding="utf-8")
    run()
    return tmp_path


def press(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def run(out: str = "out") -> dict[str, Any]:
    """What the command does, in this process."""
    decisions = read_decisions(Path(out) / DECISIONS)
    manifest = run_batch([Path("pages")], Path(out), "none", Settings(model="none"), decisions)
    fields: dict[str, Any] = json.loads(manifest.to_json())
    return fields


def record(name: str = "one") -> Record:
    lines = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    return next(found for found in map(Record.model_validate_json, lines) if name in found.source.path)


def decide(action: Action, field: Field, value: Any, correction: Any = None, quote: str | None = None) -> Decision:
    one = record()
    evidence = ()
    if quote is not None:
        start = one.text.index(quote)
        evidence = (Evidence.at(one.text, start, start + len(quote)),)
    decision = Decision(one.id, action, field, value, correction, evidence, author="erika")
    return DecisionLog(Path("out") / DECISIONS).append(decision)


def test_a_decision_is_applied_by_the_next_run_to_its_document_alone(folder: Path) -> None:
    decision = decide(Action.CORRECT, Field.PHONES, NUMBER, {"value": "+496241853999"}, WRONG)
    manifest = json.loads(press("run", "pages", "--workers", "1", "--json").stdout)
    assert (manifest["counts"]["emitted"], manifest["counts"]["unchanged"]) == (1, 1)
    assert [phone.value for phone in record().phones] == ["+496241853999"]
    assert record().provenance.overrides == [decision.id]
    (line,) = press("diff", "1", "2", "--json").stdout.splitlines()
    change = json.loads(line)
    assert change["cause"] == ["decision"]
    assert [(found["field"], found["op"]) for found in change["changes"]] == [("phones", "changed")]
    assert run()["counts"]["unchanged"] == 2, "nothing is left to do"


def test_a_decision_survives_an_edit_and_is_stale_when_its_words_are_gone(folder: Path) -> None:
    decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    page = folder / "pages" / "one.txt"
    page.write_text(PAGE.replace("zieht um", "ist umgezogen"), encoding="utf-8")
    run()
    assert record().phones == []
    page.write_text(PAGE.replace("1060", "1080"), encoding="utf-8")
    run()
    assert [phone.value for phone in record().phones] == ["+4962418531080"]
    assert "decision-stale" in {issue.code for issue in record().issues}


def test_a_decision_that_is_taken_back_is_gone_after_the_next_run(folder: Path) -> None:
    before = record()
    decision = decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    run()
    assert decision.id in press("decisions", "list").stdout
    press("decisions", "undo", decision.id, "--author", "max", "--note", "slipped")
    assert press("decisions", "list", "--json").stdout == ""
    assert len(press("decisions", "list", "--all", "--json").stdout.splitlines()) == 2
    run()
    assert record() == before


def test_where_reviewers_disagree_both_decisions_are_listed(folder: Path) -> None:
    first = decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    assert press("decisions", "list", "--conflicts", "--json").stdout == ""
    second = replace(first, action=Action.ACCEPT, author="max", id="", time="")
    standing = DecisionLog(Path("out") / DECISIONS).append(second)
    listed = press("decisions", "list", "--conflicts", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in listed] == [standing.id, first.id]


def test_a_suppressed_document_has_no_record_and_is_counted(folder: Path) -> None:
    decide(Action.SUPPRESS, Field.DOCUMENT, None)
    manifest = run()
    assert manifest["counts"]["suppressed"] == 1
    lines = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Record.model_validate_json(line).source.path for line in lines] == ["two.txt"]
    assert json.loads(press("diff", "1", "2", "--json").stdout)["op"] == "DEL"


def test_a_log_moves_to_another_folder(folder: Path) -> None:
    decision = decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    press("decisions", "export", "decisions.jsonl")
    run("other")
    assert "1 entries added" in press("decisions", "import", "decisions.jsonl", "--out", "other").stdout
    assert "0 entries added" in press("decisions", "import", "decisions.jsonl", "--out", "other").stdout
    assert json.loads(press("decisions", "list", "--out", "other", "--json").stdout)["id"] == decision.id


def test_diff_fails_on_rules_and_writes_a_page(folder: Path) -> None:
    decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    run()
    press("diff", "1", "2", "--fail-on", "emails:removed", "--fail-on", "phones:removed>1")
    broken = press("diff", "1", "2", "--fail-on", "phones:removed", "--html", "page.html", code=1)
    assert "phones:removed: 1 (at most 0)" in broken.stderr
    assert "+4962418531060" in (folder / "page.html").read_text(encoding="utf-8")
    assert "- phones  +4962418531060" in press("diff", "out/runs/000001", "out").stdout


def test_diff_reads_files_of_records(folder: Path) -> None:
    (folder / "old.jsonl").write_bytes((folder / "out" / "records.jsonl").read_bytes())
    decide(Action.REJECT, Field.PHONES, NUMBER, quote=WRONG)
    run()
    assert json.loads(press("diff", "old.jsonl", "out/records.jsonl", "--json").stdout)["cause"] == ["decision"]
    assert "nothing changed" in press("diff", "old.jsonl", "1").stdout


def test_gold_is_written_for_what_is_decided(folder: Path) -> None:
    decide(Action.CORRECT, Field.PHONES, NUMBER, {"value": "+496241853999"}, WRONG)
    decide(Action.ACCEPT, Field.DOCUMENT, record().source.sha256)
    run()
    press("gold", "export", "--to", "gold")
    assert [file.name for file in (folder / "gold").iterdir()] == ["one.gold.txt"]
    assert "[06241 853-1060](PHONE +496241853999 phone)" in (folder / "gold" / "one.gold.txt").read_text("utf-8")
    scores = json.loads(press("evaluate", "out/records.jsonl", "--gold", "gold", "--json").stdout)
    assert scores["phones+kind"]["f1"] == scores["emails"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["decisions", "list", "--out", "nowhere"], "is no folder of results"),
        (["decisions", "undo", "x", "--author", "max"], "there are no decisions"),
        (["decisions", "import", "none.jsonl"], "does not exist"),
        (["decisions", "import", "x", "--out", "nowhere"], "is no folder of results"),
        (["diff", "7", "8"], "has no run 000007"),
        (["diff", "nothing", "1"], "nothing is neither a run of out nor"),
        (["diff", "1", "1", "--fail-on", "colour"], "is no rule"),
        (["gold", "export", "--out", "nowhere"], "holds no records"),
    ],
)
def test_a_call_that_cannot_work_names_the_reason(folder: Path, call: list[str], message: str) -> None:
    result = CliRunner().invoke(app, call)
    assert result.exit_code != 0
    assert message in str(result.exception)
