"""Folders: what is taken for a document, in which order, and what is passed over."""

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents import RawDocument
from pipeline.errors import UsageError
from pipeline.read import FoundFile, Ignored, Unreadable, find_files, read_inputs, require_inputs


def fill(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Hallo", encoding="utf-8")
    return root


def paths(*inputs: Path, exclude: Path | None = None) -> list[str]:
    return [found.path for found in find_files(inputs, exclude) if isinstance(found, FoundFile)]


def ignored(*inputs: Path, exclude: Path | None = None) -> dict[str, str]:
    entries = (found for found in find_files(inputs, exclude) if isinstance(found, Ignored))
    return {os.path.basename(entry.uri): entry.reason for entry in entries}


def test_a_folder_is_read_through_in_the_order_of_names(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.html", "c/z.htm", "c/a.txt.gz", "B.TXT", "d.jsonl", "e.jsonl.gz", "ä.txt")
    assert paths(tmp_path) == ["B.TXT", "a.html", "b.txt", "c/a.txt.gz", "c/z.htm", "d.jsonl", "e.jsonl.gz", "ä.txt"]


def test_what_is_no_document_is_ignored_with_a_reason(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", ".hidden.txt", "_dump.jsonl", "_old/b.txt", ".git/c.txt", "a.gold.txt", "b.doc", "Makefile")
    assert paths(tmp_path) == ["a.txt"]
    assert ignored(tmp_path) == {
        ".hidden.txt": "hidden file",
        "_dump.jsonl": "hidden file",
        "_old": "hidden folder",
        ".git": "hidden folder",
        "a.gold.txt": "gold annotation",
        "b.doc": "file type .doc",
        "Makefile": "no file type",
    }


def test_a_file_given_by_itself_is_read_whatever_its_name(tmp_path: Path) -> None:
    fill(tmp_path, "_dump.jsonl", "a.pdf")
    assert paths(tmp_path / "_dump.jsonl", tmp_path / "a.pdf") == ["_dump.jsonl", "a.pdf"]


def test_linked_folders_are_not_followed_so_loops_end(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a" / "b.txt")
    assert paths(tmp_path) == ["a/b.txt", "link.txt"]
    assert ignored(tmp_path)["loop"] == "linked folder"


def test_a_link_that_points_to_itself_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    (found,) = read_inputs([tmp_path], 100)
    assert isinstance(found, Unreadable)
    assert found.error.code == "unreadable"


def test_a_linked_folder_given_by_itself_is_read(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.txt")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert paths(tmp_path / "link") == ["b.txt"]


def test_the_output_folder_inside_an_input_is_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "out/records.jsonl")
    assert paths(tmp_path, exclude=tmp_path / "out") == ["a.txt"]
    assert ignored(tmp_path, exclude=tmp_path / "out") == {"out": "output folder"}


def test_an_output_folder_is_no_input(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "in/below/b.txt")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    for given in (tmp_path / "in", tmp_path / "link"):
        with pytest.raises(UsageError, match="is the input and the output folder"):
            require_inputs([given], exclude=tmp_path / "in")
    require_inputs([tmp_path / "in" / "below", tmp_path / "in" / "a.txt"], exclude=tmp_path / "in")


def test_hostile_names_are_valid_text_and_tell_files_apart(tmp_path: Path) -> None:
    for name in (b"a\nb.txt", b"\xff.txt", b"\xfe.txt", b"\x1b[31m.txt", "ü.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"Hallo")
    found = [outcome for outcome in read_inputs([tmp_path], 100) if isinstance(outcome, RawDocument)]
    assert {document.path for document in found} == {"a\nb.txt", "\\xff.txt", "\\xfe.txt", "\x1b[31m.txt", "ü.txt"}
    assert len({document.id for document in found}) == 5
    for document in found:
        (document.uri + document.path).encode()


def test_a_folder_that_cannot_be_listed_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a/x.txt", "b/y.txt")
    listed = os.scandir

    def refuse(folder: Path) -> Any:
        if folder.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    refused, read = read_inputs([tmp_path], 100)
    assert isinstance(refused, Unreadable)
    assert "Permission denied" in refused.error.message
    assert refused.hides == f"{tmp_path}/a/"
    assert isinstance(read, RawDocument)


@pytest.mark.parametrize("names", [(), ("a.docx",), ("_a.txt", ".b.txt"), ("sub/a.gold.txt",)])
def test_a_folder_without_documents_is_a_usage_error_that_names_it(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=tmp_path.name):
        require_inputs([fill(tmp_path, *names)])


def test_a_missing_input_is_a_usage_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.txt does not exist"):
        require_inputs([tmp_path / "gone.txt"])


def test_no_input_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no input"):
        require_inputs([])
