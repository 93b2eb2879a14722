"""Switchboards of several houses that a page lists together: which one the extensions of a section hang on."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.numbers import Number

LONGEST_HEADING = 60  # characters of a line that may head the section of a house
MOST_HOUSES = 8  # switchboards of one paragraph that are told apart
DESCRIPTION = 400  # characters before the first house's number that describe it
_OF_A_NUMBER = re.compile(r"[-–/+(] ?\d|\d{5}")
LONGEST_LEAD = 100  # characters of a line's beginning that may head what follows
NAME_REACH = 40  # characters before a house's number in which its name stands
# "HAUS WALDSHUT - ...", "Zweigstelle, Kirchstraße 6, 08248 Klingenthal: ..."
_LEAD = re.compile(
    r"(?P<head>[^\d:–—|•·]{3,60}(?P<address>\d{1,4}[a-z]?, \d{5} [^\d:–—|•·]{3,40})?)(?: [–—-] |: | ?[|•·] |$)"
)
_WORD = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\w-]{3,40}")


class Sites:
    """The houses of each paragraph that lists more than one switchboard.

    "Hauptsitz: Schwerin, Tel. 0385 7417-0 / Außenstelle: Wismar, Tel. 03841 2526-0" above a list of extensions: they
    hang on the first one, below a heading "Außenstelle Wismar" on the one that shares its words.
    """

    def __init__(self, lines: Lines, central: Sequence[Number]) -> None:
        self._first: dict[int, Number] = {}
        self._headed: dict[int, list[tuple[int, Number]]] = {}
        starts = [number.start for number in central]
        for houses in _listed_together(lines, central):
            behind = bisect_right(starts, houses[-1].start)
            end = starts[behind] if behind < len(starts) else len(lines.text)
            headed = list(_headings(lines, houses, end))
            for house in houses:
                self._first[house.start], self._headed[house.start] = houses[0], headed

    def chosen(self, offset: int, nearest: Number) -> Number:
        """The switchboard for an extension below all houses of a paragraph, ``nearest`` where it is the only one."""
        headed = self._headed.get(nearest.start, ())
        index = bisect_right(headed, offset, key=lambda entry: entry[0]) - 1
        return headed[index][1] if index >= 0 else self._first.get(nearest.start, nearest)


def _listed_together(lines: Lines, central: Sequence[Number]) -> Iterator[list[Number]]:
    """Switchboards of one paragraph, where it has two to eight with trunks of their own."""
    houses: dict[int, list[Number]] = {}
    for number in central:
        houses.setdefault(lines.paragraph(number.start), []).append(number)
    for listed in houses.values():
        if 1 < len(listed) <= MOST_HOUSES and len({number.digits for number in listed}) == len(listed):
            yield listed


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _heading(line: str, *, whole: bool) -> str:
    """What of a line may head a section: a short line without numbers, or its beginning in capitals or with an address.

    For example "PERLEBERG" of "PERLEBERG – Wittenberger Straße 31, 19348 Perleberg".
    """
    if whole and _OF_A_NUMBER.search(line) is None:
        return line
    lead = _LEAD.match(line)
    if lead is None:
        return ""
    return lead["head"] if lead["head"].isupper() or lead["address"] is not None else ""


def _own_words(houses: Sequence[Number], said: Sequence[frozenset[str]]) -> dict[str, Number]:
    """The words that stand before one house's number alone."""
    shared = Counter(word for words in said for word in words)
    return {word: house for house, words in zip(houses, said, strict=True) for word in words if shared[word] == 1}


def _name_before(text: str, house: Number) -> str | None:
    """The last noun or name before a house's number: "Klingenthal 037467 59"."""
    found = _WORD.findall(text, max(0, house.start - NAME_REACH), house.start)
    return found[-1].casefold() if found else None


def _said_of(known: Mapping[str, Number], said: Collection[str]) -> dict[int, Number]:
    """The houses that some words tell, by the offset of their number."""
    return {known[word].start: known[word] for word in said if word in known}


def _headings(lines: Lines, houses: Sequence[Number], limit: int) -> Iterator[tuple[int, Number]]:
    """Offsets of later lines without numbers that share words with what stands before one house's number alone."""
    said = []
    start = lines.text.rfind("\n\n", max(0, houses[0].start - DESCRIPTION), houses[0].start) + 1
    start = start or max(0, houses[0].start - DESCRIPTION)
    for house in houses:
        said.append(_words(lines.text[start : house.start]))
        start = house.end
    own = _own_words(houses, said)
    names = {name: house for house in houses if (name := _name_before(lines.text, house)) is not None}
    if len(names) < len(houses):
        names = {}
    offset = lines.text.find("\n", houses[-1].end) + 1
    while 0 < offset < limit:
        end = lines.text.find("\n", offset)
        end = len(lines.text) if end < 0 else end
        line = _heading(lines.text[offset : min(end, offset + LONGEST_LEAD)], whole=end - offset <= LONGEST_HEADING)
        if line:
            said_there = _words(line)
            found = _said_of(names, said_there) or _said_of(own, said_there)
            if len(found) == 1:
                yield offset, next(iter(found.values()))
        offset = end + 1
