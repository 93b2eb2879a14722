"""Targets that read bytes: a document or a `DocumentError` with code and message, nothing else."""

import itertools
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.documents import RawDocument
from pipeline.errors import DocumentError
from pipeline.read import Unreadable, read_inputs
from pipeline.read.body import Body
from pipeline.read.http_body import http_body
from pipeline.read.mail import read_mail
from pipeline.read.page import read_page
from pipeline.read.pdf_layout import PlacedLine, text_of
from pipeline.read.pdf_worker import pages_of
from tools.fuzz.checks import require, require_readable

LIMIT = 200_000
CODINGS = ("", "gzip", "deflate", "br", "zstd", "gzip, br", "x-gzip,gzip,gzip,gzip", "identity")
MEMORY = Path("/dev/shm")  # noqa: S108


def body_of(read: Callable[[bytes], Body], data: bytes) -> None:
    """A reader that makes a body of a file's bytes."""
    try:
        body = read(data)
    except DocumentError as error:
        _require_reason(error.code, error.message)
        return
    require(repr(read(data)) == repr(body), "the same bytes gave two bodies")
    body.text.encode()  # raises where it holds lone surrogates
    for issue in body.issues:
        if issue.start is not None and issue.end is not None:
            require(0 <= issue.start <= issue.end <= len(body.text), f"{issue} lies outside the text")


def file_of(name: str, data: bytes) -> None:
    """A file that is read as a run reads it."""
    file = _folder() / name
    file.write_bytes(data)
    for outcome in itertools.islice(read_inputs([file], LIMIT), 1000):
        if isinstance(outcome, RawDocument):
            require_readable(outcome)
            require(outcome.id and outcome.uri, "a document without identity")
            require(len(outcome.text) <= LIMIT, "more text than the limit allows")
        elif isinstance(outcome, Unreadable):
            _require_reason(outcome.error.code, outcome.error.message)


def http(data: bytes) -> None:
    """A response's body; the first byte chooses the headers."""
    if not data:
        return
    transfer = "chunked" if data[0] & 1 else ""
    content = CODINGS[(data[0] >> 1) % len(CODINGS)]
    try:
        body = http_body(data[1:], transfer, content, LIMIT)
    except DocumentError as error:
        _require_reason(error.code, error.message)
        return
    require(len(body) <= LIMIT, "more bytes than the limit allows")


def pdf(data: bytes) -> None:
    """The worker's part and the layout, in this process: a crash of the library would end the fuzzer."""
    result = pages_of(data, 20, LIMIT)
    if "error" not in result:
        text_of([[PlacedLine(*line) for line in page] for page in result["pages"]]).encode()


def _require_reason(code: str, message: str) -> None:
    require(code and message, "an error without code or message")


_FOLDERS: dict[int, Path] = {}


def _folder() -> Path:
    """A folder of this process, in memory where there is such a place."""
    if os.getpid() not in _FOLDERS:
        parent = MEMORY if MEMORY.is_dir() else None
        _FOLDERS[os.getpid()] = Path(tempfile.mkdtemp(prefix="fuzz-", dir=parent))
    return _FOLDERS[os.getpid()]


READERS: dict[str, Callable[[bytes], None]] = {
    "read-text": partial(body_of, partial(read_page, suffix=".txt")),
    "read-html": partial(body_of, partial(read_page, suffix=".html")),
    "read-mail": partial(body_of, read_mail),
    "read-dump": partial(file_of, "a.jsonl"),
    "read-warc": partial(file_of, "a.warc"),
    "read-http": http,
    "read-pdf": pdf,
}
