"""The copy of the results below a URL: complete, no more sent than needed, and made whole after an interruption."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.read import location_of
from pipeline.runs import run
from pipeline.runs.mirror import Mirror
from pipeline.settings import Settings
from tests.fakes import PatternModel
from tests.runs.folders import fill, page, process

URL = "memory://records/press"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path)
    return tmp_path / "out"


def copied(store: Any) -> dict[str, bytes]:
    root = "/records/press/"
    return {name.removeprefix(root): store.cat_file(name) for name in store.find(root)}


def published(out: Path) -> dict[str, bytes]:
    files = (file for file in out.rglob("*") if file.is_file() and not file.name.startswith((".lock", "state.sqlite")))
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in files}


class Sent:
    """Counts what is sent, and fails at a file if wanted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails_at: str | None = None) -> None:
        self.names: list[str] = []
        original = Mirror._send

        def send(mirror: Mirror, out: Path, name: str) -> None:
            if name == fails_at:
                raise RuntimeError("no quota")
            self.names.append(name)
            original(mirror, out, name)

        monkeypatch.setattr(Mirror, "_send", send)


def test_the_copy_is_the_output_folder(store: Any, out: Path) -> None:
    Mirror(URL).update(out)
    assert copied(store) == published(out)
    manifest = json.loads(copied(store)["manifest.json"])
    for name, file in manifest["files"].items():
        assert hashlib.sha256(copied(store)[name]).hexdigest() == file["sha256"]


def test_only_what_differs_is_sent_and_the_manifest_last(
    store: Any, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mirror(URL).update(out)
    sent = Sent(monkeypatch)
    process(tmp_path)
    Mirror(URL).update(out)
    assert "records.jsonl" not in sent.names
    assert {name for name in sent.names if name.startswith("runs/000001/")} == set()
    assert sent.names[-1] == "manifest.json"
    assert copied(store) == published(out)


@pytest.mark.parametrize("at", ["runs/000002/manifest.json", "records.jsonl", "manifest.json"])
def test_a_copy_that_was_interrupted_is_made_whole_by_the_next_call(
    store: Any, out: Path, tmp_path: Path, at: str
) -> None:
    Mirror(URL).update(out)
    fill(tmp_path / "in", c=page(3))
    process(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        Sent(patch, fails_at=at)
        with pytest.raises(
            UsageError, match=r"cannot be written \(RuntimeError: no quota\).*the same call publishes them"
        ):
            Mirror(URL).update(out)
    assert json.loads(copied(store)["manifest.json"])["run"] == "000001"
    Mirror(URL).update(out)
    assert copied(store) == published(out)


def test_files_of_another_number_of_shards_are_removed(store: Any, out: Path, tmp_path: Path) -> None:
    Mirror(URL).update(out)
    process(tmp_path, settings=Settings(model="none", shards=16))
    Mirror(URL).update(out)
    assert "records.jsonl" not in copied(store)
    assert copied(store) == published(out)


def test_a_file_that_somebody_removed_is_sent_again(store: Any, out: Path) -> None:
    Mirror(URL).update(out)
    store.rm_file("/records/press/records.jsonl")
    Mirror(URL).update(out)
    assert copied(store) == published(out)


def test_a_damaged_manifest_of_the_copy_costs_a_full_copy(store: Any, out: Path) -> None:
    store.pipe_file("/records/press/manifest.json", b'{"files": []}')
    Mirror(URL).update(out)
    assert copied(store) == published(out)


def test_a_target_without_a_scheme_is_refused() -> None:
    with pytest.raises(UsageError, match=r"--publish /srv/www is no URL"):
        Mirror("/srv/www")


def test_a_file_url_writes_a_folder(out: Path, tmp_path: Path) -> None:
    Mirror((tmp_path / "copy").as_uri()).update(out)
    assert published(tmp_path / "copy") == published(out)


def test_from_store_to_store(store: Any, tmp_path: Path) -> None:
    store.pipe_file("/crawl/a.txt", page(1).encode())
    store.pipe_file("/crawl/b.txt", page(2).encode())
    settings = Settings(model="none")
    first = run([location_of("memory://crawl")], tmp_path / "out", PatternModel(), settings, complete=True)
    assert (first.counts.emitted, first.inputs) == (2, ("memory://crawl",))
    store.pipe_file("/crawl/b.txt", page(3).encode())
    second = run([location_of("memory://crawl")], tmp_path / "out", PatternModel(), settings, complete=True)
    assert (second.counts.emitted, second.counts.unchanged) == (1, 1)
    store.rm_file("/crawl/a.txt")
    third = run([location_of("memory://crawl")], tmp_path / "out", PatternModel(), settings, complete=True)
    assert (third.counts.inputs, third.changes.deleted) == (1, 1)
