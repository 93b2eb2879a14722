"""A trace on the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.explain.links_text import links_text
from pipeline.explain.sections import Section, sections
from pipeline.flow import Trace
from pipeline.printable import printable


def explain_text(trace: Trace) -> RenderableType:
    """The stages as tables, the links as trees, then the text that is left."""
    stages = (part for section in sections(trace) for part in _section(section))
    return Group(*stages, *links_text(trace), *_kept(trace.record.text))


def _section(section: Section) -> Iterator[RenderableType]:
    yield Text(f"\n{section.title}", style="bold") + Text(f"  {section.hint}", style="dim")
    if not section.rows:
        yield Text("  nothing")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in section.headings:
        table.add_column(heading, overflow="fold")
    for row in section.rows:
        table.add_row(*(Text(printable(cell, one_line=True)) for cell in row))
    yield table


def _kept(text: str) -> Iterator[RenderableType]:
    yield Text("\nText", style="bold") + Text("  What is left for the record.", style="dim")
    yield Text(printable(text))
