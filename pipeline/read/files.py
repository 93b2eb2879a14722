"""One file -> one RawDocument: first its bytes, which tell whether it is new, then what they hold."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from pipeline.documents import Issue, RawDocument
from pipeline.read.body import Body
from pipeline.read.content import GZIP_MAGIC, decompressed, stored_bytes
from pipeline.read.discovery import MAIL_SUFFIX, PDF_SUFFIX, FoundFile
from pipeline.read.identity import document_id
from pipeline.read.mail import read_mail
from pipeline.read.media import PDF_MAGIC
from pipeline.read.page import read_page
from pipeline.read.pdf import read_pdf


@dataclass(frozen=True)  # no slots: what is worked out once per document is kept
class StoredFile:
    """A file that is one document, as stored; decoding it may take long and is left to whoever works on it."""

    found: FoundFile
    data: bytes

    @cached_property
    def id(self) -> str:
        """The document's id."""
        return document_id(self.found.path)

    @property
    def uri(self) -> str:
        """The path as given."""
        return self.found.uri

    @property
    def path(self) -> str:
        """The path below the input root."""
        return self.found.path

    @property
    def url(self) -> None:
        """A file does not say where it was fetched."""

    @cached_property
    def sha256(self) -> str:
        """Of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def source_sha256(self) -> str:
        """Fingerprint of everything that reading makes a document of, so that equal ones give equal documents."""
        return hashlib.sha256("\0".join((self.uri, self.path, self.sha256)).encode()).hexdigest()

    def decoded(self, max_bytes: int) -> RawDocument:
        """The document.

        Raises:
            ReadError: too large when decompressed, damaged gzip, binary, empty, or a reason of the format's own.
        """
        body = _body(self.found, decompressed(self.data, max_bytes), max_bytes)
        return RawDocument(
            id=self.id,
            uri=self.uri,
            path=self.path,
            media_type=body.media_type,
            encoding=body.encoding,
            sha256=self.sha256,
            text=body.text,
            title=body.title,
            published=body.published,
            issues=(*_wrong_name(self.found, self.data), *body.issues),
        )


def open_file(found: FoundFile, max_bytes: int) -> StoredFile:
    """Reads the bytes of a file.

    Raises:
        ReadError: unreadable, too large, or still being written.
    """
    return StoredFile(found, stored_bytes(found.location, max_bytes))


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
