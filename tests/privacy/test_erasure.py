"""An erased person is in no file of the output folder, and does not come back with new runs and feeds."""

import json
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from pipeline.decisions import Decision, Evidence
from pipeline.errors import UsageError
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.formats import EXPORTERS
from pipeline.feeds.publish import latest
from pipeline.privacy.erase import erase, suppress_contact
from pipeline.privacy.names import subject_of
from pipeline.privacy.search import find
from pipeline.privacy.subject import subject_report, to_json
from pipeline.runs import run
from pipeline.runs.upkeep import rollback
from pipeline.settings import Settings
from pipeline.store import records_at, run_ids, snapshot_lines
from pipeline.store.decisions import DecisionLog
from pipeline.store.parquet import write_parquet
from pipeline.suppression import concealer
from tests.fakes import PatternModel

NAME, NUMBER, MAILBOX = "Claus Scheller", "+4962418531060", "claus.scheller@worms.example"
PAGE = """02.02.2021 / Personelles

Claus Scheller leitet seit heute das Amt für Integration der Stadt Worms.
Erika Musterfrau bleibt seine Stellvertreterin.
Für Fragen steht Claus Scheller unter Telefon 06241 853-1060 oder claus.scheller@worms.example zur Verfügung.
"""
OTHER = """03.02.2021 / Verkehr

Erika Musterfrau von der Stadt Worms kündigt Bauarbeiten an.
Die Straße bleibt bis Mai gesperrt, teilte sie am Montag mit.
"""


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """A copy of the site that each test may change."""
    shutil.copytree(made, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages, two runs over them with a change between, decisions, and two feeds, one of them in every format."""
    folder = tmp_path_factory.mktemp("made")
    pages, out = folder / "pages", folder / "out"
    pages.mkdir()
    (pages / "personal.txt").write_text(PAGE, encoding="utf-8")
    (pages / "verkehr.txt").write_text(OTHER, encoding="utf-8")
    again(folder)
    feed(out, Feed(tuple(EXPORTERS)))
    (pages / "personal.txt").write_text(
        f"{PAGE}\nDie Stelle war lange unbesetzt, sagte Claus Scheller am Dienstag.\n", encoding="utf-8"
    )
    again(folder)
    feed(out, Feed(("csv",)))
    record = json.loads(next(line for line in snapshot_lines(out) if NAME in line))
    evidence = (Evidence(NAME, "", "leitet seit heute"),)
    value = {"action": "accept", "field": "people", "value": NAME, "correction": None, "evidence": evidence}
    DecisionLog(out / "decisions.sqlite").append(
        Decision(document=record["id"], author="anna", note=None, undoes=None, **value)
    )
    return folder


def again(site: Path) -> None:
    with chdir(site):  # a copy of the site has the same names then
        run([Path("pages")], Path("out"), PatternModel(), Settings())


def words(out: Path) -> list[str]:
    return sorted({hit.file for hit in find(out, (NAME, NUMBER, MAILBOX))})


def test_the_search_finds_every_kind_of_file(site: Path) -> None:
    files = words(site / "out")
    for wanted in ("records.jsonl", "state.sqlite", "decisions.sqlite", "runs/000002/before.jsonl.gz",
                   "feed/000001/directory.sqlite", "feed/000001/directory.parquet", "feed/000001/directory.vcf",
                   "feed/000001/html/index.js"):  # fmt: skip
        assert wanted in files


def test_an_erased_person_is_nowhere(site: Path) -> None:
    out = site / "out"
    done = erase(out, subject_of(NAME), "request")
    assert done.left == ()
    assert len(done.documents) == 1
    assert {NAME, NUMBER, MAILBOX} <= set(done.words)
    assert words(out) == []
    for path in out.rglob("*"):
        if path.is_file():
            assert NAME.encode() not in path.read_bytes(), path
    assert any("Erika Musterfrau" in line for line in snapshot_lines(out))


def test_what_is_left_still_fits_together(site: Path) -> None:
    out = site / "out"
    erase(out, subject_of(NAME))
    again(site)
    last = run_ids(out)[-1]
    assert list(records_at(out, last)) == list(snapshot_lines(out))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["unchanged"] == 2, "the erased records are as a run would make them"
    assert words(out) == []


def test_one_can_roll_back_over_an_erasure(site: Path) -> None:
    out = site / "out"
    erase(out, subject_of(NAME))
    wanted = list(records_at(out, "000001"))
    assert rollback(out, "000001").changes.modified.total() == 1
    assert list(snapshot_lines(out)) == wanted
    assert words(out) == []


def test_the_person_does_not_come_back(site: Path) -> None:
    out = site / "out"
    erase(out, subject_of(NAME))
    (site / "pages/neu.txt").write_text(PAGE.replace("02.02.2021", "04.03.2021"), encoding="utf-8")
    again(site)
    published = feed(out, Feed(("csv",), conceal=concealer(out)))
    assert published.counts["person"] == 1
    assert words(out) == []


def test_erasing_again_completes_an_erasure_that_was_interrupted(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = site / "out"
    _break(monkeypatch, "pipeline.privacy.rewrite._feeds")
    with pytest.raises(RuntimeError):
        erase(out, subject_of(NAME))
    monkeypatch.undo()
    assert words(out) != []
    assert erase(out, subject_of(NAME)).left == ()


def _break(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(name, fail)


def test_copies_of_the_records_are_removed(site: Path) -> None:
    out = site / "out"
    write_parquet(out / "records.parquet", snapshot_lines(out), {})
    for name in ("state.sqlite.damaged", "state.sqlite.damaged-wal"):
        (out / name).write_bytes(b"\x00" + NAME.encode())
    done = erase(out, subject_of(NAME))
    assert {"records.parquet", "state.sqlite.damaged", "state.sqlite.damaged-wal"} <= set(done.files)
    assert done.left == ()
    assert words(out) == []


def test_a_contact_alone(site: Path) -> None:
    out = site / "out"
    suppress_contact(out, NUMBER)
    assert not list(find(out, (NUMBER,)))
    assert list(find(out, (NAME,)))
    again(site)
    assert not list(find(out, (NUMBER,)))


def test_an_unknown_person_is_named(site: Path) -> None:
    with pytest.raises(UsageError, match="Nora Niemand"):
        erase(site / "out", subject_of("Nora Niemand"))
    with pytest.raises(UsageError, match="full name"):
        subject_of("Niemand")


def test_the_subject_report_tells_everything(site: Path) -> None:
    report = subject_report(site / "out", subject_of("Scheller, Claus"))
    (holding,) = report.holdings
    assert (holding.phones, holding.emails) == ([NUMBER], [MAILBOX])
    assert NAME in holding.quote
    assert {hit.file for hit in report.files} >= {"records.jsonl", "decisions.sqlite", "state.sqlite"}
    assert json.loads(json.dumps(to_json(report)))["documents"][0]["name"] == NAME


def test_a_feed_leaves_the_suppressed_out(site: Path) -> None:
    out = site / "out"
    erase(out, subject_of(NAME))
    current = latest(out)
    assert current is not None
    assert not list(find(current, (NAME,)))
