"""WARC records and packed data for tests."""

import gzip

HTML = b"Content-Type: text/html; charset=utf-8\r\n"
OK = b"HTTP/1.1 200 OK\r\n"


def warc_record(
    number: int,
    body: bytes = b"<p>Hallo",
    *,
    head: bytes = OK + HTML,
    kind: bytes = b"response",
    url: bytes | None = b"https://stadt.example/pm/%d",
    extra: bytes = b"",
) -> bytes:
    """A record with the HTTP response ``head`` and ``body``; ``url`` may hold ``%d`` for the record's number."""
    block = head + b"\r\n" + body
    target = b"" if url is None else b"WARC-Target-URI: " + url.replace(b"%d", b"%d" % number) + b"\r\n"
    return (
        b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Record-ID: <urn:uuid:%d>\r\n" % number
        + b"WARC-Date: 2021-02-02T10:00:00Z\r\n" + target + extra
        + b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(block)
        + block + b"\r\n\r\n"
    )  # fmt: skip


def gzipped(data: bytes) -> bytes:
    """Packed to the same bytes at any time: they stand in names of tests, on which processes must agree."""
    return gzip.compress(data, mtime=0)
