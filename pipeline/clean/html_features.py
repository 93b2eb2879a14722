"""Named features of the blocks of an HTML page: where a block stands in the page's structure, and what it says."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.clean.cues import SENTENCE
from pipeline.clean.html_blocks import HtmlBlock
from pipeline.clean.html_elements import Element, Elements
from pipeline.clean.phrases import class_kinds, words_of
from pipeline.clean.text_features import evidence, shape
from pipeline.repairs import fold

SHARES = (0.01, 0.2, 0.5, 0.8, 0.99)
LENGTHS = (12, 30, 60, 100, 180, 350)
SIZES = (1, 30, 100, 300, 1000, 3000)
DISTANCES = (0, 1, 2, 4, 8, 16)
PROSE_LENGTH = 100
DOMINANT = 0.7  # share of the running text that a container must hold to be looked into
HEAD = 200
LEARNED_WORDS = 8
CONTAINER_LEVELS = 3


@dataclass(frozen=True, slots=True)
class HtmlContext:
    """What a block's features need to know about the whole page.

    Attributes:
        main: index of the element that holds most of the running text, as small as it can be.
        prose: for every block whether it is running text.
        nearest: for every block the number of blocks to the nearest running text.
        heading: number of the block that is the page's headline, -1 where there is none.
        earlier: for every block whether its text stood on the page before.
    """

    blocks: Sequence[HtmlBlock]
    elements: Elements
    main: int
    prose: Sequence[bool]
    nearest: Sequence[int]
    heading: int
    earlier: Sequence[bool]


def html_context(blocks: Sequence[HtmlBlock], elements: Elements) -> HtmlContext:
    """Sums up the elements and finds the page's main container."""
    prose = [_is_prose(block) for block in blocks]
    _sum_up(blocks, elements, prose)
    main = _main_element(elements)
    headings = [n for n, block in enumerate(blocks) if elements.all[block.element].name == "h1"]
    seen: set[str] = set()
    earlier = []
    for block in blocks:
        key = fold(block.text[:HEAD]).casefold()
        earlier.append(len(key) > 12 and key in seen)
        seen.add(key)
    return HtmlContext(blocks, elements, main, prose, _distances(prose), headings[0] if headings else -1, earlier)


def _is_prose(block: HtmlBlock) -> bool:
    length = len(block.text)
    return length >= PROSE_LENGTH and block.linked < length / 2 and SENTENCE.search(block.text) is not None


def _sum_up(blocks: Sequence[HtmlBlock], elements: Elements, prose: Sequence[bool]) -> None:
    listed = elements.all
    for number, block in enumerate(blocks):
        element = listed[block.element]
        element.text += len(block.text)
        element.linked += min(block.linked, len(block.text))
        element.prose += len(block.text) if prose[number] else 0
        element.blocks += 1
        element.first = number if element.first < 0 else element.first
        element.last = number
    for index in range(len(listed) - 1, 0, -1):
        element = listed[index]
        if element.first >= 0:
            parent = listed[element.parent]
            parent.text += element.text
            parent.linked += element.linked
            parent.prose += element.prose
            parent.blocks += element.blocks
            parent.first = element.first if parent.first < 0 else min(parent.first, element.first)
            parent.last = max(parent.last, element.last)


def _main_element(elements: Elements) -> int:
    """Descends from the page to the smallest element that still holds most of the running text."""
    heaviest: dict[int, int] = {}
    for index in range(1, len(elements.all)):
        element = elements.all[index]
        best = heaviest.get(element.parent)
        if best is None or element.prose > elements.all[best].prose:
            heaviest[element.parent] = index
    current, total = 0, elements.all[0].prose
    while (child := heaviest.get(current)) is not None and elements.all[child].prose >= max(DOMINANT * total, 1):
        current = child
    return current


def _distances(prose: Sequence[bool]) -> list[int]:
    """For every block the distance to the nearest one of running text."""
    far = len(prose) + 1
    found = [far] * len(prose)
    for order in (range(len(prose)), range(len(prose) - 1, -1, -1)):
        distance = far
        for index in order:
            distance = 0 if prose[index] else distance + 1
            found[index] = min(found[index], distance)
    return found


