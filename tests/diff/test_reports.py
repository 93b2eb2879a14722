"""The reports: everything important is shown, and nothing scraped does anything."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.diff import Report, compare, diff_html, diff_text, parse_rule
from pipeline.errors import UsageError
from pipeline.store import write_lines
from tests.overrides.desk import Desk

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e"


def record(name: str = "d1", **fields: Any) -> str:
    return json.dumps(json.loads(Desk().trace().record.to_json()) | {"id": name} | fields, ensure_ascii=False)


def report(old: list[str], new: list[str], limit: int = 10) -> Report:
    found = Report(limit)
    found.read(compare(old, new))
    return found


def printed(found: Report) -> str:
    console = Console(width=200, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(diff_text(found))
    return console.export_text()


def test_the_text_counts_and_names_what_changed() -> None:
    text = printed(report([record()], [record(people=[], language="en")]))
    assert re.search(r"^people +2", text, re.MULTILINE)
    assert "- people  Claus Scheller" in text
    assert "~ language  de → en" in text
    assert "documents by cause: pipeline 1" in text


def test_nothing_changed_is_said() -> None:
    found = report([record()], [record()])
    assert "nothing changed" in printed(found)
    assert "Nothing changed." in "\n".join(diff_html(found, "a", "b"))


def test_the_foremost_documents_are_shown_and_the_others_counted() -> None:
    names = [f"{number:02}" for number in range(9)]
    found = report([record(name) for name in names], [record(name, language="en") for name in names[:-1]], limit=2)
    assert [document.id for document in found.foremost] == ["08", "00"]
    assert found.tally.documents == 9
    assert "and 7 more documents" in printed(found)
    assert "And 7 more documents" in "\n".join(diff_html(found, "a", "b"))


def test_long_texts_are_cut_around_the_first_difference() -> None:
    old, new = "x" * 5000 + " alt " + "y" * 5000, "x" * 5000 + " neu " + "y" * 5000
    text = printed(report([record(text=old)], [record(text=new)]))
    assert " alt " in text
    assert " neu " in text
    assert len(text) < 2000


def test_hostile_words_do_nothing_on_a_page_or_a_terminal() -> None:
    found = report([record()], [record(title=HOSTILE, publisher=HOSTILE)])
    page = "\n".join(diff_html(found, HOSTILE, "b"))
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page + printed(found)
    assert "\u202e" not in page + printed(found)
    assert "&lt;script&gt;" in page


def test_the_page_loads_nothing_and_suits_the_dark() -> None:
    page = "\n".join(diff_html(report([record()], []), "a", "b"))
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    assert re.search(r"(?:src|href)=|url\(|@import", page) is None


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("people:removed", True),
        ("people", True),
        ("people:any", True),
        ("people:removed>1", True),
        ("people:removed>2", False),
        ("people:added", False),
        ("phones:removed", False),
        ("documents:removed", False),
        ("documents:changed", True),
        ("*:removed>1", True),
    ],
)
def test_rules_are_broken_by_more_changes_than_they_allow(rule: str, *, broken: bool) -> None:
    found = report([record()], [record(people=[])])
    assert bool(found.tally.broken([parse_rule(rule)])) == broken


@pytest.mark.parametrize("rule", ["", "people:", "people:gone", "colour:removed", "people>", "people>-1", "people>1x"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(UsageError, match="is no rule"):
        parse_rule(rule)


def test_the_page_is_written_to_a_file(tmp_path: Path) -> None:
    write_lines(tmp_path / "page.html", diff_html(report([record()], []), "a", "b"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
