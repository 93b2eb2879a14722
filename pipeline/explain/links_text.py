"""The links of a document on the terminal: one tree a person, with the score and the reasons of every branch."""

from collections import defaultdict
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from pipeline.explain.links import Edge, graph_of
from pipeline.flow import Trace
from pipeline.printable import printable


def links_text(trace: Trace) -> Iterator[RenderableType]:
    """A heading, then a tree for every person and every body that something is linked to."""
    graph = graph_of(trace)
    yield Text("\nLinks", style="bold") + Text("  Who goes with what, how likely that is, and why.", style="dim")
    branches: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        branches[edge.source].append(edge)
    labels = {node.key: node.label for node in graph.nodes}
    for node in graph.nodes:
        if node.side != "point" and (branches[node.key] or node.notes):
            tree = Tree(_line(f"{node.label} ({node.kind})", "bold"))
            for note in node.notes:
                tree.add(_line(f"role  {note}"))
            for edge in branches[node.key]:
                tree.add(_branch(labels, edge))
            yield tree


def _branch(labels: dict[str, str], edge: Edge) -> Text:
    score = "" if edge.score is None else f"  {edge.score:.2f}"
    return _line(f"{edge.kind}  {labels[edge.target]}{score}") + _line(f"  {', '.join(edge.reasons)}", "dim")


def _line(text: str, style: str = "") -> Text:
    return Text(printable(text, one_line=True), style=style)
