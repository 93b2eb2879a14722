"""One file -> one RawDocument."""

import hashlib

from pipeline.documents import Issue, RawDocument
from pipeline.read.body import Body
from pipeline.read.content import GZIP_MAGIC, decompressed, stored_bytes
from pipeline.read.discovery import MAIL_SUFFIX, PDF_SUFFIX, FoundFile
from pipeline.read.identity import document_id
from pipeline.read.mail import read_mail
from pipeline.read.media import PDF_MAGIC
from pipeline.read.page import read_page
from pipeline.read.pdf import read_pdf


def read_file(found: FoundFile, max_bytes: int) -> RawDocument:
    """Reads a file that is one document, gzipped or not.

    Raises:
        ReadError: unreadable, too large, damaged gzip, binary, empty, or a reason of the format's own.
    """
    stored = stored_bytes(found.location, max_bytes)
    body = _body(found, decompressed(stored, max_bytes), max_bytes)
    return RawDocument(
        id=document_id(found.path),
        uri=found.uri,
        path=found.path,
        media_type=body.media_type,
        encoding=body.encoding,
        sha256=hashlib.sha256(stored).hexdigest(),
        text=body.text,
        title=body.title,
        published=body.published,
        issues=(*_wrong_name(found, stored), *body.issues),
    )


def _body(found: FoundFile, data: bytes, max_bytes: int) -> Body:
    """A PDF is told by its first bytes, since crawlers store it under the page's name; the rest by the suffix."""
    if data.startswith(PDF_MAGIC) or found.suffix == PDF_SUFFIX:
        return read_pdf(data, max_bytes)
    if found.suffix == MAIL_SUFFIX:
        return read_mail(data)
    return read_page(data, found.suffix)


def _wrong_name(found: FoundFile, stored: bytes) -> list[Issue]:
    named, real = found.path.lower().endswith(".gz"), stored.startswith(GZIP_MAGIC)
    if named == real:
        return []
    message = "named .gz but not compressed; read as it is" if named else "compressed although not named .gz"
    return [Issue("gzip-name", "info", message)]
