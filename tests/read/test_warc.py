"""Web archives: which records are pages, what is passed over, what a break costs, and flat memory."""

import gzip
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents import RawDocument
from pipeline.read import FoundFile, Ignored, Outcome, Unreadable, read_inputs
from pipeline.read.identity import document_id
from pipeline.read.warc import read_archive
from tests.read.archives import HTML, OK, gzipped, warc_record

LIMIT = 100_000


def read(folder: Path, data: bytes | Sequence[bytes], name: str = "a.warc", limit: int = LIMIT) -> list[Outcome]:
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else b"".join(data))
    return list(read_inputs([file], limit))


def document(folder: Path, data: bytes) -> RawDocument:
    (found,) = read(folder, data)
    assert isinstance(found, RawDocument)
    return found


def refusal(folder: Path, data: bytes) -> Unreadable:
    (found,) = read(folder, data)
    assert isinstance(found, Unreadable)
    return found


def ignored(folder: Path, data: bytes) -> str:
    (found,) = read(folder, data)
    assert isinstance(found, Ignored)
    return found.reason


def test_every_field_of_a_page_is_taken(tmp_path: Path) -> None:
    found = document(tmp_path, warc_record(7, "<p>Grüße".encode()))
    assert (found.uri, found.path) == (f"{tmp_path}/a.warc#urn:uuid:7", "a.warc#urn:uuid:7")
    assert (found.url, found.retrieved) == ("https://stadt.example/pm/7", "2021-02-02T10:00:00Z")
    assert (found.text, found.media_type, found.encoding) == ("<p>Grüße", "text/html", "utf-8")
    assert (found.title, found.published, found.issues) == (None, None, ())
    assert found.id == document_id("https://stadt.example/pm/7")


@pytest.mark.parametrize(
    "pack",
    [
        b"".join,
        lambda records: b"".join(map(gzipped, records)),  # as the standard recommends: a member for each record
        lambda records: gzipped(b"".join(records)),
    ],
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.GZ"])
def test_archives_are_read_compressed_or_not_whatever_their_name(tmp_path: Path, pack: object, name: str) -> None:
    assert callable(pack)
    found = read(tmp_path, pack([warc_record(number) for number in range(3)]), name)
    assert [outcome.uri.partition("#")[2] for outcome in found] == ["urn:uuid:0", "urn:uuid:1", "urn:uuid:2"]
    assert all(isinstance(outcome, RawDocument) for outcome in found)


def test_the_charset_of_the_http_header_goes_before_the_page(tmp_path: Path) -> None:
    head = OK + b"Content-Type: text/html; charset=ISO-8859-2\r\n"
    page = '<meta charset="iso-8859-1"><p>Łódź'.encode("iso-8859-2")
    found = document(tmp_path, warc_record(1, page, head=head))
    assert (found.encoding, found.text[-4:]) == ("iso8859-2", "Łódź")


def test_plain_text_and_pages_without_type_are_read(tmp_path: Path) -> None:
    plain = document(tmp_path, warc_record(1, b"Hallo", head=OK + b"content-type: Text/Plain\r\n"))
    untyped = document(tmp_path, warc_record(1, b"<!doctype html><p>Hallo", head=OK))
    assert (plain.media_type, untyped.media_type) == ("text/plain", "text/html")


def test_without_id_or_url_a_page_is_called_by_its_number(tmp_path: Path) -> None:
    nameless = warc_record(1, url=None).replace(b"WARC-Record-ID: <urn:uuid:1>\r\n", b"")
    found = document(tmp_path, nameless)
    assert (found.path, found.url, found.id) == ("a.warc#record-1", None, document_id("a.warc#record-1"))


def test_an_address_in_angle_brackets_is_read(tmp_path: Path) -> None:
    assert document(tmp_path, warc_record(1, url=b"<https://stadt.example/>")).url == "https://stadt.example/"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (warc_record(1, kind=b"request"), "WARC record request"),
        (warc_record(1, kind=b"warcinfo"), "WARC record warcinfo"),
        (warc_record(1, kind=b"revisit"), "WARC record revisit"),
        (warc_record(1, kind=b"made-up"), "WARC record of other type"),
        (warc_record(1).replace(b"application/http", b"text/dns-answer"), "WARC response without HTTP"),
        (warc_record(1, head=b"HTTP/1.1 404 Not Found\r\n" + HTML), "HTTP status 404"),
        (warc_record(1, head=b"HTTP/1.1 301 Moved\r\n" + HTML), "HTTP status 301"),
        (warc_record(1, head=b"HTTP/1.1 999 Denied\r\n" + HTML), "HTTP status unknown"),
        (warc_record(1, head=OK + b"Content-Type: image/png\r\n"), "HTTP content image"),
        (warc_record(1, head=OK + b"Content-Type: text/css\r\n"), "HTTP content text"),
        (warc_record(1, head=OK + b"Content-Type: x-\x1b[31m/y\r\n"), "HTTP content unknown"),
        (warc_record(1, url=b"https://stadt.example/robots.txt"), "robots.txt"),
    ],
)
def test_what_is_no_page_is_passed_over_with_a_reason_from_a_closed_list(
    tmp_path: Path, record: bytes, reason: str
) -> None:
    assert ignored(tmp_path, record) == reason


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (warc_record(1, b"a" * LIMIT + b"a"), "too-large"),
        (warc_record(1, gzipped(b"a" * 50 * LIMIT), head=OK + HTML + b"Content-Encoding: gzip\r\n"), "too-large"),
        (warc_record(1, gzipped(b"a" * 99)[:-9], head=OK + HTML + b"Content-Encoding: gzip\r\n"), "bad-gzip"),
        (warc_record(1, b" "), "empty"),
        (warc_record(1, b"\x89PNG\r\n"), "binary"),
        (warc_record(1, head=b"no HTTP at all\r\n"), "bad-http"),
        (warc_record(1, head=OK + b"X: " + b"x" * 90_000 + b"\r\n"), "bad-http"),
    ],
)
def test_a_page_that_cannot_be_read_costs_itself_only(tmp_path: Path, record: bytes, code: str) -> None:
    before, refused, after = read(tmp_path, [warc_record(0), record, warc_record(2)])
    assert isinstance(before, RawDocument)
    assert isinstance(after, RawDocument)
    assert isinstance(refused, Unreadable)
    assert (refused.error.code, refused.uri.partition("#")[2]) == (code, "urn:uuid:1")
    assert refused.error.message.startswith("record 2: ")


