"""JSONL dumps: one document a line; a bad line costs itself only and is found by its number."""

import gzip
import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents import RawDocument
from pipeline.read import Unreadable, read_inputs
from pipeline.read.dates import iso_date
from pipeline.read.identity import document_id


def dump(tmp_path: Path, lines: Sequence[dict[str, Any] | bytes], name: str = "dump.jsonl") -> Path:
    file = tmp_path / name
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return file


def read(file: Path, limit: int = 1000) -> list[RawDocument | Unreadable]:
    return [outcome for outcome in read_inputs([file], limit) if isinstance(outcome, RawDocument | Unreadable)]


def document(tmp_path: Path, line: dict[str, Any] | bytes) -> RawDocument:
    (found,) = read(dump(tmp_path, [line]))
    assert isinstance(found, RawDocument)
    return found


def refusal(tmp_path: Path, line: dict[str, Any] | bytes) -> Unreadable:
    (found,) = read(dump(tmp_path, [line]))
    assert isinstance(found, Unreadable)
    return found


def test_every_field_of_a_line_is_taken(tmp_path: Path) -> None:
    line = {
        "id": "4711", "url": "https://www.stadt.example/pm/1", "title": "Titel", "html": "<p>Hallo",
        "published": "2021-02-02", "retrieved": "2021-02-03T04:05:06Z", "spider": "pm",
    }  # fmt: skip
    found = document(tmp_path, line)
    assert (found.uri, found.path) == (f"{tmp_path}/dump.jsonl#4711", "dump.jsonl#4711")
    assert (found.url, found.title, found.text) == (line["url"], "Titel", "<p>Hallo")
    assert (found.published, found.retrieved, found.media_type) == ("2021-02-02", line["retrieved"], "text/html")
    assert found.id == document_id(line["url"])


def test_without_url_the_id_comes_from_path_and_line_id(tmp_path: Path) -> None:
    assert document(tmp_path, {"id": 7, "text": "Hallo"}).id == document_id("dump.jsonl#7")


def test_without_any_id_a_line_is_called_by_its_number(tmp_path: Path) -> None:
    first, second = read(dump(tmp_path, [{"text": "a"}, b"  ", {"text": "b"}]))
    assert (first.uri[-7:], second.uri[-7:]) == ("#line-1", "#line-3")


def test_a_page_wins_over_its_text(tmp_path: Path) -> None:
    assert document(tmp_path, {"html": "<p>Hallo", "text": "Hallo"}).media_type == "text/html"
    assert document(tmp_path, {"html": " ", "text": "Hallo"}).media_type == "text/plain"
    assert document(tmp_path, {"text": "<!doctype html><p>Hallo"}).media_type == "text/html"


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        (b'{"text": "Hallo"', "bad-json", "line 1"),
        (b"Hallo", "bad-json", "one JSON object"),
        (b'["Hallo"]', "bad-json", "a JSON array"),
        (b"null", "bad-json", "a JSON null"),
        (b"NaN", "bad-json", "a JSON null"),
        (b"true", "bad-json", "a JSON boolean"),
        (b"4711", "bad-json", "a JSON number"),
        (b"1e9", "bad-json", "a JSON number"),
        (b'"Hallo"', "bad-json", "a JSON string"),
        (b'{"text": NaN}', "empty", "neither 'text' nor 'html'"),
        (b"[" * 900, "bad-json", "line 1"),
        (b'{"text": ["Hallo"]}', "bad-line", "'text'"),
        (b'{"text": "Hallo", "url": {}}', "bad-line", "'url'"),
        (b'{"body": "Hallo"}', "empty", "field names"),
        (b'{"text": "  "}', "empty", "neither"),
        (b'{"text": "' + b"a" * 2000 + b'"}', "too-large", "--max-bytes"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: bytes, code: str, named: str) -> None:
    found = refusal(tmp_path, line)
    assert found.error.code == code
    assert named in found.error.message
    assert found.uri.endswith("dump.jsonl#line-1")


def test_the_lines_around_a_bad_one_are_read(tmp_path: Path) -> None:
    found = read(dump(tmp_path, [{"text": "a"}, b"{", b"x" * 5000, {"text": "b"}, b""]))
    assert [type(outcome) for outcome in found] == [RawDocument, Unreadable, Unreadable, RawDocument]
    assert [outcome.uri.partition("#")[2] for outcome in found] == ["line-1", "line-2", "line-3", "line-4"]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("size", [999, 1000, 1001])
