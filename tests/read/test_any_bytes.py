"""Whatever bytes stand under whatever name: reading gives documents or reasons, and never an exception."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents import RawDocument
from pipeline.read import Unreadable, read_inputs

LIMIT = 2000
JSON_PIECES = (
    b'{"id": "1", ', b'"text": "Hallo"', b'"html": "<p>Gr\xc3\xbc\xc3\x9fe"', b'"published": "2021-02-02"', b'"url": 7',
    b"}",
    b"\n", b"\r\n", b", ", b"[", b"null", b'"\\ud800"', b"\xff", b"\x00", b"\xef\xbb\xbf", b" " * 3000,
)  # fmt: skip
CONTENT = st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(JSON_PIECES), max_size=12).map(b"".join))
NAMES = st.sampled_from(
    ["a.txt", "a.html", "a.jsonl", "a.eml", "a.warc", "a.txt.gz", "a.jsonl.gz", "a.warc.gz", "release"]
)


def outcomes(name: str, data: bytes) -> list[RawDocument | Unreadable]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        return [found for found in read_inputs([file], LIMIT) if isinstance(found, RawDocument | Unreadable)]


def check(found: list[RawDocument | Unreadable]) -> None:
    for outcome in found:
        assert outcome.id
        assert outcome.uri
        if isinstance(outcome, RawDocument):
            assert outcome.text.strip()
            outcome.text.encode()  # what cannot be stored must not get through
        else:
            assert outcome.error.code
            assert outcome.error.message


@settings(max_examples=150, deadline=None)
@given(NAMES, CONTENT)
def test_plain(name: str, data: bytes) -> None:
    check(outcomes(name, data))


@settings(max_examples=100, deadline=None)
@given(NAMES, CONTENT, st.integers(0, 60), st.binary(max_size=4))
def test_compressed_and_damaged(name: str, data: bytes, at: int, damage: bytes) -> None:
    stored = gzip.compress(data)
    check(outcomes(name, stored))
    check(outcomes(name, stored[:at] + damage + stored[at + len(damage) :]))
    check(outcomes(name, stored[:at]))


@given(st.lists(st.sampled_from(JSON_PIECES), max_size=12).map(b"".join))
def test_a_dump_accounts_for_every_line_that_is_not_blank(data: bytes) -> None:
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    expected = sum(bool(line.strip()) or len(line.rstrip(b"\r")) > LIMIT for line in lines)
    assert len(outcomes("a.jsonl", data)) == expected
