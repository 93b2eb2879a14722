"""Look for words in every file of an output folder, whatever it is packed in."""

import gzip
import html
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.store.readers import reader
from pipeline.suppression import LIST

SQLITE = b"SQLite format 3\x00"
SIDECARS = ("-wal", "-shm", "-journal")  # of SQLite; what they hold is read through their database
FOLDED_LINE = re.compile(r"\r?\n[ \t]")  # of a vCard


@dataclass(frozen=True, slots=True)
class Hit:
    """A word in a file; ``place`` is a line number or a table with its column."""

    file: str
    place: str
    word: str


def find(folder: Path, words: Iterable[str]) -> Iterator[Hit]:
    """Every place below a folder where one of some words stands, spelt as given, escaped or in other case.

    Raises:
        UsageError: a file cannot be read, so that nothing can be proven.
    """
    wanted = {word: _pattern(word) for word in sorted(set(words)) if word.strip()}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.name == LIST or path.name.endswith(SIDECARS):
            continue
        name = path.relative_to(folder).as_posix()
        try:
            for place, text in _texts(path):
                yield from (Hit(name, place, word) for word, pattern in wanted.items() if pattern.search(text))
        except (OSError, EOFError, sqlite3.Error, zlib.error) as error:
            raise UsageError(f"{path} cannot be searched ({error}); nothing is proven, repair or remove it") from error


def _pattern(word: str) -> re.Pattern[str]:
    """The word as such, as JSON and HTML escape it, with any white space between its parts."""
    variants = {word, json.dumps(word)[1:-1], html.escape(word)}
    spaced = (r"\s+".join(map(re.escape, variant.split())) for variant in sorted(variants))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        head = file.read(len(SQLITE))
    if head == SQLITE:
        yield from _cells(path)
    elif path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            yield from ((f"line {number}", line) for number, line in enumerate(lines, start=1))
    elif path.suffix == ".vcf":
        yield "card", FOLDED_LINE.sub("", path.read_text(encoding="utf-8", errors="replace"))
    elif path.suffix == ".parquet":
        yield from _rows(path)
    else:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from ((f"line {number}", line) for number, line in enumerate(lines, start=1))


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a database, unpacked where it is packed."""
    with closing(reader(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # a name from the file's own schema
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str | bytes):
                        yield f"{table}.{column}", _readable(value)


def _readable(value: str | bytes) -> str:
    if isinstance(value, str):
        return value
    try:
        value = zlib.decompress(value)
    except zlib.error:
        return value.decode(errors="replace")
    return value.decode(errors="replace")


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(f"{path} needs pyarrow to be searched; install press-records[parquet] or remove it") from error
    for batch in pq.ParquetFile(path).iter_batches(batch_size=1000):
        for row in batch.to_pylist():
            yield "row", json.dumps(row, ensure_ascii=False, default=str)
