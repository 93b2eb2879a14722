"""A reviewed record becomes a gold document that says the same."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.decisions import Action, Decision, Decisions, Field, canonical
from pipeline.documents import RawDocument
from pipeline.errors import GoldError, UsageError
from pipeline.evaluate import evaluate_records, export_gold
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.gold_decided import undecided
from pipeline.evaluate.gold_write import gold_text
from pipeline.flow import trace
from pipeline.records import Record
from pipeline.runs import run
from pipeline.settings import Settings
from tests.fakes import PatternModel
from tests.overrides.desk import CLAUS, PAGE, Desk, raw

HTML = f"""<!DOCTYPE html><html><head><title>Amt</title></head><body>
<nav><a href="/">Startseite</a> <a href="/rathaus">Rathaus</a> <a href="/kontakt">Kontakt</a></nav>
<main><h1>Personelles</h1>
{"".join(f"<p>{line}</p>" for line in PAGE.splitlines() if line.strip())}
</main>
<footer>&copy; Stadt Worms &middot; Impressum &middot; Datenschutz</footer></body></html>"""
MAX_BYTES = 1_000_000


def written(document: RawDocument) -> tuple[Record, str]:
    made = trace(document, PatternModel(), Settings(), Decisions())
    return made.record, gold_text(made.record, made.document)


def html() -> RawDocument:
    return replace(raw(HTML), media_type="text/html", uri="page.html", path="page.html")


def accepted(record: Record) -> Decision:
    return Decision(record.id, Action.ACCEPT, Field.DOCUMENT, record.source.sha256, author="Erika").stamped("t")


def complaints(file: Path, shared: Path) -> str:
    """What the checker of gold documents says against a file."""
    call = [sys.executable, str(shared / "tools" / "check_gold.py"), str(file)]
    result = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603  # a tool beside the gold
    return "" if result.returncode == 0 else result.stdout + result.stderr


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A run over three pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "text.txt").write_text(PAGE, encoding="utf-8")
    (pages / "markup.html").write_text(HTML, encoding="utf-8")
    (pages / "other.txt").write_text(PAGE.replace("Claus", "Veronik"), encoding="utf-8")
    run([pages], tmp_path / "out", PatternModel(), Settings())
    return tmp_path / "out"


def lines(out: Path, *, applied: list[Decision] | None = None) -> list[str]:
    found = []
    for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        fields["provenance"]["overrides"] = [d.id for d in applied or () if d.document == fields["id"]]
        found.append(json.dumps(fields, ensure_ascii=False))
    return found


@pytest.mark.parametrize("document", [raw(PAGE), html()], ids=["text", "html"])
def test_the_gold_document_says_what_the_record_says(document: RawDocument, tmp_path: Path) -> None:
    record, content = written(document)
    (tmp_path / "page.gold.txt").write_text(content, encoding="utf-8")
    (tmp_path / "records.jsonl").write_text(record.to_json() + "\n", encoding="utf-8")
    evaluation = evaluate_records(tmp_path / "records.jsonl", tmp_path)
    assert evaluation.missing == ()
    totals = evaluation.totals()
    assert totals["people"].tp == 2
    assert {name: tally.errors for name, tally in totals.items() if tally.errors} == {}


def test_the_text_and_its_spans_are_those_of_the_source(tmp_path: Path) -> None:
    record, content = written(raw(PAGE.replace("\n", "\r\n")))
    (tmp_path / "page.gold.txt").write_text(content, encoding="utf-8")
    gold = read_gold(tmp_path / "page.gold.txt")
    assert gold.text.strip() == PAGE.strip()
    assert [a.surface for a in gold.of("PHONE")] == [phone.text for phone in record.phones]
    assert [a.value for a in gold.of("PHONE")] == [f"{phone.value} phone" for phone in record.phones]
    assert gold.published == "2021-02-02"
    assert gold.people[0].roles == ("Amtsleiter",)


def test_junk_becomes_marked_lines(tmp_path: Path) -> None:
    _, content = written(html())
    (tmp_path / "page.gold.txt").write_text(content, encoding="utf-8")
    junk = dict(read_gold(tmp_path / "page.gold.txt").junk)
    assert junk["footer"] == "© Stadt Worms · Impressum · Datenschutz"
    assert "Startseite" in junk["nav"]


def test_brackets_of_the_page_are_no_markup(tmp_path: Path) -> None:
    _, content = written(raw(PAGE.replace("Mehr unter", "[Mehr](PER) [Bild: privat] unter")))
    (tmp_path / "page.gold.txt").write_text(content, encoding="utf-8")
    assert "[Mehr](PER) [Bild: privat] unter" in read_gold(tmp_path / "page.gold.txt").text


@pytest.mark.parametrize("words", ["~nav Der Wasserstand ist gefallen", "Ende\n===\nAnfang"])
def test_a_page_that_looks_like_the_format_is_not_written(words: str) -> None:
    written_so = f"Die Regel lautet wie folgt.\n{words} und so weiter im Text.\nMehr unter"
    document = raw(PAGE.replace("Mehr unter", written_so))
    made = trace(document, PatternModel(), Settings(), Decisions())
    if any(block.start <= document.text.index(words) < block.end for block in made.document.removed):
        pytest.fail("the words must be content")
    with pytest.raises(GoldError, match="look like the format's markup"):
        gold_text(made.record, made.document)


def test_a_person_within_another_item_is_told() -> None:
    desk = Desk()
    details = {"name": "Kanzlei Erika Muster"}
    made = desk.trace()
    people = [person.model_copy(update={"mentions": person.mentions[:1]}) for person in made.record.people]
    mention = people[1].mentions[0]
    body = made.record.organisations[0].model_copy(
        update={"name": details["name"], "mentions": [mention.model_copy(update={"start": mention.start - 4})]}
    )
    nested = made.record.model_copy(update={"people": people, "organisations": [body]})
    with pytest.raises(GoldError, match="Erika Muster stands within another annotation"):
        gold_text(nested, made.document)


def test_decided_is_what_was_accepted_as_a_whole_or_item_by_item() -> None:
    desk = Desk()
    record = desk.trace().record
    everything = undecided(record, [])
    assert (Field.PEOPLE, '"Claus Scheller"') in everything
    decision = desk.decide(Action.CORRECT, Field.PHONES, CLAUS, {"value": "+496241853999"}, ("06241 853-1060",))
    corrected = desk.trace().record
    assert set(everything) - set(undecided(corrected, [decision])) == {(Field.PHONES, canonical(CLAUS))}
    assert (Field.PHONES, canonical("+496241853999")) not in undecided(corrected, [decision])
    whole = desk.decide(Action.ACCEPT, Field.DOCUMENT, record.source.sha256)
    assert undecided(desk.trace().record, [decision, whole]) == []
    assert undecided(record, [decision, whole]) == everything, "stale decisions do not count"


def test_only_decided_documents_are_exported(out: Path, tmp_path: Path) -> None:
    records = [Record.model_validate_json(line) for line in lines(out)]
    decided = [accepted(record) for record in records[:2]]
    half = Decision(records[2].id, Action.ACCEPT, Field.PHONES, CLAUS, author="Erika").stamped("t")
    decisions = Decisions.of_entries([*decided, half])
    pages, gold = [tmp_path / "pages"], tmp_path / "gold"
    found = lines(out, applied=[*decided, half])
    exported = export_gold(found, decisions, pages, gold, MAX_BYTES, partly=False)
    assert len(exported.files) == 2
    assert list(exported.open) == [records[2].id]
    assert exported.problems == {}
    partly = export_gold(found, decisions, pages, gold, MAX_BYTES, partly=True)
    assert sorted(file.name for file in partly.files) == ["markup.gold.txt", "other.gold.txt", "text.gold.txt"]
    evaluation = evaluate_records(out / "records.jsonl", gold)
    assert evaluation.missing == ()
    assert {name: tally.errors for name, tally in evaluation.totals().items() if tally.errors} == {}


def test_pages_that_changed_or_are_gone_are_told(out: Path, tmp_path: Path) -> None:
    records = {record.source.path: record for record in map(Record.model_validate_json, lines(out))}
    decided = [accepted(record) for record in records.values()]
    (tmp_path / "pages" / "text.txt").write_text(PAGE + "neu", encoding="utf-8")
    (tmp_path / "pages" / "other.txt").unlink()
    found = lines(out, applied=decided)
    exported = export_gold(
        found, Decisions.of_entries(decided), [tmp_path / "pages"], tmp_path / "gold", MAX_BYTES, partly=False
    )
    assert [file.name for file in exported.files] == ["markup.gold.txt"]
    assert exported.problems == {
        records["text.txt"].id: "its page has changed since the run",
        records["other.txt"].id: "its page is not among the inputs",
    }


def test_an_input_that_is_gone_is_an_error(out: Path, tmp_path: Path) -> None:
    decided = [accepted(record) for record in map(Record.model_validate_json, lines(out))]
    found, decisions = lines(out, applied=decided), Decisions.of_entries(decided)
    with pytest.raises(UsageError, match="nowhere"):
        export_gold(found, decisions, [tmp_path / "nowhere"], tmp_path, MAX_BYTES, partly=False)


@pytest.mark.parametrize("document", [raw(PAGE), html()], ids=["text", "html"])
def test_the_checker_of_gold_documents_accepts_what_is_written(
    document: RawDocument, tmp_path: Path, shared: Path
) -> None:
    file = tmp_path / "page.gold.txt"
    file.write_text(written(document)[1], encoding="utf-8")
    assert complaints(file, shared) == ""


@pytest.mark.parametrize("name", ["a04", "b04", "c04", "d04", "e04", "f04"])
def test_gold_written_from_gold_pages_is_accepted_and_scores_without_an_error(
    name: str, tmp_path: Path, shared: Path
) -> None:
    page = read_gold(shared / "gold" / "dev" / f"{name}.gold.txt").text
    document = raw(page)
    record, content = written(document)
    assert clean(document)[0].text == record.text
    file = tmp_path / "page.gold.txt"
    file.write_text(content, encoding="utf-8")
    assert complaints(file, shared) == ""
    assert read_gold(file).text.split() == page.split()
