"""Tables on the terminal."""

from collections.abc import Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text

from pipeline.explain.printable import printable
from pipeline.runs import Manifest


def run_summary(manifest: Manifest, out: Path) -> Table:
    """What became of the inputs, and where to look."""
    table = Table(title="press-records run", title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left")
    for label, number, note in _rows(manifest, out):
        table.add_row(Text(printable(label, one_line=True)), f"{number}", Text(printable(note, one_line=True)))
    return table


def _rows(manifest: Manifest, out: Path) -> Iterator[tuple[str, int, str]]:
    counts = manifest.counts
    yield "inputs", counts.inputs, ", ".join(manifest.inputs)
    yield "emitted", counts.emitted, str(out / "records.jsonl")
    yield "quarantined", counts.quarantined.total(), str(out / "quarantine.jsonl") if counts.quarantined else ""
    for code, number in sorted(counts.quarantined.items()):
        yield f"  {code}", number, ""
    if counts.ignored:
        reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.ignored.items()))
        yield "ignored", counts.ignored.total(), f"({reasons})"
    yield "issues", counts.issues.total(), ", ".join(f"{code} {n}" for code, n in counts.issues.most_common(5))
