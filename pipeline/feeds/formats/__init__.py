"""The formats a directory is published in, one exporter a file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.feeds.entries import Entry
from pipeline.feeds.formats import csv, ftm, html, jsonl, jsonld, parquet, sqlite, vcard

Exporter = Callable[[Sequence[Entry], Path], None]

# Name on the command line -> what writes its files into a folder.
EXPORTERS: dict[str, Exporter] = {
    "csv": csv.write,
    "csv-plain": csv.write_plain,
    "ftm": ftm.write,
    "html": html.write,
    "jsonl": jsonl.write,
    "jsonld": jsonld.write,
    "parquet": parquet.write,
    "sqlite": sqlite.write,
    "vcard": vcard.write,
}

__all__ = ["EXPORTERS", "Exporter"]
