"""Pages that put numbers before names: the order is learnt from the page itself and holds for all of it."""

from bisect import bisect_right
from itertools import groupby, pairwise

from pipeline.link.scene import POINTS, Item, Kind, Scene

SHORTEST = 3  # cards from which an order is a habit
TURNED = 0.85  # score of a link by the page's order
TURNED_REASON = ("this page puts numbers before names",)


def turned_partners(scene: Scene) -> dict[int, Item]:
    """For the start of each contact point the name behind it, on a page of which every card has that order.

    A card is a run of contact points and one name behind them; a paragraph may hold several. One paragraph that begins
    with a name, or ends with a contact point, and the page has no such order; running text says nothing about it.
    """
    items = [item for item in scene.items if item.kind is Kind.PERSON or item.kind in POINTS]
    partners: dict[int, Item] = {}
    cards = 0
    for _, run in groupby(items, key=lambda item: item.line.paragraph):
        paragraph = list(run)
        names = [item.kind is Kind.PERSON for item in paragraph]
        if not any(names) or all(names) or all(item.line.prose for item in paragraph):
            continue
        if names[0] or not names[-1] or any(a and b for a, b in pairwise(names)):
            return {}
        if any(item.line.prose for item in paragraph) or _on_one_line(paragraph):
            return {}
        waiting: list[Item] = []
        for item in paragraph:
            if item.kind is Kind.PERSON:
                partners.update({point.start: item for point in waiting})
                cards, waiting = cards + 1, []
            else:
                waiting.append(item)
    return partners if cards >= SHORTEST else {}


class TurnedCards:
    """The cards of a page that puts numbers before names: each from its first number down to the next card."""

    def __init__(self, scene: Scene) -> None:
        partners = sorted(turned_partners(scene).items())
        self._starts = [start for start, _ in partners]
        self._names = [name for _, name in partners]

    def name(self, item: Item) -> Item | None:
        """The name of the card that an item stands on; None in running text and in another paragraph."""
        index = bisect_right(self._starts, item.start) - 1
        if index < 0 or item.line.prose:
            return None
        name = self._names[index]
        return name if name.line.paragraph == item.line.paragraph else None


def _on_one_line(paragraph: list[Item]) -> bool:
    """Whether a name stands on a line with contact points: rows and brackets are read by other means."""
    lines = {item.line.index for item in paragraph if item.kind is Kind.PERSON}
    return any(item.line.index in lines for item in paragraph if item.kind is not Kind.PERSON)
