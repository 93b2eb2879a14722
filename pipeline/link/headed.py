"""Tables that scraping has turned into one cell a line: the headings, one a line, tell the order within a row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.lexicons import lexicon
from pipeline.link.scene import Item, Kind, Scene

LEXICON = "de/contacts.yml"
SHORTEST = 2  # rows with a name from which it is a table
FEWEST_HEADINGS = 3
_KINDS = {"name": Kind.PERSON, "phone": Kind.PHONE, "fax": Kind.FAX, "email": Kind.EMAIL}

Ranks = Mapping[Kind, Sequence[int]]
"""The places of the columns of each kind."""


def headed_partners(scene: Scene) -> dict[int, Item]:
    """For the start of each contact point in such a table the name in its row.

    A row ends where the next item would stand in the same or an earlier column, so cells may be missing.
    """
    partners: dict[int, Item] = {}
    tables = list(_headings(scene))
    ends = [*(first for first, _ in tables[1:]), len(scene.layout.lines)]
    for (first, ranks), end in zip(tables, ends, strict=False):  # one end too many where there is no table
        rows = [row for row in _rows(scene, first, end, ranks) if len(_names(row)) == 1]
        if len(rows) >= SHORTEST:
            partners.update((item.start, _names(row)[0]) for row in rows for item in row)
    return {start: name for start, name in partners.items() if start != name.start}


def _names(row: Sequence[Item]) -> list[Item]:
    return [item for item in row if item.kind is Kind.PERSON]


def _headings(scene: Scene) -> Iterator[tuple[int, Ranks]]:
    """The line behind each run of headings that names people and a way to reach them, with the columns' places."""
    run: list[str] = []
    for line in scene.layout.lines:
        heading = _columns().get(scene.text[line.start : line.end].strip(" :|").casefold())
        if heading is not None:
            run.append(heading)
            continue
        ranks = {kind: [i for i, name in enumerate(run) if name == word] for word, kind in _KINDS.items()}
        ranks = {kind: places for kind, places in ranks.items() if places}
        if len(run) >= FEWEST_HEADINGS and Kind.PERSON in ranks and len(ranks) > 1:
            yield line.index, ranks
        run = []


def _rows(scene: Scene, first: int, end: int, ranks: Ranks) -> Iterator[list[Item]]:
    """The items of each row from a line on, down to running text, a blank line or an item that has no column."""
    lines = scene.layout.lines
    row: list[Item] = []
    seen: Counter[Kind] = Counter()
    place = -1
    for line in lines[first:end]:
        if line.prose or line.paragraph != lines[first].paragraph:
            break
        for item in sorted((i for kind in _KINDS.values() for i in scene.on_line(kind, line)), key=lambda i: i.start):
            if item.kind not in ranks:
                yield row
                return
            same_cell = bool(row) and row[-1].kind is item.kind and row[-1].line is line
            rank = place if same_cell else ranks[item.kind][min(seen[item.kind], len(ranks[item.kind]) - 1)]
            if rank <= place and not same_cell:
                yield row
                row, rank, seen = [], ranks[item.kind][0], Counter()
            row.append(item)
            seen[item.kind] += 1
            place = rank
    yield row


@cache
def _columns() -> dict[str, str]:
    """What stands in a column, by its heading in lower case."""
    headings = lexicon(LEXICON)["table_headings"]
    return {word.casefold(): name for name, group in headings.items() for word in group}
