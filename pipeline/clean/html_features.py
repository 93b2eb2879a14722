"""Named features of the blocks of an HTML page: where a block stands in the page's structure, and what it says.

Features come in groups, each made by a cached function of a few small numbers: neighbouring blocks share most of them,
and their weights are summed once (`linear.Group`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.clean.cues import SENTENCE
from pipeline.clean.html_block import HtmlBlock
from pipeline.clean.html_elements import Element, Elements
from pipeline.clean.linear import Group, group_of
from pipeline.clean.phrases import class_kinds, words_of
from pipeline.clean.text_features import evidence, shape
from pipeline.repairs import fold

SHARES = (0.01, 0.2, 0.5, 0.8, 0.99)
LENGTHS = (12, 30, 60, 100, 180, 350)
SIZES = (1, 30, 100, 300, 1000, 3000)
DISTANCES = (0, 1, 2, 4, 8, 16)
PROSE_LENGTH = 100
PAGE_PARTS = frozenset(["<nav", "<footer", "<aside"])
PAGE_KINDS = frozenset(["nav", "footer", "related", "sidebar", "comment"])
DOMINANT = 0.7  # share of the running text that a container must hold to be looked into
HEAD = 200
LEARNED_WORDS = 8
CONTAINER_LEVELS = 3
LINKS = (0, 1, 3)
BLOCKS = (1, 2, 4, 8, 20, 60)
HEADLINES = (-20, -3, -1, 0, 1, 3, 10, 30)
DEEPEST = 4  # levels below the main element that are told apart
NOTHING = Group((), 0.0)


@dataclass(frozen=True, slots=True)
class HtmlContext:
    """What a block's features need to know about the whole page.

    Attributes:
        main: index of the element that holds most of the running text, as small as it can be.
        section: numbers of the first and the last block around the running text, headline to furniture.
        prose: for every block whether it is running text.
        nearest: for every block the number of blocks to the nearest running text.
        heading: number of the block that is the page's headline, -1 where there is none.
        earlier: for every block whether its text stood on the page before.
        bare: no element says that it is the main part of the page.
        filling: for every element how far it is links, how much running text and how many blocks it holds, graded.
    """

    blocks: Sequence[HtmlBlock]
    elements: Elements
    main: int
    section: tuple[int, int]
    prose: Sequence[bool]
    nearest: Sequence[int]
    heading: int
    earlier: Sequence[bool]
    filling: Sequence[tuple[int, int, int]]
    bare: bool


def html_context(blocks: Sequence[HtmlBlock], elements: Elements) -> HtmlContext:
    """Sums up the elements and finds the page's main container."""
    prose = [_is_prose(block) for block in blocks]
    _sum_up(blocks, elements, prose)
    main = _main_element(elements)
    section = _section(blocks, elements, main)
    heading = next((n for n, block in enumerate(blocks) if elements.all[block.element].name == "h1"), -1)
    seen: set[str] = set()
    earlier = []
    for block in blocks:
        key = fold(block.text[:HEAD]).casefold()
        earlier.append(len(key) > 12 and key in seen)
        seen.add(key)
    filling = [_filling(element) if element.blocks else (0, 0, 0) for element in elements.all]
    bare = all(element.name not in {"main", "article"} for element in elements.all)
    return HtmlContext(blocks, elements, main, section, prose, _distances(prose), heading, earlier, filling, bare)


def _filling(element: Element) -> tuple[int, int, int]:
    share = bisect_right(SHARES, element.linked / max(element.text, 1))
    return share, bisect_right(SIZES, element.prose), bisect_right(BLOCKS, element.blocks)


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


def _section(blocks: Sequence[HtmlBlock], elements: Elements, main: int) -> tuple[int, int]:
    """The blocks from the headline above the running text to the furniture below it.

    On an office's page the text is one paragraph, and the people and their numbers stand beside it.
    """
    listed = elements.all
    first, last = max(listed[main].first, 0), listed[main].last
    headline = next((n for n in range(first, -1, -1) if listed[blocks[n].element].name == "h1"), first) if blocks else 0
    around = listed[main].parent if headline == first else main
    while around > 0 and not listed[around].first <= headline <= listed[around].last:
        around = listed[around].parent
    if around < 0:
        return first, last
    outer = listed[around].around

    def belongs(number: int) -> bool:
        return not _is_furniture(listed[blocks[number].element].around - outer)

    start = next(
        (n + 1 for n in range(first - 1, listed[around].first - 1, -1) if not belongs(n)), listed[around].first
    )
    end = next((n - 1 for n in range(last + 1, listed[around].last + 1) if not belongs(n)), listed[around].last)
    return start, end


def _is_furniture(around: frozenset[str]) -> bool:
    return any(word in PAGE_PARTS or PAGE_KINDS & set(class_kinds(word)) for word in around)


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


