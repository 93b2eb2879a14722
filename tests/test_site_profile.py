"""Site profiles: what pages of one site share goes, whatever the order; contact data stays."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.clean import block_texts, clean
from pipeline.cli.app import app
from pipeline.documents import RawDocument
from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings
from pipeline.site_profile import load_profile, profile_of

CLAIM = "Musterstadt macht Mut und sucht kluge Köpfe für morgen, jeden Tag aufs Neue und mit großer Freude am Tun."
TOPICS = ("Stadtrat", "Kreistag", "Jugendrat")
CONTACT = "Pressestelle: Erika Beispiel, Telefon 01234 567-89"


def page(topic: str) -> str:
    return f"""<html><body><main><article><h1>Der {topic} hat entschieden</h1>
<p>Der {topic} hat am Montag einstimmig beschlossen, die Bücherei in der Hauptstraße länger zu öffnen als bisher.</p>
<p>{CLAIM}</p>
<p>Das teilte die Leiterin des Hauses nach der Sitzung mit, in der auch über den {topic} selbst gesprochen wurde.</p>
<p>{CONTACT}</p></article></main></body></html>"""


def raw(text: str) -> RawDocument:
    return RawDocument("id", "uri", "path", "text/html", "utf-8", "0" * 64, text)


PAGES = [raw(page(topic)) for topic in TOPICS]
PROFILE = profile_of(map(block_texts, PAGES))


def test_a_repeated_block_goes_and_names_its_rule() -> None:
    without, _ = clean(PAGES[0])
    with_profile, _ = clean(PAGES[0], PROFILE)
    assert CLAIM in without.text
    assert CLAIM not in with_profile.text
    assert "Der Stadtrat hat am Montag" in with_profile.text
    assert "site-profile:repeated" in {block.rule for block in with_profile.removed}


def test_contact_data_stays_although_it_stands_on_every_page() -> None:
    assert CONTACT in clean(PAGES[0], PROFILE)[0].text


def test_the_order_of_the_pages_does_not_matter() -> None:
    assert profile_of(map(block_texts, reversed(PAGES))).to_json() == PROFILE.to_json()


def test_too_few_pages_are_refused() -> None:
    with pytest.raises(SettingsError, match="at least 3 pages"):
        profile_of(map(block_texts, PAGES[:2]))


def test_the_content_of_a_profile_counts_in_the_fingerprint_and_its_place_does_not(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(PROFILE.to_json(), encoding="utf-8")
    first, second = (load_settings(site_profile=tmp_path / name) for name in ("a.json", "b.json"))
    assert first.sha256() == second.sha256() != Settings().sha256()
    assert first.site_profile == PROFILE


def test_a_profile_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text(PROFILE.to_json(), encoding="utf-8")
    monkeypatch.setenv("PRESS_RECORDS_SITE_PROFILE", str(tmp_path / "a.json"))
    assert load_settings().site_profile == PROFILE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid JSON"),
        ("[]", "is no site profile"),
        ('{"schema": "other"}', "is no site profile"),
        ('{"schema": "press-site-profile/1", "pages": 3, "blocks": [1]}', "'blocks' a list of keys"),
    ],
)
def test_what_is_no_profile_is_named(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_profile(tmp_path / "p.json")


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(site_profile=tmp_path / "gone.json")


def test_the_command_prints_a_profile_that_a_run_takes(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for topic in TOPICS:
        (tmp_path / "pages" / f"{topic}.html").write_text(page(topic), encoding="utf-8")
    printed = CliRunner().invoke(app, ["site-profile", str(tmp_path / "pages")])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout)["pages"] == 3
    (tmp_path / "profile.json").write_text(printed.stdout, encoding="utf-8")
    arguments = ["run", str(tmp_path / "pages"), "--out", str(tmp_path / "out"), "--model", "none", "--workers", "1"]
    assert CliRunner().invoke(app, [*arguments, "--site-profile", str(tmp_path / "profile.json")]).exit_code == 0
    records = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [CLAIM in json.loads(line)["text"] for line in records] == [False, False, False]


class OneOccasion:
    """A folder in which documents have arrived once."""

    def __init__(self, *_: object) -> None:
        self.stop = lambda: None

    def __iter__(self) -> Iterator[float]:
        return iter((0.0,))


@pytest.mark.parametrize("profiled", [True, False])
def test_watch_takes_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, profiled: bool) -> None:
    monkeypatch.setattr("pipeline.cli.watch.Occasions", OneOccasion)
    folder, profile, out = tmp_path / "pages", tmp_path / "profile.json", tmp_path / "out"
    folder.mkdir()
    for topic in TOPICS:
        (folder / f"{topic}.html").write_text(page(topic), encoding="utf-8")
    profile.write_text(CliRunner().invoke(app, ["site-profile", str(folder)]).stdout, encoding="utf-8")
    options = ["--site-profile", str(profile)] if profiled else []
    result = CliRunner().invoke(
        app, ["watch", str(folder), "--out", str(out), "--model", "none", "--workers", "1", *options]
    )
    assert result.exit_code == 0, result.output
    lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) == len(TOPICS)
    assert [CLAIM in text for text in texts] == [not profiled] * len(TOPICS)
    assert all(CONTACT in text for text in texts)