def html_features(context: HtmlContext, index: int) -> list[str]:
    """The features of one block for the first pass."""
    block = context.blocks[index]
    words = words_of(block.text[:HEAD])
    structure = _structure(context, block)
    position = _position(context, index)
    links = _links(block)
    return [
        *shape(block.text[: HEAD * 2]),
        *evidence(block.text[:HEAD], words),
        *links,
        *structure,
        *position,
        *_crossed(context, index, links[0], position),
        *(f"word={word}" for word in dict.fromkeys(words[:LEARNED_WORDS])),
    ]


def _crossed(context: HtmlContext, index: int, linked: str, position: Sequence[str]) -> list[str]:
    """Pairs of features that mean more together than apart: a short line is a heading or a menu entry, by its place."""
    block = context.blocks[index]
    element = context.elements.all[block.element]
    parent = context.elements.all[max(element.parent, 0)]
    length = f"length={bisect_right(LENGTHS, len(block.text))}"
    place = next(name for name in position if name.startswith("place="))
    near = position[0]
    prose = f"up1-prose={bisect_right(SIZES, parent.prose)}"
    crowded = f"up1-linked={bisect_right(SHARES, parent.linked / max(parent.text, 1))}"
    tag = f"tag={element.name}"
    pairs = (
        (length, place), (length, near), (length, linked), (linked, place), (linked, near), (tag, place), (tag, near),
        (tag, length), (prose, place), (prose, length), (crowded, length), (crowded, prose), (place, near),
    )  # fmt: skip
    return [f"{left}&{right}" for left, right in pairs]


def _links(block: HtmlBlock) -> list[str]:
    share = block.linked / max(len(block.text), 1)
    return [f"linked={bisect_right(SHARES, share)}", f"links={bisect_right((0, 1, 3), block.links)}"]


def _structure(context: HtmlContext, block: HtmlBlock) -> list[str]:
    listed = context.elements.all
    element = listed[block.element]
    found = [f"tag={element.name}", f"kind={block.kind}"]
    if element.hidden:
        found.append("hidden")
    index = block.element
    for level in range(CONTAINER_LEVELS):
        found.extend(_container(listed[index], level))
        index = listed[index].parent
        if index < 0:
            break
    return found


def naming_features(context: HtmlContext, index: int) -> tuple[tuple[str, ...], ...]:
    """The features of one block that come from the names of the elements around it; neighbours share them."""
    listed = context.elements.all
    element = listed[context.blocks[index].element]
    near = (*element.words, *(listed[element.parent].words if element.parent >= 0 else ()))
    return _named(element.around, "in"), _named(frozenset(near), "near")


@lru_cache(maxsize=4096)
def _named(words: frozenset[str], where: str) -> tuple[str, ...]:
    """Features of the class and id words around a block; cached, since neighbours share them."""
    kinds = sorted({kind for word in words for kind in class_kinds(word)})
    return (*(f"{where}={word}" for word in sorted(words)), *(f"{where}kind={kind}" for kind in kinds))


def _container(element: Element, level: int) -> list[str]:
    """How an enclosing element is filled: a list of links is no text, however long."""
    share = element.linked / max(element.text, 1)
    return [
        f"up{level}-linked={bisect_right(SHARES, share)}",
        f"up{level}-prose={bisect_right(SIZES, element.prose)}",
        f"up{level}-blocks={bisect_right((1, 2, 4, 8, 20, 60), element.blocks)}",
    ]


def _position(context: HtmlContext, index: int) -> list[str]:
    listed = context.elements.all
    main = listed[context.main]
    block = context.blocks[index]
    found = [
        f"prose-near={bisect_right(DISTANCES, context.nearest[index])}",
        f"tenth={10 * index // max(len(context.blocks), 1)}",
    ]
    if main.first <= index <= main.last:
        found += ["place=main", f"main-depth={min(_depth_below(context, block), 4)}"]
    else:
        found.append("place=before" if index < main.first else "place=after")
    if context.heading >= 0:
        distance = index - context.heading
        found.append(f"headline={bisect_right((-20, -3, -1, 0, 1, 3, 10, 30), distance)}")
    else:
        found.append("headline=none")
    if context.earlier[index]:
        found.append("repeats")
    return found


def _depth_below(context: HtmlContext, block: HtmlBlock) -> int:
    return context.elements.all[block.element].depth - context.elements.all[context.main].depth
