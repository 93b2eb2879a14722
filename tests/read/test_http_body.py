"""Codings of HTTP bodies: undone where they are there, passed over where the header is wrong."""

import zlib

import brotli
import pytest

from pipeline.errors import ReadError
from pipeline.read.http_body import http_body
from tests.read.archives import gzipped

PAGE = "<p>Die Bürgermeisterin grüßt alle, die kommen.</p>".encode() * 20
LIMIT = 1_000_000


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%X\r\n" % len(piece) + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "transfer", "content"),
    [
        (PAGE, "", ""),
        (PAGE, "identity", "identity"),
        (chunked(PAGE), "chunked", ""),
        (gzipped(PAGE), "", "gzip"),
        (gzipped(PAGE), "", "x-gzip"),
        (gzipped(PAGE), "", ""),
        (zlib.compress(PAGE), "", "deflate"),
        (brotli.compress(PAGE), "", "br"),
        (chunked(gzipped(PAGE)), "Chunked", "GZIP"),
        (chunked(brotli.compress(PAGE)), "chunked", "br"),
        (gzipped(brotli.compress(PAGE)), "", "br, gzip"),
        (PAGE, "chunked", "gzip"),
        (PAGE, "chunked", "br"),
        (PAGE, "", "deflate"),
        (PAGE, "", "nonsense"),
        (PAGE, "", "gzip," * 1000),
        (gzipped(PAGE), "chunked", "gzip"),
    ],
)
def test_the_page_comes_out(data: bytes, transfer: str, content: str) -> None:
    assert http_body(data, transfer, content, LIMIT) == PAGE


@pytest.mark.parametrize(
    ("data", "transfer", "content", "code"),
    [
        (chunked(PAGE)[:-500], "chunked", "", "bad-body"),
        (brotli.compress(PAGE)[:-9], "", "br", "bad-body"),
        (gzipped(PAGE)[:-9], "", "gzip", "bad-gzip"),
        (gzipped(b"a" * 50_000_000), "", "gzip", "too-large"),
        (brotli.compress(b"a" * 5_000_000), "", "br", "too-large"),
        (zlib.compress(b"a" * 50_000_000), "", "deflate", "too-large"),
        (chunked(b"a" * 2_000_000, 60_000), "chunked", "", "too-large"),
    ],
)
def test_damaged_and_swollen_bodies_are_refused(data: bytes, transfer: str, content: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        http_body(data, transfer, content, LIMIT)
    assert caught.value.code == code
