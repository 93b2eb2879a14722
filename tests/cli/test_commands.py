"""The command line: exit codes, messages, examples in every help, and hostile text on the terminal."""

import gc
import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.main import get_command
from typer.testing import CliRunner, Result

from pipeline.cli import app as cli
from pipeline.cli import main, run
from pipeline.cli.console import PrintableFormatter
from pipeline.reference_cycles import NEW_CONTAINERS
from pipeline.runs import models
from pipeline.runs.mirror import Mirror
from pipeline.version import __version__
from tests.fakes import RELEASE, PatternModel

MARKED = RELEASE.replace("Claus Scheller", "[Claus Scheller](PER)")
GOLD = f"# published: none\n# kind: t\n---\n{MARKED}===\npeople:\n  - name: Claus Scheller\n"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("PRESS_RECORDS_MODEL", "PRESS_RECORDS_MAX_BYTES"):
        monkeypatch.delenv(variable, raising=False)


def call(*arguments: str | Path) -> Result:
    """Runs the command in this process, as `main` does."""
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user does."""
    program = "from pipeline.cli import main; main()"
    line = [sys.executable, "-c", program, *(str(argument) for argument in arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603  # ourselves


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(RELEASE, encoding="utf-8")
    (folder / "b.html").write_text(f"<p>{RELEASE}</p>", encoding="utf-8")
    return folder


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, signal.SIGTERM])
def test_an_interrupted_copy_is_not_taken_for_an_interrupted_run(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Any
) -> None:
    line = ("run", pages, "--out", tmp_path / "out", "--model", "none", "--publish", (tmp_path / "copy").as_uri())

    def stopped(_mirror: Mirror, _out: Path) -> None:
        if wrong is KeyboardInterrupt:
            raise KeyboardInterrupt
        signal.raise_signal(wrong)

    with monkeypatch.context() as patch:
        patch.setattr(Mirror, "update", stopped)
        result = call(*line)
    said = " ".join(result.stderr.split())
    assert result.exit_code == (130 if wrong is KeyboardInterrupt else 143)
    assert "are complete, and the same call finishes the copy" in said
    assert "as before" not in said
    assert len((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert call(*line).exit_code == 0
    copy, original = ((tmp_path / name / "records.jsonl").read_bytes() for name in ("copy", "out"))
    assert copy == original


def test_run_emits_all_and_prints_a_summary(pages: Path, tmp_path: Path) -> None:
    result = call("run", pages, "--out", tmp_path / "out", "--model", "none")
    assert result.exit_code == 0
    summary = " ".join(result.stderr.split())
    assert "inputs 2" in summary
    assert "emitted 2" in summary
    assert str(tmp_path / "out" / "records.jsonl") in summary
    assert result.stdout == ""


def test_run_with_a_bad_document_exits_1_and_names_it(pages: Path, tmp_path: Path) -> None:
    (pages / "c.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = call("run", pages, "--out", tmp_path / "out", "--model", "none")
    assert result.exit_code == 1
    assert f"quarantined {pages}/c.txt: binary: not a text" in " ".join(result.stderr.split())


def test_an_interrupted_run_exits_130_and_says_what_is_left(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run_batch", interrupt)
    result = call("run", pages, "--out", tmp_path / "out", "--model", "none")
    assert result.exit_code == 130
    assert "the same call continues the run" in result.stderr


def test_many_problems_are_not_all_printed(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_bytes(b"")
    result = call("run", tmp_path, "--out", tmp_path / "out", "--model", "none")
    assert result.stderr.count("quarantined /") == 20
    assert "further problems are in quarantine.jsonl only" in result.stderr


def test_flags_win_over_the_settings_file(pages: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('model = "none"\nmax_bytes = 10\n', encoding="utf-8")
    assert call("run", pages, "--out", tmp_path / "out", "--settings", settings).exit_code == 1
    assert call("run", pages, "--out", tmp_path / "out", "--settings", settings, "--max-bytes", "999").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("run", "gone.txt", "--out", "out", "--model", "none"), "gone.txt does not exist"),
        (("run", "empty", "--out", "out", "--model", "none"), "folder empty holds nothing to read"),
        (("run", "a.txt", "--out", "a.txt", "--model", "none"), "a.txt cannot be made"),
        (("run", "a.txt", "--out", "out", "--model", "gone"), "there is no model 'gone'"),
        (("run", "a.txt", "--out", "out", "--max-bytes", "0"), "max_bytes"),
        (("run", "a.txt", "--out", "out", "--settings", "gone.toml"), "gone.toml"),
        (("explain", "gone.txt"), "gone.txt does not exist"),
        (("explain", "d.jsonl", "--model", "none"), "d.jsonl holds more than one document"),
        (("explain", "d.jsonl#3", "--model", "none"), "d.jsonl holds no document '3'"),
        (
            ("explain", "a.txt", "--html", "./a.txt", "--model", "none"),
            "--html a.txt would overwrite the document itself",
        ),
        (("explain", "d.jsonl#1", "--html", "d.jsonl", "--model", "none"), "d.jsonl would overwrite the document"),
        (("explain", "--html", "a.txt", "--open"), "write 'press-records explain a.txt --open'"),
        (("explain",), "FILE is missing; name the document"),
        (("run", "empty", "--complete", "--model", "none"), "--allow-empty"),
        (("gc", "--out", "typo"), "typo holds no state; name the folder"),
        (("subject", "Ute Erz", "--out", "typo"), "typo holds no state; name the folder"),
        (("erase", "Ute Erz", "--yes", "--out", "typo"), "typo holds no state; name the folder"),
        (("suppress", "+4962418531060", "--out", "typo"), "typo is no folder; name the one"),
        (("suppress", "06241 853-1060", "--out", "empty"), "06241 853-1060 is no mailbox and no number in E.164"),
        (("decisions", "import", "gone.jsonl", "--out", "empty"), "gone.jsonl does not exist; name the file"),
        (("evaluate", "a.txt", "--model", "none"), "--gold DIR"),
        (("evaluate", "a.txt", "--gold", "empty", "--model", "none"), "empty holds no gold documents"),
        (("evaluate", "a.txt", "--write-floors"), "--floors FILE"),
        (("evaluate", "gone", "--model", "none", "--report", "report"), "gone does not exist"),
    ],
)
def test_what_cannot_work_exits_2_with_one_line_that_says_what_to_do(
    arguments: tuple[str, ...],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("Hallo", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["press-records", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    printed = capsys.readouterr().err
    assert caught.value.code == 2
    assert printed.startswith("Error: ")
    assert named in printed
    assert "Traceback" not in printed
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "Hallo"
    assert not (tmp_path / "typo").exists()


def test_the_program_looks_for_reference_cycles_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.get_threshold()
    gc.set_threshold(700)
    monkeypatch.setattr(sys, "argv", ["press-records", "--version"])
    with pytest.raises(SystemExit):
        main()
    found = gc.get_threshold()
    gc.set_threshold(*before)
    assert found[0] == NEW_CONTAINERS


def test_an_unknown_option_exits_2() -> None:
    assert call("run", "--frobnicate").exit_code == 2


@pytest.mark.parametrize("name", sorted(get_command(cli.app).commands))  # type: ignore[attr-defined]  # a group
def test_every_command_has_examples_in_its_help(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"press-records {name}" in result.stdout


def test_the_program_has_examples_in_its_help() -> None:
    assert "press-records run corpus --out out" in call("--help").stdout


def test_version() -> None:
    assert call("--version").stdout.strip() == f"press-records {__version__}"


def test_the_schema_is_a_json_schema_and_the_committed_copy_is_fresh() -> None:
    printed = call("schema").stdout
    Draft202012Validator.check_schema(json.loads(printed))
    committed = Path(cli.__file__).parents[1] / "schema" / "record.schema.json"
    assert committed.read_text(encoding="utf-8") == printed, "run 'make schema'"


def test_records_validate_against_the_printed_schema(pages: Path, tmp_path: Path) -> None:
    call("run", pages, "--out", tmp_path / "out", "--model", "none")
    validator = Draft202012Validator(json.loads(call("schema").stdout))
    for line in (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


def test_explain_shows_every_stage(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "ContactsOnly", PatternModel)
    shown = call("explain", pages / "a.txt", "--model", "none").stdout
    for expected in ("Read", "Removed", "Found", "Linked", "Issues", "fake:pattern", "+4962418531060", "Scheller"):
        assert expected in shown


def test_explain_names_the_line_of_a_dump(tmp_path: Path) -> None:
    lines = ({"id": 1, "text": RELEASE}, {"id": 21, "text": RELEASE.replace("Claus", "Erika")})
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shown = call("explain", f"{tmp_path}/d.jsonl#1", "--model", "none").stdout
    assert "Claus Scheller" in shown
    assert "Erika Scheller" not in shown


def test_explain_says_why_a_document_would_be_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    result = call("explain", tmp_path / "a.txt", "--model", "none")
    assert result.exit_code == 1
    assert "would be quarantined: empty" in result.stderr


def test_explain_writes_a_page(pages: Path, tmp_path: Path) -> None:
    result = call("explain", pages / "a.txt", "--model", "none", "--html", tmp_path / "page.html")
    assert result.exit_code == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


FURNITURE = "<body><div class='cookie-banner'><p>Wir verwenden Cookies.</p><button>Alle akzeptieren</button></div>"


def test_explain_shows_what_was_removed_from_a_page_without_content(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(FURNITURE, encoding="utf-8")
    result = call("explain", tmp_path / "a.html", "--model", "none", "--html", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "would be quarantined: no-content" in result.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "This document would be quarantined: no-content" in page
    assert 'data-removed="consent"' in page


def test_explain_opens_a_temporary_page(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    result = call("explain", pages / "a.txt", "--model", "none", "--open")
    assert result.exit_code == 0
    (url,) = opened
    page = Path(url.removeprefix("file://"))
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    page.unlink()
    page.parent.rmdir()


def test_explain_says_when_no_browser_opens(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _url: False)
    result = call("explain", pages / "a.txt", "--model", "none", "--open", "--html", tmp_path / "page.html")
    assert "no browser could be started" in result.stderr


def test_text_from_documents_neither_controls_the_terminal_nor_styles_it(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J[bold red]Hallo[/] \u202etxt.exe"
    (tmp_path / f"{hostile.replace('/', '')}.txt").write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_text(RELEASE.replace("Amt", f"Amt {hostile}"), encoding="utf-8")
    run = command("run", tmp_path, "--out", tmp_path / "out", "--model", "none")
    shown = command("explain", tmp_path / "a.txt", "--model", "none")
    for printed in (run.stdout, run.stderr, shown.stdout, shown.stderr):
        assert "Traceback" not in printed
        assert not {"\x1b", "\x07", "\u202e"} & set(printed)
    assert "\\x1b]0;owned\\x07" in run.stderr
    assert "[bold red]Hallo[/]" in shown.stdout


def test_tracebacks_in_the_log_are_escaped() -> None:
    try:
        raise ValueError("\x1b[2Jweg")
    except ValueError:
        record = logging.LogRecord("name", logging.ERROR, "file", 1, "document %s failed", ("\x07",), sys.exc_info())
    shown = PrintableFormatter("%(message)s").format(record)
    assert "document \\x07 failed" in shown
    assert "ValueError: \\x1b[2Jweg" in shown


def test_evaluate_prints_a_table_and_json(tmp_path: Path) -> None:
    (tmp_path / "a.gold.txt").write_text(GOLD, encoding="utf-8")
    table = call("evaluate", tmp_path, "--model", "none", "--worst", "1").stdout
    assert "1 documents scored" in table
    assert "people 0+1" in table
    figures = json.loads(call("evaluate", tmp_path, "--model", "none", "--json").stdout)
    assert figures["people"] == {"p": 1.0, "r": 0.0, "f1": 0.0, "tp": 0, "fp": 0, "fn": 1}


def test_evaluate_scores_records_and_reports_missing_ones(pages: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in ("a", "z"):
        (gold / f"{name}.gold.txt").write_text(GOLD, encoding="utf-8")
    call("run", pages, "--out", tmp_path / "out", "--model", "none")
    for source in (tmp_path / "out" / "records.jsonl", pages):
        result = call("evaluate", source, "--gold", gold, "--model", "none")
        assert result.exit_code == 1
        assert "1 documents scored, 1 MISSING" in result.stdout
        assert "no record for z of" in result.stderr
        assert "the record of NAME.txt" in " ".join(result.stderr.split())


def test_evaluate_keeps_floors(tmp_path: Path) -> None:
    (tmp_path / "a.gold.txt").write_text(GOLD, encoding="utf-8")
    floors = tmp_path / "floors.json"
    arguments = ("evaluate", tmp_path, "--model", "none", "--floors", floors)
    assert call(*arguments).exit_code == 1
    assert call(*arguments, "--write-floors").exit_code == 0
    assert call(*arguments).exit_code == 0
    floors.write_text(floors.read_text(encoding="utf-8").replace('"people": 0.0', '"people": 0.5'), encoding="utf-8")
    result = call(*arguments)
    assert result.exit_code == 1
    assert "people has F1 0.0000, below its floor 0.5" in result.stderr
