"""The links of a document as a picture: offices left, people in the middle, contact points right, arrows between them.

The picture is plain SVG without script or anything to load. Everything scraped is escaped, and the table behind it says
the same in words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from pipeline.explain.links import Edge, Graph, Node, graph_of
from pipeline.flow import Trace
from pipeline.printable import printable

WIDTH, BOX, ROW, LINE, TOP = 1120, 300, 46, 15, 30  # pixels: picture, box width, row height, text line, head
BOW = 40  # pixels that an arrow within a column stands out
MOST = 120  # boxes of a column that are drawn; the table lists everything
LONGEST = 38  # characters of a label that fit a box
COLUMNS = {"office": 0, "person": (WIDTH - BOX) // 2, "point": WIDTH - BOX}
HEADS = {"office": "Offices and bodies", "person": "People", "point": "Numbers and addresses"}
FILLS = {"office": "#d0bfff", "person": "#ffd8a8", "point": "#a5d8ff"}
DOUBTFUL = 0.6  # links below are drawn dashed
SUMMARY = "Offices on the left, people in the middle, contact points on the right; the table below lists every link."
Place = tuple[float, float, float]  # left edge, top edge, height


def links_section(trace: Trace) -> str:
    """Heading, picture and table of a document's links, as HTML."""
    graph = graph_of(trace)
    heading = "<h2>Links as a picture</h2>"
    if not graph.edges:
        return f"{heading}\n<p>Nothing is linked.</p>"
    return f"{heading}\n{_picture(graph)}\n{_table(graph)}"


def _picture(graph: Graph) -> str:
    linked = Counter(key for edge in graph.edges for key in (edge.source, edge.target))
    drawn = _drawn(graph, linked)
    places = _places(drawn)
    height = max((top + size for _, top, size in places.values()), default=0) + ROW
    arrows = "\n".join(_arrow(edge, places) for edge in graph.edges if edge.source in places and edge.target in places)
    boxes = "\n".join(_box(node, places[node.key]) for node in drawn)
    heads = "\n".join(f'<text x="{x}" y="14" font-weight="bold">{HEADS[side]}</text>' for side, x in COLUMNS.items())
    more = sum(1 for node in graph.nodes if linked[node.key]) - sum(1 for node in drawn if linked[node.key])
    note = f" {more} more are only in the table." if more else ""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 0 {WIDTH + 4} {height:.0f}" width="100%" role="img"
 aria-labelledby="links-title links-desc" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">
<title id="links-title">Links between people, offices and contact points</title>
<desc id="links-desc">{SUMMARY}{note}</desc>
<defs><marker id="links-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>
{heads}
{arrows}
{boxes}
</svg>"""


def _drawn(graph: Graph, linked: Counter[str]) -> list[Node]:
    """The nodes that have a link, and all people; so many of each column as fit."""
    room = Counter(dict.fromkeys(COLUMNS, MOST))
    found = []
    for node in graph.nodes:
        if room[node.side] > 0 and (linked[node.key] or node.side == "person"):
            room[node.side] -= 1
            found.append(node)
    return found


def _places(nodes: Sequence[Node]) -> dict[str, Place]:
    """Every node's box; each column runs from top to bottom."""
    tops = dict.fromkeys(COLUMNS, float(TOP))
    places: dict[str, Place] = {}
    for node in nodes:
        size = (1 + len(_notes(node))) * LINE + 12
        places[node.key] = (float(COLUMNS[node.side]), tops[node.side], size)
        tops[node.side] += max(size + 12, ROW)
    return places


def _notes(node: Node) -> tuple[str, ...]:
    return node.notes if node.side == "person" else (node.kind,)


def _box(node: Node, place: Place) -> str:
    left, top, size = place
    lines = [_short(node.label), *(_short(note) for note in _notes(node))]
    texts = "".join(_line(line, left + 8, top + 17, number) for number, line in enumerate(lines))
    title = "; ".join((node.label, *_notes(node)))
    rect = f'<rect x="{left:.0f}" y="{top:.0f}" width="{BOX}" height="{size:.0f}" rx="6" fill="{FILLS[node.side]}"/>'
    return f"<g><title>{_text(title)}</title>{rect}{texts}</g>"


def _line(text: str, left: float, top: float, number: int) -> str:
    weight = "" if number else ' font-weight="bold"'
    return f'<text x="{left:.0f}" y="{top + number * LINE:.0f}" fill="#1b1b1b"{weight}>{_text(text)}</text>'


def _arrow(edge: Edge, places: dict[str, Place]) -> str:
    path, label_x, label_y = _curve(places[edge.source], places[edge.target])
    dashes = ' stroke-dasharray="5 4"' if edge.score is not None and edge.score < DOUBTFUL else ""
    stroke = f'fill="none" stroke="currentColor" stroke-opacity="0.6"{dashes} marker-end="url(#links-tip)"'
    label = f'<text x="{label_x:.0f}" y="{label_y:.0f}" font-size="10">{edge.score:.2f}</text>' if edge.score else ""
    return f'<g><title>{_text(_said(edge))}</title><path d="{path}" {stroke}/>{label}</g>'


def _curve(source: Place, target: Place) -> tuple[str, float, float]:
    """A path from one box to another, and where its score is written: beside the arrow's tip."""
    (x1, y1, h1), (x2, y2, h2) = source, target
    from_y, to_y = y1 + h1 / 2, y2 + h2 / 2
    if x1 == x2:  # within a column: a bow beside it
        start = end = x1 + BOX
        bend = start + BOW
        label_x = start + BOW * 0.75
    else:
        start, end = (x1 + BOX, x2) if x1 < x2 else (x1, x2 + BOX)
        bend = (start + end) / 2
        label_x = end + (-34 if x1 < x2 else 14)
    path = f"M{start:.0f} {from_y:.0f}C{bend:.0f} {from_y:.0f} {bend:.0f} {to_y:.0f} {end:.0f} {to_y:.0f}"
    return path, label_x, to_y - 4


def _said(edge: Edge) -> str:
    score = "" if edge.score is None else f" ({edge.score:.2f})"
    reasons = f": {', '.join(edge.reasons)}" if edge.reasons else ""
    return f"{edge.kind}{score}{reasons}"


def _table(graph: Graph) -> str:
    head = "".join(f'<th scope="col">{cell}</th>' for cell in ("who", "link", "what", "score", "why"))
    rows = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows_of(graph))
    return f"<table>\n<caption>Every link, its score and its reasons</caption>\n<tr>{head}</tr>\n{rows}\n</table>"


def rows_of(graph: Graph) -> Iterator[tuple[str, ...]]:
    """(who, link, what, score, why) of every link."""
    labels = {node.key: node.label for node in graph.nodes}
    for edge in graph.edges:
        score = "" if edge.score is None else f"{edge.score:.2f}"
        yield labels[edge.source], edge.kind, labels[edge.target], score, ", ".join(edge.reasons)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def _text(text: str) -> str:
    return escape(printable(text, one_line=True), quote=True)
