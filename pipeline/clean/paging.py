"""Headers and footers that come again on every page of a paged document; pages are set apart by form feeds."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from pipeline.clean.cues import contact_cues
from pipeline.clean.plain import Unit
from pipeline.offsets import OffsetMap
from pipeline.repairs import fold

PAGE_BREAK = re.compile("\f")
EDGE = 3  # units from the top and from the bottom of a page that may be its header or footer
LONGEST = 120  # characters
DIGITS = re.compile(r"\d+")


def page_furniture(source: str, units: Sequence[Unit], offsets: OffsetMap) -> frozenset[int]:
    """The numbers of the units that repeat, but for numbers in them, what stands at the same edge of an earlier page.

    The first time stays with the other rules: it may be the sender's letterhead. So does contact data that no earlier
    page had.
    """
    breaks = [match.start() for match in PAGE_BREAK.finditer(source)]
    if not breaks:
        return frozenset()
    pages: dict[int, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        pages[bisect_right(breaks, offsets.to_source(unit.start, unit.end)[0])].append(index)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for listed in pages.values():
        top = listed[:EDGE]
        bottom = [index for index in listed[-EDGE:] if index not in top]
        for edge, found in (("top", top), ("bottom", bottom)):
            for index in found:
                if len(units[index].text) <= LONGEST:
                    places[edge, _key(units[index].text)].append(index)
    return frozenset(
        index
        for found in places.values()
        if 2 * len(found) >= len(pages) - 1
        for index in found[1:]
        if not contact_cues(units[index].text) or units[index].text in {units[other].text for other in found[:1]}
    )


def _key(text: str) -> str:
    return DIGITS.sub("0", fold(text).casefold())
