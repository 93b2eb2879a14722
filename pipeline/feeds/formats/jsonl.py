"""``directory.jsonl``: the entries themselves, one a line, sorted by id; deltas are made from it."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.feeds.entries import Entry
from pipeline.store import write_lines

FILE = "directory.jsonl"


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder."""
    write_lines(folder / FILE, (entry.to_json() for entry in entries))
