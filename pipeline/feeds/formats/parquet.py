"""``directory.parquet``: the entries as one table with nested lists; needs the extra ``press-records[parquet]``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.feeds.entries import Entry
from pipeline.store.files import storing

FILE = "directory.parquet"


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; install press-records[parquet] or leave the format out") from error
    with storing(folder / FILE):
        table = pa.Table.from_pylist([entry.model_dump(by_alias=True) for entry in entries], schema=_schema(pa))
        pq.write_table(table, folder / FILE, compression="zstd")


def _schema(pa: Any) -> Any:
    """Fixed, so that an empty directory has the same columns as a full one."""
    text, number = pa.string(), pa.int64()
    source = pa.struct([("record", text), ("uri", text), ("date", text), ("quote", text)])
    seen = [("first_seen", text), ("last_seen", text), ("documents", number), ("status", text), ("why", text)]
    seen.append(("sources", pa.list_(source)))
    role = pa.struct([("text", text), ("organisation", text), ("organisation_name", text), *seen])
    contact = pa.struct([("kind", text), ("value", text), *seen])
    body = pa.struct([("organisation", text), ("name", text), ("first_seen", text), ("last_seen", text)])
    names = ("schema", "id", "kind", "name", "given", "family", "title")
    return pa.schema(
        [
            *((name, text) for name in names),
            ("other_names", pa.list_(text)),
            ("organisation_kind", text),
            ("part_of", text),
            ("roles", pa.list_(role)),
            ("organisations", pa.list_(body)),
            ("contacts", pa.list_(contact)),
            ("first_seen", text),
            ("freshness", text),
            ("documents", number),
            ("sources", pa.list_(source)),
            ("confidence", pa.float64()),
        ]
    )
