"""The snapshot after a run, made from the one before as a file is copied: only lines that changed come from the state.

Lines keep their ends and stay bytes; memory does not grow with their number.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.store.snapshot import RECORD_ID, record_id

BYTES_ID = re.compile(RECORD_ID.pattern.encode())


def merged(lines: Iterable[bytes], changes: Iterable[tuple[bytes, bytes | None]]) -> Iterator[bytes]:
    """The lines after changes; both sorted by id and read as they come.

    Args:
        lines: record lines with their ends.
        changes: ids with the line that stands for the record from now on, None where it has none.

    Raises:
        StateError: a line is no record.
    """
    former = iter(lines)
    line = next(former, None)
    for changed, now in changes:
        while line is not None and (own := _id_of(line)) <= changed:
            if own < changed:
                yield line
            line = next(former, None)
        if now is not None:
            yield now
    if line is not None:
        yield line
        yield from former


def _id_of(line: bytes) -> bytes:
    found = BYTES_ID.match(line)
    return found[1] if found is not None else record_id(line.decode()).encode()
