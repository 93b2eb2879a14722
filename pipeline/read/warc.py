"""A web archive (WARC, ISO 28500) -> one RawDocument for each page it holds, one record in memory at a time."""

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipeline.documents import Issue, RawDocument
from pipeline.errors import ReadError
from pipeline.read.content import GZIP_ERRORS, GZIP_MAGIC, cannot_read, require_regular
from pipeline.read.discovery import FoundFile
from pipeline.read.http_body import http_body
from pipeline.read.identity import document_id
from pipeline.read.outcomes import Ignored, Outcome, Unreadable, too_large, unreadable
from pipeline.read.page import read_page
from pipeline.read.remote import Location, open_binary

PAGE_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": "", "": ""}
# Reasons are counted in every run's summary, so they come from a closed list, never from the archive.
MAIN_TYPES = frozenset({"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"})
RECORD_TYPES = frozenset({"warcinfo", "request", "metadata", "revisit", "resource", "conversion", "continuation"})
STATUS_CODES = range(100, 600)
BROKEN = (OSError, *GZIP_ERRORS)
READ_BYTES = 1024 * 1024


def read_archive(found: FoundFile, max_bytes: int) -> Iterator[Outcome]:
    """The pages of an archive in its order; everything else in it is passed over with a reason.

    A page is a ``response`` record with HTTP status 200 that holds HTML or plain text. An archive that breaks off or is
    damaged gives what comes before; the rest is one unreadable outcome, since how many records it held is not known.
    """
    number = 0
    try:
        require_regular(found.location)
        with _open(found.location) as file:
            for number, record in enumerate(ArchiveIterator(file, parse_http=False, stream_detect=False), start=1):
                yield _outcome(found, number, record, max_bytes)
    except BROKEN as error:
        rest = f"#record-{number + 1}"
        of_system = isinstance(error, OSError) and error.errno is not None
        reason = cannot_read(cast(OSError, error)) if of_system else _broken(number + 1)
        yield unreadable(found.path + rest, found.uri + rest, reason, f"{found.uri}#")
    except ReadError as error:
        yield unreadable(found.path, found.uri, error, f"{found.uri}#")
    else:
        if number == 0:
            yield unreadable(found.path, found.uri, ReadError("empty", "the archive holds no record; fetch it again"))


class _Members(gzip.GzipFile):
    """Gives what is decompressed so far, so that a break costs only what comes behind it."""

    def read(self, size: int | None = -1) -> bytes:
        return self.read1(-1 if size is None else size)


@contextmanager
def _open(location: Location) -> Iterator[BinaryIO]:
    with open_binary(location) as file:
        packed = cast(BufferedReader, file).peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC)
        yield cast(BinaryIO, _Members(fileobj=file)) if packed else file


def _broken(number: int) -> ReadError:
    message = f"from record {number} on: no WARC record, damaged or incomplete; fetch the archive again"
    return ReadError("bad-warc", message)


def _outcome(found: FoundFile, number: int, record: WarcRecord, max_bytes: int) -> Outcome:
    name = (record.record_id or "").strip("<> ") or f"record-{number}"
    path, uri = f"{found.path}#{name}", f"{found.uri}#{name}"
    try:
        _require_head(record)
        reason = _reason_to_ignore(record)
        if reason is None:
            return _document(record, path, uri, max_bytes)
        _pass_over(record)
        return Ignored(uri, reason)
    except ReadError as error:
        where = type(error)(error.code, f"record {number}: {error.message}")
        return Unreadable(document_id(path), uri, where, f"{found.uri}#")


def _reason_to_ignore(record: WarcRecord) -> str | None:
    """Why a record is no page; afterwards the HTTP headers of one that is are parsed.

    Raises:
        ReadError: code ``bad-http``.
    """
    if record.record_type != WarcRecordType.response:
        kind = str(record.record_type)
        return f"WARC record {kind}" if kind in RECORD_TYPES else "WARC record of other type"
    if not record.is_http:
        return "WARC response without HTTP"
    try:
        record.parse_http()
    except BROKEN as error:
        raise ReadError("bad-http", "its HTTP headers are damaged or too long; fetch the page again") from error
    status = record.http_headers.status_code
    if status is None:
        raise ReadError("bad-http", "it does not begin like an HTTP response; fetch the page again")
    if status != 200:
        return f"HTTP status {status}" if status in STATUS_CODES else "HTTP status unknown"
    kind = _content_type(record)
    if kind not in PAGE_TYPES:
        main = kind.partition("/")[0]
        return f"HTTP content {main}" if main in MAIN_TYPES else "HTTP content unknown"
    return "robots.txt" if _path_of(_url(record)) == "/robots.txt" else None


def _document(record: WarcRecord, path: str, uri: str, max_bytes: int) -> RawDocument:
    data = http_body(
        _stored_body(record, max_bytes),
        record.http_headers.get("Transfer-Encoding") or "",
        record.http_headers.get("Content-Encoding") or "",
        max_bytes,
    )
    body = read_page(data, PAGE_TYPES[_content_type(record)], record.http_charset)
    url = _url(record)
    return RawDocument(
        id=document_id(path if url is None else url),
        uri=uri,
        path=path,
        media_type=body.media_type,
        encoding=body.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text=body.text,
        url=url,
        retrieved=record.headers.get("WARC-Date"),
        issues=(*_cut_short(record), *body.issues),
    )


def _require_head(record: WarcRecord) -> None:
    if record.headers.get("Content-Length") is None:
        raise ReadError("truncated", "the record's header is cut off; fetch the archive again")


def _pass_over(record: WarcRecord) -> None:
    length = record.content_length
    if record.consume() < length:
        raise ReadError("truncated", "the archive ends inside this record; fetch it again")


def _stored_body(record: WarcRecord, limit: int) -> bytes:
    """The body as archived.

    Raises:
        ReadError: over the limit (``too-large``) or shorter than the record says (``truncated``).
    """
    length = record.content_length
    if length > limit:
        raise too_large(limit)
    pieces, missing = [], length
    try:
        while missing > 0 and (piece := record.reader.read(min(missing, READ_BYTES))):
            pieces.append(piece)
            missing -= len(piece)
    except BROKEN as error:
        raise ReadError("truncated", "the archive is damaged inside this record; fetch it again") from error
    if missing > 0:
        raise ReadError("truncated", f"the archive lacks {missing} bytes of this record; fetch it again")
    return b"".join(pieces)


def _cut_short(record: WarcRecord) -> Iterator[Issue]:
    if record.headers.get("WARC-Truncated") is not None or record.headers.get("WARC-Segment-Number") is not None:
        yield Issue("warc-truncated", "warning", "the crawler stored only part of this page; fetch it again")


def _content_type(record: WarcRecord) -> str:
    return (record.http_content_type or "").strip().lower()


def _url(record: WarcRecord) -> str | None:
    """The address of the page; some crawlers put it in angle brackets."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    return url if url.lower().startswith(("http://", "https://")) else None


def _path_of(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""
