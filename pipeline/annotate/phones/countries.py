"""In which country's plan one number is read: a town or address before it may lie elsewhere than the page."""

import re
from bisect import bisect_left
from functools import lru_cache

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.labels import NAME, label_before
from pipeline.annotate.phones.runs import Run
from pipeline.annotate.regions import HOME, TOP_LEVEL, in_addresses
from pipeline.gazetteer import country_code, places
from pipeline.lexicons import KNOWN_WORDS, words

BLOCK = 300  # characters between the postcode of an address and the numbers below it
LONGEST_TOWN = 40  # characters of "Sankt " and a name
LEAST_KNOWN = 5000  # inhabitants of a town that tells the country by itself
_TOWN = re.compile(r"(?:(?<![\w.\-])(?:St\. |Bad |Sankt ))?(?<![\w.\-])[A-ZÄÖÜ][\w\-]{2,30}\Z")
_BETWEEN = " ,:;(|–-\t"  # what parts a town from its label or number
# A preposition before it makes it where a journey goes: "Fahrt nach Meran, Tel. 06241 853-1060".
_OPEN = re.compile(r"(?:^|[,;:(|/•·–\-]|\b\d{4,5}) ?\Z")
_HEAD = re.compile(rf"(?<![\w\-])(?:{'|'.join(re.escape(word) for word in words(NAME, 'town_heads'))}) \Z")


class Countries:
    """Answers for the numbers of a page in text order."""

    def __init__(self, lines: Lines, page: str) -> None:
        self._lines = lines
        self._page = page
        self._addresses = list(in_addresses(lines.text))
        self._starts = [at for at, _ in self._addresses]
        self._line_end, self._said = -1, page

    def of(self, run: Run) -> str:
        """ISO 3166-1 code: of the town before a number on its line, of the address above it, else of the page."""
        if run.start > self._line_end:
            self._line_end, self._said = self._lines.at(run.start).end, self._above(run.start)
        if run.may_be_complete():
            self._said = self._beside(run.start) or self._said
        return self._said

    def _above(self, offset: int) -> str:
        """The country of the last address in the paragraph."""
        index = bisect_left(self._starts, offset) - 1
        if index < 0:
            return self._page
        at, region = self._addresses[index]
        near = region != self._page and offset - at <= BLOCK
        near = near and self._lines.paragraph(at) == self._lines.paragraph(offset)
        return region if near else self._page

    def _beside(self, offset: int) -> str | None:
        """The country of a town that stands directly before the number or its label, None where none does."""
        left = self._lines.before(offset)
        label = label_before(left)
        if label is not None and label.touching:
            left = left[: left.rfind(label.text)]
        left = left.rstrip(_BETWEEN)
        last_word = left[left.rfind(" ") + 1 :]
        if last_word == last_word.lower():
            return None
        town = _TOWN.search(left, max(0, len(left) - LONGEST_TOWN))
        if town is None:
            return None
        region = _country_of(town[0])
        if region is None or (region == self._page == self._said):
            return None
        before = left[: town.start()]
        return region if _OPEN.search(before) is not None or _HEAD.search(before) is not None else None


@lru_cache(maxsize=KNOWN_WORDS)
def _country_of(town: str) -> str | None:
    """The one country in which places of a name lie, None where the name tells none or the place is hardly known."""
    found = places(town)
    regions = {country_code(place.state) or HOME for place in found}
    if len(regions) != 1 or max(place.population for place in found) < LEAST_KNOWN:
        return None
    region = regions.pop()
    return region if region in TOP_LEVEL.values() else None
