"""One file -> one RawDocument."""

import hashlib

from pipeline.documents import Issue, RawDocument
from pipeline.errors import ReadError
from pipeline.read.content import GZIP_MAGIC, decompressed, stored_bytes
from pipeline.read.discovery import FoundFile
from pipeline.read.encodings import decode, wide_encoding
from pipeline.read.identity import document_id
from pipeline.read.media import is_binary, media_type


def read_file(found: FoundFile, max_bytes: int) -> RawDocument:
    """Reads a text or HTML file, gzipped or not.

    Raises:
        ReadError: unreadable, too large, damaged gzip, binary or empty.
    """
    stored = stored_bytes(found.location, max_bytes)
    data = decompressed(stored, max_bytes)
    if wide_encoding(data) is None and is_binary(data):
        raise ReadError(
            "binary", "not a text: its bytes look like an image, PDF or archive; convert it to .txt or .html"
        )
    decoded = decode(data)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\f\v"):
        raise ReadError("empty", "the file holds no text; fetch it again or delete it")
    return RawDocument(
        id=document_id(found.path),
        uri=found.uri,
        path=found.path,
        media_type=media_type(found.suffix, decoded.text),
        encoding=decoded.encoding,
        sha256=hashlib.sha256(stored).hexdigest(),
        text=decoded.text,
        issues=(*_wrong_name(found, stored), *decoded.issues),
    )


def _wrong_name(found: FoundFile, stored: bytes) -> list[Issue]:
    named, real = found.path.lower().endswith(".gz"), stored.startswith(GZIP_MAGIC)
    if named == real:
        return []
    message = "named .gz but not compressed; read as it is" if named else "compressed although not named .gz"
    return [Issue("gzip-name", "info", message)]