def test_a_page_the_crawler_cut_short_is_read_with_a_warning(tmp_path: Path) -> None:
    found = document(tmp_path, warc_record(1, extra=b"WARC-Truncated: length\r\n"))
    assert [issue.code for issue in found.issues] == ["warc-truncated"]


@pytest.mark.parametrize("pack", [bytes, gzipped])
def test_wherever_an_archive_breaks_off_what_came_before_is_read(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    first, second = pack(warc_record(1)), pack(warc_record(2))
    for end in range(len(first) + 1, len(first + second) - 5):
        found = read(tmp_path, (first + second)[:end])
        assert isinstance(found[0], RawDocument)
        assert isinstance(found[-1], Unreadable), end
        assert found[-1].error.code in ("bad-warc", "bad-http", "truncated")
        assert "again" in found[-1].error.message


@pytest.mark.parametrize("middle", [b"garbage\r\n" * 9, gzipped(b"garbage"), b"\x1f\x8b\x08" + b"\xff" * 99])
def test_damage_quarantines_the_rest_once(tmp_path: Path, middle: bytes) -> None:
    packed = middle.startswith(b"\x1f\x8b")
    first, last = (gzipped(warc_record(n)) if packed else warc_record(n) for n in (1, 2))
    read_page, broken = read(tmp_path, [first, middle, last])
    assert isinstance(read_page, RawDocument)
    assert isinstance(broken, Unreadable)
    assert (broken.error.code, broken.uri.partition("#")[2]) == ("bad-warc", "record-2")
    assert "from record 2 on" in broken.error.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (gzipped(b""), "empty"),
        (b"Hallo", "bad-warc"),
        (b"PK\x03\x04", "bad-warc"),
        (b"WARC/1.0\r\n" + b"A: a\r\n" * 100_000, "bad-warc"),
        (gzipped(b"WARC/1.0\r\nA: " + b"a" * 50_000_000), "bad-warc"),
        (warc_record(1).replace(b"Content-Length: ", b"Content-Length: 99"), "truncated"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(tmp_path, data).error.code == code


def test_a_missing_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.warc").symlink_to(tmp_path / "gone.warc")
    (found,) = read_inputs([tmp_path], LIMIT)
    assert isinstance(found, Unreadable)
    assert found.error.code == "unreadable"


@settings(max_examples=200)
@given(st.binary(max_size=40), st.integers(0, 400), st.integers(0, 40))
def test_any_damage_ends_in_outcomes(noise: bytes, place: int, cut: int) -> None:
    data = warc_record(1) + warc_record(2)
    file = FILE.with_name("damaged.warc")
    file.write_bytes(data[:place] + noise + data[place + cut :])
    for outcome in read_archive(FoundFile(file, "a.warc"), LIMIT):
        assert outcome.uri.startswith(str(file))


@pytest.fixture(scope="module", autouse=True)
def _file(tmp_path_factory: pytest.TempPathFactory) -> None:
    global FILE
    FILE = tmp_path_factory.mktemp("warc") / "a.warc"


PEAK = """
import resource, sys
from pathlib import Path
from pipeline.read import read_inputs
count = sum(1 for _ in read_inputs([Path(sys.argv[1])], 10**6))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kilobytes(file: Path, records: int) -> int:
    command = [sys.executable, "-c", PEAK, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    count, peak = map(int, done.stdout.split())
    assert count == records
    return peak


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    small, large = tmp_path / "small.warc.gz", tmp_path / "large.warc.gz"
    page = gzip.compress(warc_record(1, b"<p>Hallo Welt</p>" * 5_000), 1)
    bomb = gzip.compress(warc_record(1, b"a" * 60_000_000), 1)
    small.write_bytes(page * 20)
    large.write_bytes(page * 400 + bomb)
    assert peak_kilobytes(large, 401) - peak_kilobytes(small, 20) < 20_000
