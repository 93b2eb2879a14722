"""The original of a record, if it is still where the run read it and still has the same bytes.

Only files below the inputs of the run are opened. Whatever is missing, changed or elsewhere gives a reason instead, and
the page then shows the cleaned text that the record itself keeps.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock

from pipeline.clean import clean
from pipeline.documents import CleanDocument, RawDocument
from pipeline.errors import DocumentError
from pipeline.read import FoundFile, read_inputs
from pipeline.read.dump_line import parse_line
from pipeline.read.encodings import decode
from pipeline.read.media import media_type
from pipeline.records import Record

SCAN_LIMIT = 64 * 1024 * 1024  # bytes of an archive or compressed dump that is searched from its start
KEPT_DOCUMENTS = 256
KEPT_DUMPS = 8
SAMPLE = "Der Beirat der Stadt berät einmal im Monat und lädt dazu alle ein, die sich für seine Arbeit interessieren."


class Missing(StrEnum):
    """Why there is no original to show."""

    NOT_FOUND = "not_found"
    CHANGED = "changed"
    OTHER_CLEANING = "other_cleaning"


@dataclass(frozen=True, slots=True)
class Original:
    """The decoded source, cleaned as in the record, so that its offset map holds for the record's text."""

    document: CleanDocument


def warm_up() -> None:
    """Loads what cleaning needs, so that the first reviewers do not wait for it, each loading it for themselves."""
    clean(RawDocument("", "", "", "text/plain", "utf-8", "", SAMPLE))
    clean(
        RawDocument("", "", "", "text/html", "utf-8", "", f"<html><body><article><p>{SAMPLE}</article></body></html>")
    )


class Originals:
    """Finds originals; keeps the last ones, since reviewers step back and forth. Safe for threads."""

    def __init__(self, inputs: Iterable[str | Path], max_bytes: int) -> None:
        self._inputs: tuple[Path, ...] = ()
        self.look_in(inputs)
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, str], Original | Missing] = OrderedDict()
        self._dumps: OrderedDict[Path, _DumpIndex] = OrderedDict()
        self._lock = Lock()

    def look_in(self, inputs: Iterable[str | Path]) -> None:
        """Takes other inputs; after another run."""
        self._inputs = tuple(Path(given).resolve() for given in inputs)

    def of(self, record: Record) -> Original | Missing:
        """The original of a record, or why it cannot be shown."""
        key = (record.source.uri, record.source.sha256)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = self._load(record)
        if not isinstance(found, Missing):
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > KEPT_DOCUMENTS:
                    self._kept.popitem(last=False)
        return found

    def _load(self, record: Record) -> Original | Missing:
        raw = self._raw(record)
        if isinstance(raw, Missing):
            return raw
        try:
            document, _ = clean(raw)
        except DocumentError:
            return Missing.OTHER_CLEANING
        return Original(document) if document.text == record.text else Missing.OTHER_CLEANING

    def _raw(self, record: Record) -> RawDocument | Missing:
        file = self._file(record)
        if file is None:
            return Missing.NOT_FOUND
        found = FoundFile(file, record.source.path.partition("#")[0])
        if found.is_dump and not found.path.lower().endswith(".gz"):
            return self._dump_line(file, record)
        if found.holds_many and file.stat().st_size > SCAN_LIMIT:
            return Missing.NOT_FOUND
        outcomes = (outcome for outcome in read_inputs([file], self._max_bytes) if isinstance(outcome, RawDocument))
        return next((raw for raw in outcomes if raw.sha256 == record.source.sha256), Missing.CHANGED)

    def _file(self, record: Record) -> Path | None:
        """The file the record came from: under one of the run's inputs, with every link resolved."""
        below = record.source.path.partition("#")[0]
        for root in self._inputs:
            file = root if root.is_file() and root.name == below else (root / below).resolve()
            if file.is_file() and (file == root or file.is_relative_to(root)):
                return file
        return None

    def _dump_line(self, file: Path, record: Record) -> RawDocument | Missing:
        status = file.stat()
        with self._lock:
            index = self._dumps.get(file)
        if index is None or index.state != (status.st_size, status.st_mtime_ns):
            index = _DumpIndex(file, (status.st_size, status.st_mtime_ns), self._max_bytes)
            with self._lock:
                self._dumps[file] = index
                while len(self._dumps) > KEPT_DUMPS:
                    self._dumps.popitem(last=False)
        line = index.line(record.source.sha256)
        if line is None:
            return Missing.CHANGED
        try:
            text = decode(line)
            parsed = parse_line(text.text)
        except DocumentError:
            return Missing.CHANGED
        return RawDocument(
            id=record.id,
            uri=record.source.uri,
            path=record.source.path,
            media_type="text/html" if parsed.is_html else media_type("", parsed.content),
            encoding=text.encoding,
            sha256=record.source.sha256,
            text=parsed.content,
            url=parsed.url,
            title=parsed.title,
            published=parsed.published,
        )


class _DumpIndex:
    """Where the lines of a dump begin, by the SHA-256 that records keep of them: one pass, then one seek a document."""

    def __init__(self, file: Path, state: tuple[int, int], max_bytes: int) -> None:
        self.state = state
        self._file = file
        self._lines = {digest: (start, length) for digest, start, length in _lines(file, max_bytes)}

    def line(self, sha256: str) -> bytes | None:
        """The line with this digest, read again and checked."""
        place = self._lines.get(bytes.fromhex(sha256))
        if place is None:
            return None
        with self._file.open("rb") as file:
            file.seek(place[0])
            line = file.read(place[1])
        return line if hashlib.sha256(line).hexdigest() == sha256 else None


def _lines(file: Path, limit: int) -> Iterator[tuple[bytes, int, int]]:
    with file.open("rb") as lines:
        start = 0
        while line := lines.readline(limit + 2):
            mark = 3 if start == 0 and line.startswith(b"\xef\xbb\xbf") else 0
            content = line[mark:].rstrip(b"\r\n")
            yield hashlib.sha256(content).digest(), start + mark, len(content)
            start += len(line)
