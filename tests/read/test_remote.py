"""Inputs named by a URL: read like files, with the same ids, and with errors that a user can act upon."""

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents import RawDocument
from pipeline.errors import UsageError
from pipeline.read import (
    FoundFile,
    Ignored,
    StoredFile,
    Unreadable,
    find_files,
    location_of,
    open_inputs,
    read_inputs,
    remote,
    require_inputs,
)
from pipeline.read.remote import RemotePath, filesystem

LIMIT = 1000
TEXT = "Guten Tag aus Köln, hier spricht das Presseamt.\n"


def put(store: Any, **files: bytes) -> None:
    for name, data in files.items():
        store.pipe_file(f"/crawl/{name.replace('__', '/').replace('_', '.')}", data)


def dump(*ids: str) -> bytes:
    return "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ids).encode()


def archive() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT.encode()
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
        "WARC-Target-URI: https://stadt.example/a\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def test_a_folder_is_read_like_one_of_this_machine(store: Any, tmp_path: Path) -> None:
    files = {"a_txt": TEXT.encode(), "b__c_html": b"<p>Hallo</p>", "_hidden_txt": b"x", "b__d_doc": b"x", "B_txt": b"y"}
    put(store, **files)
    for name in store.find("/crawl"):
        local = tmp_path / name.removeprefix("/crawl/")
        local.parent.mkdir(exist_ok=True)
        local.write_bytes(store.cat_file(name))
    seen = [list(find_files([location])) for location in (RemotePath("memory://crawl"), tmp_path)]
    paths = [[found.path for found in files if isinstance(found, FoundFile)] for files in seen]
    assert paths[0] == paths[1] == ["B.txt", "a.txt", "b/c.html"]
    reasons = [[found.reason for found in files if isinstance(found, Ignored)] for files in seen]
    assert reasons[0] == reasons[1] == ["hidden file", "file type .doc"]
    remote_ids, local_ids = (
        [outcome.id for outcome in read_inputs([location], LIMIT) if isinstance(outcome, RawDocument)]
        for location in (RemotePath("memory://crawl"), tmp_path)
    )
    assert remote_ids == local_ids


def test_a_document_has_the_url_as_uri_and_travels_to_workers(store: Any) -> None:
    put(store, a_txt=TEXT.encode())
    (found,) = open_inputs([location_of("memory://crawl/a.txt")], LIMIT)
    assert isinstance(found, StoredFile)
    document = pickle.loads(pickle.dumps(found)).decoded(LIMIT)  # noqa: S301  # ours
    assert (document.uri, document.path, document.text) == ("memory://crawl/a.txt", "a.txt", TEXT)


@pytest.mark.parametrize(("name", "data"), [("d_jsonl", dump("1", "2")), ("d_jsonl_gz", gzip.compress(dump("1", "2")))])
def test_a_dump_is_read_line_by_line(store: Any, name: str, data: bytes) -> None:
    put(store, **{name: data})
    outcomes = list(read_inputs([RemotePath(f"memory://crawl/{name.replace('_', '.')}")], LIMIT))
    assert [outcome.uri.rpartition("#")[2] for outcome in outcomes] == ["1", "2"]
    assert all(isinstance(outcome, RawDocument) and outcome.text == TEXT for outcome in outcomes)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_is_read(store: Any, pack: Any) -> None:
    put(store, w_warc=pack(archive()))
    (page,) = read_inputs([RemotePath("memory://crawl/w.warc")], LIMIT)
    assert isinstance(page, RawDocument)
    assert (page.url, page.text) == ("https://stadt.example/a", TEXT)


def test_a_file_url_reads_a_file_and_follows_no_loop(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = list(find_files([location_of(tmp_path.as_uri())]))
    assert [one.path for one in found if isinstance(one, FoundFile)] == ["a.txt"]
    assert [one.reason for one in found if isinstance(one, Ignored)] == ["linked folder"]


def test_one_over_the_limit_is_refused_without_being_read_to_its_end(store: Any) -> None:
    put(store, a_txt=b"x" * (LIMIT + 1), b_txt=b"x" * LIMIT)
    large, exact = read_inputs([RemotePath("memory://crawl")], LIMIT)
    assert isinstance(large, Unreadable)
    assert large.error.code == "too-large"
    assert isinstance(exact, RawDocument)


class Unreliable:
    """A file whose connection is lost with an error of the store's own."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, _size: int) -> bytes:
        if not self._data:
            raise RuntimeError("connection reset")
        data, self._data = self._data, b""
        return data

    def tell(self) -> int:
        return 0

    def close(self) -> None:
        pass


def test_a_lost_connection_hides_the_rest_of_a_dump(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, d_jsonl=dump("1"))
    monkeypatch.setattr(type(store), "open", lambda *_arguments: Unreliable(dump("1")))
    document, rest = read_inputs([RemotePath("memory://crawl/d.jsonl")], LIMIT)
    assert isinstance(document, RawDocument)
    assert isinstance(rest, Unreadable)
    assert (rest.error.code, rest.hides) == ("unreadable", "memory://crawl/d.jsonl#")
    assert "RuntimeError: connection reset" in rest.error.message


def test_a_folder_that_cannot_be_listed_costs_itself_and_hides_what_is_below(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, a_txt=TEXT.encode(), b__c_txt=b"x")
    listed = type(store).ls

    def refusing(system: Any, path: str, **options: Any) -> Any:
        if path.endswith("/b"):
            raise PermissionError(13, "no access")
        return listed(system, path, **options)

    monkeypatch.setattr(type(store), "ls", refusing)
    first, second = find_files([RemotePath("memory://crawl")])
    assert isinstance(first, FoundFile)
    assert isinstance(second, Unreadable)
    assert second.hides == "memory://crawl/b/"


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("memory://crawl/gone.txt", "does not exist"),
        ("nowhere://crawl/a.txt", "cannot be used"),
        ("https://erika:secret@stadt.example/a.txt", "a URL with a password"),
    ],
)
def test_a_url_that_cannot_work_is_told_before_the_run(store: Any, url: str, named: str) -> None:
    with pytest.raises(UsageError, match=named) as caught:
        require_inputs([location_of(url)])
    assert "secret" not in str(caught.value)


def test_a_missing_package_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(remote, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install 'press-records\[remote\]'"):
        filesystem("s3://bucket/a.jsonl")


@pytest.mark.parametrize("text", ["crawl/a.txt", "/srv/crawl", "C:/crawl", "a:b.txt", "x//y"])
def test_a_path_is_no_url(text: str) -> None:
    assert location_of(text) == Path(text)


def test_the_name_of_a_page_has_no_query() -> None:
    assert RemotePath("https://stadt.example/dump.jsonl?page=1").name == "dump.jsonl"
    assert RemotePath("s3://bucket/a?b.txt").name == "a?b.txt"
