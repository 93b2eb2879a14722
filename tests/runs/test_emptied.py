"""Inputs that hold nothing any more: the last documents are gone only where the user says that it is no mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app as cli
from pipeline.cli import watch as watch_command
from pipeline.errors import EmptyInputError, PipelineError, UsageError
from pipeline.runs import upkeep
from pipeline.runs.emptied import Emptied, Outlook
from pipeline.store import run_ids, snapshot_lines
from tests.fakes import RELEASE
from tests.runs.folders import delta, fill, page, process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that was emptied after a run over its two documents."""
    folder = fill(tmp_path / "in", a=page(1), b=page(2))
    process(tmp_path)
    for file in folder.iterdir():
        file.unlink()
    return folder


def test_an_emptied_folder_is_refused_and_named_with_the_flag(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(EmptyInputError, match=r"in holds nothing to read.*--allow-empty"):
        process(tmp_path, complete=True)
    with pytest.raises(EmptyInputError, match="in holds nothing to read") as caught:
        process(tmp_path)
    assert "--allow-empty" not in str(caught.value)
    assert len(list(snapshot_lines(tmp_path / "out"))) == 2


def test_the_last_documents_can_be_gone_and_come_back(tmp_path: Path, folder: Path) -> None:
    manifest = process(tmp_path, complete=True, allow_empty=True)
    assert (manifest.counts.inputs, manifest.changes.gone, manifest.changes.records) == (0, 2, 0)
    assert [entry[0] for entry in delta(tmp_path / "out", "000002")] == ["DEL", "DEL"]
    assert upkeep.condition(tmp_path / "out").documents == {"gone": 2}
    fill(folder, a=page(1))
    assert process(tmp_path, complete=True).changes.added == 1


def test_an_empty_folder_takes_nothing_away_where_it_is_not_all_there_is(tmp_path: Path, folder: Path) -> None:
    manifest = process(tmp_path, allow_empty=True)
    assert (manifest.changes.records, manifest.changes.deleted) == (2, 0)


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_a_dump_without_a_document_is_refused_as_well(tmp_path: Path, folder: Path, data: bytes) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(data)
    with pytest.raises(EmptyInputError, match=r"dump\.jsonl holds no document.*all 2 documents.*--allow-empty"):
        process(tmp_path, dump, complete=True)
    assert process(tmp_path, dump).changes.records == 2
    assert process(tmp_path, dump, complete=True, allow_empty=True).changes.gone == 2
    assert process(tmp_path, dump, complete=True).changes.records == 0, "there is nothing to lose"


def test_the_flag_does_not_hide_a_mistyped_name(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UsageError, match="typo does not exist"):
        process(tmp_path, folder, tmp_path / "typo", complete=True, allow_empty=True)


def outlook(folders: list[Path], out: Path, *, complete: bool, allowed: bool) -> Outlook:
    return Emptied(folders, out, complete=complete, allowed=allowed).look()


def test_watching_an_empty_folder(tmp_path: Path, folder: Path) -> None:
    out, full = tmp_path / "out", fill(tmp_path / "full", c=page(3))
    assert outlook([folder], out, complete=False, allowed=False) == Outlook(due=False, complete=False)
    assert outlook([folder], out, complete=True, allowed=True) == Outlook(due=True, complete=True)
    assert outlook([full], out, complete=True, allowed=False) == Outlook(due=True, complete=True)
    assert outlook([folder, full], out, complete=False, allowed=False) == Outlook(due=True, complete=False)
    assert outlook([folder, full], out, complete=True, allowed=True) == Outlook(due=True, complete=True)
    doubtful = outlook([folder, full], out, complete=True, allowed=False)
    assert (doubtful.due, doubtful.complete) == (True, False)
    assert doubtful.warning is not None
    assert "in holds nothing to read" in doubtful.warning


def test_an_empty_folder_is_told_once_and_again_when_it_is_emptied_again(tmp_path: Path, folder: Path) -> None:
    emptied = Emptied([folder], tmp_path / "out", complete=True, allowed=False)
    first = emptied.look()
    assert (first.due, first.warning is None) == (False, False)
    assert emptied.look().warning is None
    fill(folder, a=page(1))
    assert emptied.look() == Outlook(due=True, complete=True)
    (folder / "a.txt").unlink()
    assert emptied.look().warning == first.warning


@pytest.mark.parametrize("allowed", [False, True])
def test_where_nothing_has_been_an_empty_folder_is_no_occasion(tmp_path: Path, allowed: bool) -> None:
    (tmp_path / "in").mkdir()
    assert outlook([tmp_path / "in"], tmp_path / "out", complete=True, allowed=allowed) == Outlook(
        due=False, complete=True
    )
    assert not (tmp_path / "out").exists()


def watched(
    monkeypatch: pytest.MonkeyPatch, folder: Path, out: Path, *flags: str, between: Callable[[], None]
) -> Result:
    """The command with two occasions for a run, and something that happens between them."""

    class Occasions:
        def __init__(self, *_: object) -> None:
            self.stop = None

        def __iter__(self) -> object:
            yield None
            between()
            yield None
            yield None

    monkeypatch.setattr(watch_command, "Occasions", Occasions)
    monkeypatch.setattr(watch_command, "_stoppable", lambda _stop: pytest.MonkeyPatch.context())
    line = ["watch", str(folder), "--out", str(out), "--model", "none", "--workers", "1", "--complete", *flags]
    result = CliRunner().invoke(cli.app, line)
    if result.exception is not None and not isinstance(result.exception, PipelineError):
        raise result.exception
    return result


@pytest.mark.parametrize(("flags", "left"), [((), 1), (("--allow-empty",), 0)])
def test_the_last_document_that_leaves_a_watched_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], left: int
) -> None:
    folder, out = fill(tmp_path / "in", a=RELEASE), tmp_path / "out"
    result = watched(monkeypatch, folder, out, *flags, between=(folder / "a.txt").unlink)
    assert result.exit_code == 0
    assert len(list(snapshot_lines(out))) == left
    assert result.stderr.count("holds nothing to read") == left
    assert len(run_ids(out)) == 2 - left
