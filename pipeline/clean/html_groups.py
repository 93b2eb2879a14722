"""Sections, lists and contact cards of a page: numbers that tell neighbouring groups of blocks apart."""

from collections import Counter
from collections.abc import Sequence

from pipeline.clean.html_block import HtmlBlock
from pipeline.clean.html_elements import Element, Elements

SECTIONS = frozenset(
    [
        "article",
        "section",
        "ul",
        "ol",
        "dl",
        "table",
        "address",
        "blockquote",
        "aside",
        "nav",
        "header",
        "footer",
        "form",
        "fieldset",
        "main",
    ]
)
REACH = 12  # enclosing elements that are looked at


def groups_of(blocks: Sequence[HtmlBlock], elements: Elements) -> list[int]:
    """The group of every block: its card where cards repeat, else its section."""
    listed = elements.all
    siblings = Counter([_signature(element) for element in listed if element.blocks > 1])
    holders: dict[int, int] = {}
    for block in blocks:
        if block.element not in holders:
            holders[block.element] = _holder(block.element, listed, siblings)
    numbers = {holder: number for number, holder in enumerate(dict.fromkeys(holders.values()))}
    return [numbers[holders[block.element]] for block in blocks]


def _signature(element: Element) -> tuple[int, str, tuple[str, ...]]:
    """Elements of one signature are siblings of one make."""
    return element.parent, element.name, element.words


def _holder(index: int, listed: Sequence[Element], siblings: Counter[tuple[int, str, tuple[str, ...]]]) -> int:
    section = -1
    for _ in range(REACH):
        element = listed[index]
        if element.parent < 0:
            break
        if element.blocks > 1 and element.name != "p" and siblings[_signature(element)] > 1:
            return index
        if section < 0 and element.name in SECTIONS and element.blocks > 1:
            section = index
        index = element.parent
    return section if section >= 0 else index
