"""Tables of an evaluation."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from pipeline.evaluate import Evaluation, Tally
from pipeline.printable import printable


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
