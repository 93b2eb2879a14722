"""The body of an archived HTTP response, freed of transfer and content codings (RFC 9112, RFC 9110)."""

import io
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

from pipeline.errors import ReadError
from pipeline.read.content import decompressed
from pipeline.read.media import is_binary
from pipeline.read.outcomes import too_large

CHUNK_START = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]{0,8}\r\n")
GZIP = frozenset({"gzip", "x-gzip"})
MOST_CODINGS = 3  # more than one is rare, many are a bomb


class _Reader(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


DECODERS: Mapping[str, Callable[[io.BytesIO], _Reader]] = {
    "br": BrotliReader,
    "deflate": partial(GzipReader, zlib=True),
    "zstd": ZstdReader,
}


def http_body(data: bytes, transfer: str, content: str, limit: int) -> bytes:
    """The bytes of the page itself.

    Crawlers often store a body decoded and leave the header that names its coding, so a header that does not fit the
    bytes is passed over.

    Args:
        data: the body as stored.
        transfer: the ``Transfer-Encoding`` header.
        content: the ``Content-Encoding`` header.
        limit: most bytes to return.

    Raises:
        ReadError: damaged (``bad-body``, ``bad-gzip``) or over the limit (``too-large``).
    """
    if "chunked" in transfer.lower() and CHUNK_START.match(data):
        data = _decoded(ChunkedReader, data, limit, "chunked")
    codings = [coding.strip() for coding in content.lower().split(",")]
    for coding in reversed(codings[:MOST_CODINGS]):
        if coding in GZIP:
            data = decompressed(data, limit)
        elif coding in DECODERS:
            data = _decoded(DECODERS[coding], data, limit, coding)
    return decompressed(data, limit)


def _decoded(reader: Callable[[io.BytesIO], _Reader], data: bytes, limit: int, coding: str) -> bytes:
    try:
        content = reader(io.BytesIO(data)).read(limit + 1)
    except OSError as error:
        if coding != "chunked" and not is_binary(data):
            return data
        reason = f"the response is damaged or incomplete ({coding}); fetch the page again"
        raise ReadError("bad-body", reason) from error
    if len(content) > limit:
        raise too_large(limit)
    return content
