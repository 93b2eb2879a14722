"""Single files: what is read, what is refused, and with which reason."""

import os
from pathlib import Path

import pytest

from pipeline.documents import RawDocument
from pipeline.read import Unreadable, read_inputs
from tests.read.archives import gzipped

LIMIT = 1000


def read_one(file: Path, limit: int = LIMIT) -> RawDocument | Unreadable:
    outcomes = list(read_inputs([file], limit))
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], RawDocument | Unreadable)
    return outcomes[0]


def document(file: Path, limit: int = LIMIT) -> RawDocument:
    found = read_one(file, limit)
    assert isinstance(found, RawDocument)
    return found


def refusal(file: Path, limit: int = LIMIT) -> tuple[str, str]:
    found = read_one(file, limit)
    assert isinstance(found, Unreadable)
    return found.error.code, found.error.message


def store(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def test_a_text_file(tmp_path: Path) -> None:
    found = document(store(tmp_path, "a.txt", "Grüße\r\naus Köln".encode()))
    assert (found.text, found.encoding, found.media_type) == ("Grüße\r\naus Köln", "utf-8", "text/plain")
    assert (found.uri, found.path) == (str(tmp_path / "a.txt"), "a.txt")
    assert found.issues == ()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.html", "Hallo", "text/html"),
        ("a.HTM", "Hallo", "text/html"),
        ("a.txt", "\n<!DOCTYPE html><p>Hallo", "text/html"),
        ("a.txt", '<?xml version="1.0"?>\n<!-- x --><html lang="de">', "text/html"),
        ("a.txt", "Das Element <html> steht am Anfang.", "text/plain"),
        ("release", "Hallo", "text/plain"),
    ],
)
def test_the_media_type_comes_from_suffix_or_content(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    assert document(store(tmp_path, name, content.encode())).media_type == media_type


def test_gzip_is_told_by_its_bytes_and_hashed_as_stored(tmp_path: Path) -> None:
    data = gzipped(b"Hallo")
    named, bare = document(store(tmp_path, "a.html.gz", data)), document(store(tmp_path, "b.txt", data))
    assert (named.text, named.media_type, named.issues) == ("Hallo", "text/html", ())
    assert (bare.text, [issue.code for issue in bare.issues]) == ("Hallo", ["gzip-name"])
    assert named.sha256 == bare.sha256


def test_gzip_by_name_only_is_read_as_it_is(tmp_path: Path) -> None:
    found = document(store(tmp_path, "a.txt.gz", b"Hallo"))
    assert (found.text, [issue.code for issue in found.issues]) == ("Hallo", ["gzip-name"])


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-9], lambda data: data[:-5] + b"\0" + data[-4:], lambda data: data[:4]]
)
def test_damaged_gzip_is_refused(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    code, message = refusal(store(tmp_path, "a.txt.gz", damage(gzipped(b"Hallo Welt" * 9))))
    assert code == "bad-gzip"
    assert "fetch the file again" in message


def test_a_compression_bomb_is_not_unpacked(tmp_path: Path) -> None:
    code, message = refusal(store(tmp_path, "a.txt.gz", gzipped(b"a" * 5_000_000)), limit=100_000)
    assert code == "too-large"
    assert "--max-bytes" in message


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store(tmp_path, "a.txt", b"")
    os.truncate(file, 200 * 1024 * 1024)  # sparse: takes no space
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file is opened"))
    code, message = refusal(file, limit=20 * 1024 * 1024)
    assert code == "too-large"
    assert "20.0 MB" in message
    assert "max_bytes" in message


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    assert len(document(store(tmp_path, "a.txt", b"a" * LIMIT)).text) == LIMIT


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe\x20\x00", gzipped(b"")])
def test_a_file_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(store(tmp_path, "a.txt", data))[0] == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0JFIF",
        b"PK\x03\x04",
        bytes(range(256)) * 3,
        b"a\0\0\0" * 50,
    ],
)
def test_binary_files_are_refused(tmp_path: Path, data: bytes) -> None:
    code, message = refusal(store(tmp_path, "a.txt", data))
    assert code == "binary"
    assert "convert" in message


def test_a_single_stray_zero_does_not_make_a_text_binary(tmp_path: Path) -> None:
    assert "\0" in document(store(tmp_path, "a.txt", b"Hallo Welt. " * 20 + b"\0")).text


def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    assert refusal(pipe)[0] == "unreadable"


def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert refusal(tmp_path / "a.txt")[0] == "unreadable"


def test_a_file_that_may_not_be_read_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = store(tmp_path, "a.txt", b"Hallo")
    monkeypatch.setattr(Path, "open", refuse)
    code, message = refusal(file)
    assert code == "unreadable"
    assert "Permission denied" in message


def test_the_id_depends_on_the_path_below_the_root_only(tmp_path: Path) -> None:
    for root in ("one", "two"):
        (tmp_path / root / "sub").mkdir(parents=True)
        store(tmp_path / root / "sub", "a.txt", b"Hallo")
    one, two = (next(iter(read_inputs([tmp_path / root], LIMIT))) for root in ("one", "two"))
    assert isinstance(one, RawDocument)
    assert isinstance(two, RawDocument)
    assert (one.id, one.path) == (two.id, "sub/a.txt")
    assert one.uri != two.uri
