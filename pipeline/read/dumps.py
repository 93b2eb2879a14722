"""A JSONL dump -> one RawDocument a line; a bad line costs itself only."""

import codecs
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import BinaryIO, cast

from pipeline.documents import RawDocument
from pipeline.errors import ReadError
from pipeline.read.content import GZIP_ERRORS, GZIP_MAGIC, bad_gzip, cannot_read, require_regular
from pipeline.read.discovery import FoundFile
from pipeline.read.dump_line import parse_line
from pipeline.read.encodings import byte_order_mark, decode
from pipeline.read.identity import document_id
from pipeline.read.media import media_type
from pipeline.read.outcomes import Unreadable, too_large
from pipeline.read.remote import Location, open_binary

SKIP_BYTES = 1024 * 1024


def read_dump(found: FoundFile, max_bytes: int) -> Iterator[RawDocument | Unreadable]:
    """The documents of a dump, one line in memory at a time; blank lines are no inputs."""
    number = 0
    try:
        with _open(found.location) as file:
            for number, line in enumerate(_lines(file, max_bytes), start=1):
                if line is None or line.strip():
                    yield _outcome(found, number, line, max_bytes)
    except GZIP_ERRORS as error:
        yield _broken_off(found, number + 1, bad_gzip(error))
    except OSError as error:
        yield _broken_off(found, number + 1, cannot_read(error))
    except ReadError as error:
        yield _broken_off(found, number + 1, error)


@contextmanager
def _open(location: Location) -> Iterator[BinaryIO]:
    require_regular(location)
    with open_binary(location) as file:
        start = cast(BufferedReader, file).peek(len(GZIP_MAGIC))
        if byte_order_mark(start[:4]) not in (None, "utf-8-sig"):
            raise ReadError("bad-dump", "a dump must be UTF-8, this one is UTF-16 or UTF-32; convert it with iconv")
        yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if start.startswith(GZIP_MAGIC) else file


def _lines(file: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Lines without their end; None for one over the limit, which is passed over without being held in memory."""
    mark = codecs.BOM_UTF8
    while line := file.readline(limit + 2 + len(mark)):
        line, mark = line.removeprefix(mark), b""
        content = line.rstrip(b"\r\n")
        yield content if len(content) <= limit else None
        while line and not line.endswith(b"\n"):
            line = file.readline(SKIP_BYTES)


def _outcome(found: FoundFile, number: int, line: bytes | None, max_bytes: int) -> RawDocument | Unreadable:
    try:
        if line is None:
            raise too_large(max_bytes)
        return _document(found, number, line)
    except ReadError as error:
        name = f"line-{number}"
        where = type(error)(error.code, f"line {number}: {error.message}")
        # The line may have been a document with an id or URL of its own.
        return Unreadable(document_id(f"{found.path}#{name}"), f"{found.uri}#{name}", where, f"{found.uri}#")


def _document(found: FoundFile, number: int, line: bytes) -> RawDocument:
    decoded = decode(line)
    parsed = parse_line(decoded.text)
    name = parsed.id if parsed.id is not None else f"line-{number}"
    path = f"{found.path}#{name}"
    return RawDocument(
        id=document_id(parsed.url if parsed.url is not None else path),
        uri=f"{found.uri}#{name}",
        path=path,
        media_type="text/html" if parsed.is_html else media_type("", parsed.content),
        encoding=decoded.encoding,
        sha256=hashlib.sha256(line).hexdigest(),
        text=parsed.content,
        url=parsed.url,
        title=parsed.title,
        published=parsed.published,
        retrieved=parsed.retrieved,
        issues=(*parsed.issues, *(issue for issue in decoded.issues if issue.start is None)),
    )


def _broken_off(found: FoundFile, number: int, error: ReadError) -> Unreadable:
    """The rest of a dump that cannot be read further; how many lines it held is not known."""
    name = f"line-{number}"
    message = f"from line {number} on: {error.message}"
    reason = ReadError(error.code, message)
    return Unreadable(document_id(f"{found.path}#{name}"), f"{found.uri}#{name}", reason, f"{found.uri}#")