def test_the_limit_counts_the_line_without_its_end(tmp_path: Path, size: int, end: bytes) -> None:
    line = b'{"text": "' + b"a" * (size - 12) + b'"}'
    (found,) = read(dump(tmp_path, [line + end]))
    assert isinstance(found, RawDocument) == (size <= 1000)


@pytest.mark.parametrize(("size", "reason"), [(1000, "bad-json"), (1001, "too-large")])
def test_a_byte_order_mark_does_not_count(tmp_path: Path, size: int, reason: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"x" * size + b"\n")
    (found,) = read(file)
    assert isinstance(found, Unreadable)
    assert found.error.code == reason


def test_a_long_line_is_passed_over_without_being_held(tmp_path: Path) -> None:
    file = dump(tmp_path, [b"x" * 50_000_000, {"text": "Hallo"}])
    tracemalloc.start()
    try:
        found = read(file, limit=1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [type(outcome) for outcome in found] == [Unreadable, RawDocument]
    assert peak < 10_000_000


def test_a_compressed_dump(tmp_path: Path) -> None:
    (found,) = read(dump(tmp_path, [{"id": "a", "text": "Hallo"}], "dump.jsonl.gz"))
    assert found.uri.endswith("dump.jsonl.gz#a")


def test_a_compressed_dump_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    file = dump(tmp_path, [{"text": f"Hallo {number} " * 50} for number in range(500)], "dump.jsonl.gz")
    file.write_bytes(file.read_bytes()[:-200])
    found = read(file)
    assert isinstance(found[0], RawDocument)
    last = found[-1]
    assert isinstance(last, Unreadable)
    assert (last.error.code, f"from line {len(found)} on" in last.error.message) == ("bad-gzip", True)


def test_a_dump_in_utf16_is_refused_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text('{"text": "Hallo"}', encoding="utf-16")
    (found,) = read(file)
    assert isinstance(found, Unreadable)
    assert "iconv" in found.error.message


def test_a_byte_order_mark_and_a_line_in_windows_1252_are_read(tmp_path: Path) -> None:
    lines = [b'\xef\xbb\xbf{"text": "Gr\xc3\xbc\xc3\x9fe"}', b'{"text": "Gr\xfc\xdfe"}']
    found = read(dump(tmp_path, lines))
    assert [outcome.text for outcome in found if isinstance(outcome, RawDocument)] == ["Grüße", "Grüße"]


def test_the_empty_cells_of_a_table_are_no_values(tmp_path: Path) -> None:
    line = b'{"id": NaN, "url": NaN, "title": NaN, "published": NaN, "html": -Infinity, "text": "Hallo"}'
    first, second = read(dump(tmp_path, [line, line]))
    assert isinstance(first, RawDocument)
    assert (first.path, first.url, first.title, first.published) == ("dump.jsonl#line-1", None, None, None)
    assert (first.text, first.media_type, first.issues) == ("Hallo", "text/plain", ())
    assert second.path == "dump.jsonl#line-2"


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    assert document(tmp_path, rb'{"text": "a \ud83d b \ud83d\ude00", "title": "\udc00"}').text == "a � b 😀"


def test_an_unusable_publication_date_is_an_issue(tmp_path: Path) -> None:
    found = document(tmp_path, {"text": "Hallo", "published": "gestern"})
    assert (found.published, [issue.code for issue in found.issues]) == (None, ["published-unusable"])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2021-02-02", "2021-02-02"),
        (" 2021-02-02T18:00:00Z ", "2021-02-02T18:00:00+00:00"),
        ("20210202", "2021-02-02"),
        ("2021-02-02T18:00:00+01:00", "2021-02-02T18:00:00+01:00"),
        ("Tue, 02 Feb 2021 18:00:00 +0100", "2021-02-02T18:00:00+01:00"),
        ("1612285200", None),
        ("02.02.2021", None),
        ("2021-02-30", None),
        ("Tue, 99 Feb 2021 18:00:00 +0100", None),
        ("", None),
    ],
)
def test_iso_dates(stated: str, expected: str | None) -> None:
    assert iso_date(stated) == expected
