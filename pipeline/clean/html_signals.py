"""Signals of the blocks of an HTML page: numbers that only the whole page gives.

What stands under the same classes, which siblings repeat, how far the main text reaches, and what the first pass
thought of a block and its surroundings.

Sums, ratios and comparisons only: the same on every machine, to the last bit.
"""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.html_elements import Element
from pipeline.clean.html_features import HtmlContext

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

LEVELS = 5  # enclosing elements that are described
REACH = 8  # enclosing elements that are looked at for repeated siblings
FAR = 60  # blocks beyond which a distance is no longer told apart
SURE = 8.0  # log-odds beyond which the first pass is not told apart
OUTSIDE = -1.0  # in place of a number where the page ends
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
SIGNALS = (
    "odds", *(f"odds-at{offset:+d}" for offset in NEIGHBOURS), "odds-parent", "odds-grandparent", "odds-signature",
    "length", "linked",
    *(f"up{level}-{name}" for level in range(LEVELS) for name in ("text", "linked", "running", "share-of-running")),
    "parent-blocks", "signature-count", "signature-running", "signature-linked", "siblings-linked",
    "main-running", "main-linked", "main-blocks", "page-running", "page-text", "page-share-running",
    "running-above", "text-above", "number", "from-first-paragraph", "from-last-paragraph", "from-headline",
    "length-at-2", "length-at+1", "length-at+2", "linked-at+1",
)  # fmt: skip


def html_signals(context: HtmlContext, odds: Sequence[float]) -> Floats:
    """The signals of all blocks of a page.

    Args:
        context: the page.
        odds: what the first pass says of every block, log-odds of junk.

    Returns:
        (blocks, signals), columns in the order of ``SIGNALS``.
    """
    elements = context.elements.all
    own = np.array([block.element for block in context.blocks], dtype=np.intp)
    parents = np.maximum([element.parent for element in elements], 0)
    around = [own]
    for _ in range(REACH - 1):
        around.append(parents[around[-1]])
    length = np.array([len(block.text) for block in context.blocks], dtype=np.float64)
    linked = np.array([block.linked for block in context.blocks]) / np.maximum(length, 1)
    linked = np.minimum(linked, 1.0)
    running = np.where(context.prose, length, 0.0)
    signatures = _numbered(_signature(elements, int(index)) for index in own)
    columns = [
        *_first_pass(np.clip(np.asarray(odds, dtype=np.float64), -SURE, SURE), length, around, signatures),
        length,
        linked,
        *_containers(elements, around),
        *_same_signature(signatures, running / max(running.sum(), 1.0), linked),
        _linked_siblings(elements, np.array(around)),
        *_page(context, len(own)),
        *_position(context, length, running),
        *(_shifted(length, offset, OUTSIDE) for offset in (-2, 1, 2)),
        _shifted(linked, 1, OUTSIDE),
    ]
    return np.column_stack(columns)


def _numbered(keys: Iterable[Hashable]) -> Numbers:
    """Equal keys as equal numbers, in order of first sight."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)


def _signature(elements: Sequence[Element], index: int) -> Hashable:
    """What blocks of one make have in common: the tag and the classes of their element and its parent."""
    element = elements[index]
    return element.name, element.words, elements[max(element.parent, 0)].words


def _shifted(values: Floats, offset: int, outside: float) -> Floats:
    """The value of the block ``offset`` further down for every block."""
    found = np.full(len(values), outside)
    if offset > 0:
        found[:-offset] = values[offset:]
    else:
        found[-offset:] = values[:offset]
    return found


def _first_pass(odds: Floats, length: Floats, around: Sequence[Numbers], signatures: Numbers) -> list[Floats]:
    """The first pass on the block, its neighbours, its parents' text and all blocks of its make."""
    shifted = [_shifted(odds, offset, SURE + 1) for offset in NEIGHBOURS]
    return [odds, *shifted, *(_averaged(odds, length, group) for group in (around[1], around[2], signatures))]


def _averaged(odds: Floats, length: Floats, group: Numbers) -> Floats:
    """The mean over the characters of a block's group."""
    return np.asarray((np.bincount(group, odds * length) / np.maximum(np.bincount(group, length), 1.0))[group])


def _containers(elements: Sequence[Element], around: Sequence[Numbers]) -> list[Floats]:
    """Size, links and running text of the enclosing elements, and how much of the page's running text they hold."""
    filled = np.array([(e.text, e.linked, e.prose, e.blocks) for e in elements], dtype=np.float64)
    text, linked, running, blocks = filled.T
    shares = (text, linked / np.maximum(text, 1), running / np.maximum(text, 1), running / max(running[0], 1.0))
    return [*(share[level] for level in around[:LEVELS] for share in shares), blocks[around[1]]]


def _same_signature(signatures: Numbers, running: Floats, linked: Floats) -> list[Floats]:
    """How many blocks of a make there are, their part of the running text, how far they are links."""
    count = np.bincount(signatures).astype(np.float64)
    totals = (count, np.bincount(signatures, running), np.bincount(signatures, linked) / np.maximum(count, 1))
    return [np.asarray(total[signatures], dtype=np.float64) for total in totals]


def _linked_siblings(elements: Sequence[Element], around: Numbers) -> Floats:
    """How far the most repeated siblings that a block stands in are links; 0 where nothing repeats."""
    makes = _numbered((e.parent, e.name, e.words) if e.first >= 0 else None for e in elements)
    text = np.bincount(makes, [e.text for e in elements])
    linked = np.bincount(makes, [e.linked for e in elements]) / np.maximum(text, 1)
    count = np.bincount(makes)
    holds = np.array([e.blocks > 1 for e in elements])
    repeats = np.where(holds & (count[makes] > 1), count[makes], 0)[around]
    widest = np.take_along_axis(around, repeats.argmax(axis=0)[None], axis=0)[0]
    return np.where(repeats.max(axis=0) > 0, linked[makes[widest]], 0.0)


def _page(context: HtmlContext, count: int) -> list[Floats]:
    """What holds for all blocks of the page."""
    page, main = context.elements.all[0], context.elements.all[context.main]
    numbers = (
        main.prose / max(page.prose, 1),
        main.linked / max(main.text, 1),
        main.blocks,
        page.prose,
        page.text,
        page.prose / max(page.text, 1),
    )
    return [np.full(count, float(number)) for number in numbers]


def _position(context: HtmlContext, length: Floats, running: Floats) -> list[Floats]:
    """Where a block stands on the page: shares of the text above it, distances from what marks the main text."""
    main = context.elements.all[context.main]
    number = np.arange(len(length), dtype=np.float64)
    paragraphs = np.flatnonzero(running[main.first : main.last + 1]) + main.first if main.first >= 0 else number[:0]
    first, last = (paragraphs[0], paragraphs[-1]) if len(paragraphs) else (len(length), -1)
    headline = (
        np.clip(number - context.heading, -FAR, FAR) if context.heading >= 0 else np.full(len(length), -FAR - 1.0)
    )
    return [
        (np.cumsum(running) - running) / max(running.sum(), 1.0),
        (np.cumsum(length) - length) / max(length.sum(), 1.0),
        number / max(len(length), 1),
        np.clip(number - first, -FAR, FAR),
        np.clip(number - last, -FAR, FAR),
        headline,
    ]