def html_features(context: HtmlContext, index: int) -> tuple[Group, ...]:
    """The features of one block for the first pass; the first group is what its text says."""
    block = context.blocks[index]
    listed = context.elements.all
    element = listed[block.element]
    length, near = bisect_right(LENGTHS, len(block.text)), bisect_right(DISTANCES, context.nearest[index])
    linked = bisect_right(SHARES, block.linked / max(len(block.text), 1))
    place = _place(context, index)
    crowded, prose, _ = context.filling[max(element.parent, 0)]
    return (
        text_group(block.text[: HEAD * 2]),
        _links(linked, bisect_right(LINKS, block.links)),
        _tag(element.name, block.kind, element.hidden),
        *_containers(context, block.element),
        _position(near, 10 * index // max(len(context.blocks), 1), place, _headline(context, index)),
        _depth(min(element.depth - listed[context.main].depth, DEEPEST)) if place == "main" else NOTHING,
        _repeats() if context.earlier[index] else NOTHING,
        _crossed(length, place, near, linked, element.name, prose, crowded),
        *naming_features(context, index),
    )


@lru_cache(maxsize=4096)
def text_group(text: str) -> Group:
    """What a block's text is like and says; cached, since menus come twice and on every page of a site."""
    head = text[:HEAD]
    words = words_of(head)
    named = dict.fromkeys(words[:LEARNED_WORDS])
    return group_of(*shape(text), *evidence(head, words), *[f"word={word}" for word in named])


@lru_cache(maxsize=4096)
def _crossed(length: int, place: str, near: int, linked: int, tag: str, prose: int, crowded: int) -> Group:
    """Pairs of features that mean more together than apart: a short line is a heading or a menu entry, by its place."""
    names = {
        "length": f"length={length}",
        "place": f"place={place}",
        "near": f"prose-near={near}",
        "linked": f"linked={linked}",
        "tag": f"tag={tag}",
        "prose": f"up1-prose={prose}",
        "crowded": f"up1-linked={crowded}",
    }
    return group_of(*[f"{names[left]}&{names[right]}" for left, right in PAIRS])


PAIRS = (
    ("length", "place"), ("length", "near"), ("length", "linked"), ("linked", "place"), ("linked", "near"),
    ("tag", "place"), ("tag", "near"), ("tag", "length"), ("prose", "place"), ("prose", "length"),
    ("crowded", "length"), ("crowded", "prose"), ("place", "near"),
)  # fmt: skip


@lru_cache(maxsize=64)
def _links(linked: int, links: int) -> Group:
    return group_of(f"linked={linked}", f"links={links}")


@lru_cache(maxsize=512)
def _tag(name: str, kind: str, hidden: bool) -> Group:  # noqa: FBT001  (a cache key)
    found = (f"tag={name}", f"kind={kind}")
    return group_of(*found, "hidden") if hidden else group_of(*found)


def _containers(context: HtmlContext, index: int) -> list[Group]:
    """How the enclosing elements are filled: a list of links is no text, however long."""
    listed = context.elements.all
    found = []
    for level in range(CONTAINER_LEVELS):
        found.append(_container(level, *context.filling[index]))
        index = listed[index].parent
        if index < 0:
            break
    return found


@lru_cache(maxsize=1024)
def _container(level: int, linked: int, prose: int, blocks: int) -> Group:
    return group_of(f"up{level}-linked={linked}", f"up{level}-prose={prose}", f"up{level}-blocks={blocks}")


def naming_features(context: HtmlContext, index: int) -> tuple[Group, Group]:
    """The features of one block that come from the names of the elements around it; neighbours share them."""
    listed = context.elements.all
    element = listed[context.blocks[index].element]
    above = listed[element.parent].words if element.parent >= 0 else ()
    return _named(element.around, "in"), _near(element.words, above)


@lru_cache(maxsize=4096)
def _near(own: tuple[str, ...], above: tuple[str, ...]) -> Group:
    return _named(frozenset((*own, *above)), "near")


@lru_cache(maxsize=4096)
def _named(words: frozenset[str], where: str) -> Group:
    """Features of the class and id words around a block; cached, since neighbours share them."""
    kinds = sorted({kind for word in words for kind in class_kinds(word)})
    return group_of(*[f"{where}={word}" for word in sorted(words)], *[f"{where}kind={kind}" for kind in kinds])


def _place(context: HtmlContext, index: int) -> str:
    main = context.elements.all[context.main]
    if main.first <= index <= main.last:
        return "main"
    return "before" if index < main.first else "after"


def _headline(context: HtmlContext, index: int) -> int:
    """How far a block is from the headline, graded; -1 on a page that has none."""
    return bisect_right(HEADLINES, index - context.heading) if context.heading >= 0 else -1


@lru_cache(maxsize=4096)
def _position(near: int, tenth: int, place: str, headline: int) -> Group:
    said = "none" if headline < 0 else headline
    return group_of(f"prose-near={near}", f"tenth={tenth}", f"place={place}", f"headline={said}")


@lru_cache(maxsize=64)
def _depth(levels: int) -> Group:
    return group_of(f"main-depth={levels}")


@cache
def _repeats() -> Group:
    return group_of("repeats")
