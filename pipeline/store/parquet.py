"""The snapshot as one Parquet file, for tools that read tables: columns are the fields of a record, nested as there."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.errors import UsageError
from pipeline.records import Record
from pipeline.store.files import replacing, storing

ROWS = 5_000  # in a row group: so many records are in memory at a time


FILE = "records.parquet"  # beside the snapshot that it was made of


def write_parquet(path: Path, lines: Iterable[str], notes: Mapping[str, str]) -> int:
    """Writes record lines; the file appears complete or keeps what it held.

    Args:
        path: of the file, in a folder that exists.
        lines: as in ``records.jsonl``.
        notes: facts about the whole, kept in the file's metadata.

    Returns:
        The number of records.

    Raises:
        UsageError: pyarrow is not installed, the folder is not writable, or the disk is full.
    """
    arrow = _load_pyarrow()
    schema = arrow_schema(arrow).with_metadata(dict(notes))
    count = 0
    with (
        storing(path),
        replacing(path) as file,
        import_module("pyarrow.parquet").ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        for rows in _batches(map(json.loads, lines)):
            writer.write_table(arrow.Table.from_pylist(rows, schema))
            count += len(rows)
    return count


def arrow_schema(arrow: Any) -> Any:
    """The columns, taken from the record's model: they are the same for every snapshot, also for an empty one."""
    return arrow.schema(_fields(arrow, Record))


def _load_pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise UsageError(
            f"Parquet needs pyarrow, which is not usable here ({error}); install press-records[parquet]"
        ) from error


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, ROWS)):
        yield batch


def _fields(arrow: Any, model: type[BaseModel]) -> list[Any]:
    return [
        arrow.field(field.alias or name, _arrow_type(arrow, field.annotation))
        for name, field in model.model_fields.items()
    ]


def _arrow_type(arrow: Any, annotation: Any) -> Any:
    """The column type of a field's annotation."""
    simple = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in simple:
        return simple[annotation]
    if origin is Annotated:
        return _arrow_type(arrow, arguments[0])
    if origin is Literal:
        return _arrow_type(arrow, type(arguments[0]))
    if origin in (Union, UnionType):
        (present,) = (argument for argument in arguments if argument is not NoneType)
        return _arrow_type(arrow, present)
    if origin is list:
        return arrow.list_(_arrow_type(arrow, arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return arrow.struct(_fields(arrow, annotation))
    raise AssertionError(f"a record holds {annotation}, for which no column type is known")
