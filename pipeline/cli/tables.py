"""Tables on the terminal."""

from collections.abc import Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text

from pipeline.evaluate import Evaluation, Tally
from pipeline.explain.printable import printable
from pipeline.runs import Manifest


def run_summary(manifest: Manifest, out: Path) -> Table:
    """What became of the inputs, and where to look."""
    table = Table(title="press-records run", title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left", overflow="fold")
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


def evaluation_table(name: str, evaluation: Evaluation) -> Table:
    """Precision, recall and F1 of every field."""
    missing = f", {len(evaluation.missing)} MISSING" if evaluation.missing else ""
    title = f"{name}: {len(evaluation.documents)} documents scored{missing}"
    table = Table(title=Text(printable(title, one_line=True)), title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("field")
    for heading in ("P", "R", "F1", "tp", "fp", "fn"):
        table.add_column(heading, justify="right")
    for field, tally in evaluation.totals().items():
        table.add_row(field, *_figures(tally))
    return table


def _figures(tally: Tally) -> Iterator[str]:
    yield from (f"{figure:.3f}" for figure in (tally.precision, tally.recall, tally.f1))
    yield from (str(count) for count in tally)


def worst_documents(evaluation: Evaluation, count: int) -> Table:
    """The documents with most errors: wrong and missed items by field."""
    table = Table(
        "document", "wrong + missed", title="Most errors", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for name, tallies in evaluation.worst(count):
        fields = ", ".join(f"{field} {tally.fp}+{tally.fn}" for field, tally in tallies.items())
        table.add_row(Text(printable(name, one_line=True)), fields)
    return table
