"""Which piece of the record stands for which piece of the gold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluate.facts import fold, is_bare_office
from pipeline.report.confusion_items import Item

INSIDE = {"address", "organisation"}
"""A place inside these is not annotated again, and neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands for what; one side is None where something was missed or is spurious."""

    gold: Item | None
    predicted: Item | None

    @property
    def item(self) -> Item:
        """The gold's piece, or the record's where there is none.

        Raises:
            ValueError: there is neither.
        """
        item = self.gold if self.gold is not None else self.predicted
        if item is None:
            raise ValueError("a pair needs a side")
        return item


def pair(gold: Sequence[Item], predicted: Sequence[Item], *, placed: bool) -> list[Pair]:
    """Pairs every piece at most once: the same kind before another, the same extent before one that overlaps.

    What the figures count neither as hit nor as miss has no pair: a town inside an address or a name, a bare office
    word alone, a decoy that nothing was taken for.

    Args:
        gold: of a document.
        predicted: of its record.
        placed: whether offsets of both mean the same; without it, pieces of the same text belong together.
    """
    candidates = _overlapping(gold, predicted) if placed else _of_one_text(gold, predicted)
    taken: dict[int, int] = {}
    used: set[int] = set()
    for left, right in sorted(candidates, key=lambda one: _rank(gold[one[0]], predicted[one[1]], one)):
        if left not in taken and right not in used:
            taken[left] = right
            used.add(right)
    pairs = [Pair(item, predicted[taken[place]] if place in taken else None) for place, item in enumerate(gold)]
    rest = [item for place, item in enumerate(predicted) if place not in used]
    return [one for one in (*pairs, *(Pair(None, item) for item in rest)) if not _is_neither(one, gold)]


def is_same_extent(gold: Item, predicted: Item) -> bool:
    """Whether both are the same words."""
    return fold(gold.text) == fold(predicted.text)


def _rank(gold: Item, predicted: Item, place: tuple[int, int]) -> tuple[bool, bool, int, tuple[int, int]]:
    overlap = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    return gold.kind != predicted.kind, not is_same_extent(gold, predicted), -overlap, place


def _overlapping(gold: Sequence[Item], predicted: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Places of pieces that share a character, in one pass over both."""
    sides = [(item, place, True) for place, item in enumerate(gold)]
    sides += [(item, place, False) for place, item in enumerate(predicted)]
    active: list[tuple[Item, int, bool]] = []
    for item, place, is_gold in sorted(sides, key=lambda side: side[0].start):
        active = [side for side in active if side[0].end > item.start]
        for _, other, of_gold in active:
            if of_gold != is_gold:
                yield (place, other) if is_gold else (other, place)
        active.append((item, place, is_gold))


def _of_one_text(gold: Sequence[Item], predicted: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Places of pieces of the same text."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(predicted):
        places[fold(item.text)].append(place)
    for place, item in enumerate(gold):
        yield from ((place, other) for other in places[fold(item.text)])


def _is_neither(one: Pair, gold: Iterable[Item]) -> bool:
    if one.predicted is None:
        item = one.gold
        return item is not None and (item.kind == "decoy" or _is_office(item))
    if one.gold is not None:
        return False
    return _is_office(one.predicted) or _lies_inside(one.predicted, gold)


def _is_office(item: Item) -> bool:
    return item.kind == "organisation" and is_bare_office({fold(item.text)})


def _lies_inside(item: Item, gold: Iterable[Item]) -> bool:
    """Whether a place is part of a larger piece of the gold."""
    return item.kind == "place" and any(
        other.kind in INSIDE and other.start <= item.start and item.end <= other.end for other in gold
    )
