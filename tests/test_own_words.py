"""A user's own entries: laid over the lexicons of the package, refused where they fit nowhere, read by a whole run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.cli import main
from pipeline.errors import LexiconError
from pipeline.own_words import CLOSED, VARIABLE, laid_over, own_files

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "own_words.yml").read_text(encoding="utf-8")
)
SHIPPED = {
    file.name: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in files("pipeline").joinpath("resources/de").iterdir()
}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of own entries that the environment names."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    own_files.cache_clear()
    yield tmp_path
    own_files.cache_clear()


@pytest.mark.parametrize("case", CASES["joined"], ids=lambda case: case["own"])
def test_entries_are_added(case: dict[str, Any], own: Path) -> None:
    (own / case["file"]).write_text(case["own"], encoding="utf-8")
    value: Any = laid_over(f"de/{case['file']}", SHIPPED[case["file"]])
    for key in case["key"]:
        value = value[key]
    assert set(case["has"]) <= set(value)
    assert len(value) == len(set(value)), "an entry that the package has is not there twice"


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["own"])
def test_what_fits_nowhere_is_refused(case: dict[str, Any], own: Path) -> None:
    (own / case["file"]).write_text(case["own"], encoding="utf-8")
    with pytest.raises(LexiconError, match=case["error"]) as raised:
        laid_over(f"de/{case['file']}", SHIPPED[case["file"]])
    assert str(own / case["file"]) in str(raised.value)


def test_a_file_of_another_name_is_refused(own: Path) -> None:
    (own / "rollen.yml").write_text("offices: [leiter]", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"rollen\.yml: there is no lexicon of that name; there are .*roles\.yml"):
        own_files()


def test_weights_are_no_lexicon(own: Path) -> None:
    (own / "roles.yml").write_text("bias: 1.0", encoding="utf-8")
    shipped = {"bias": 0.0}
    assert laid_over("link/roles.yml", shipped) == shipped


def test_a_run_reads_own_entries_and_a_rerun_names_them_as_the_cause(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Worms\n\nUte Erz\nTelefon 06241 853-1060\nFernkopie 06241 853-1061\n", encoding="utf-8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "phones.yml").write_text("labels: {fax: [Fernkopie]}\n", encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["run", str(page), "--out", str(out), "--model", "none", "--workers", "1", "--json"]
    _press_records(*arguments)
    summary = json.loads(_press_records("--words", str(tmp_path / "words"), *arguments))
    assert summary["modified"] == {"lexicon": 1}, summary
    record = json.loads((out / "records.jsonl").read_text(encoding="utf-8"))
    assert [phone["kind"] for phone in record["phones"]] == ["phone", "fax"]
    unchanged = json.loads(_press_records(f"--words={tmp_path / 'words'}", *arguments))
    assert unchanged["counts"]["unchanged"] == 1, unchanged


def test_no_entry_is_read_as_a_pattern(tmp_path: Path) -> None:
    """An entry with signs of regular expressions in every list: all stages load, and a page is read."""
    for name, lexicon in SHIPPED.items():
        probed = {key: _probed(value) for key, value in lexicon.items() if key not in CLOSED}
        own = {key: value for key, value in probed.items() if value}
        (tmp_path / name).write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text("Worms\n\nUte Erz, Telefon 06241 853-1060, ab 3. Mai 2021 in der Hagenstraße 5, 67547 Worms.\n")
    _press_records("--words", str(tmp_path), "run", str(page), "--out", str(tmp_path / "out"), "--model", "none")


def _probed(value: Any) -> Any:
    if isinstance(value, list):
        return ["xq(w[o*r"] if all(isinstance(one, str) for one in value) else []
    if isinstance(value, dict) and any(isinstance(one, list) for one in value.values()):
        return {key: probe for key, one in value.items() if (probe := _probed(one))}
    return {}


def _press_records(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_option_without_a_folder_is_refused_and_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(sys, "argv", ["press-records", "--words"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert VARIABLE not in os.environ
