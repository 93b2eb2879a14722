"""Which trunk an extension hangs on, and which area code a local number belongs to."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from pipeline.annotate.lines import Line, Lines
from pipeline.annotate.phones.announcements import SITE, Announced
from pipeline.annotate.phones.labels import is_switchboard
from pipeline.annotate.phones.numbers import Number, Trunk
from pipeline.annotate.phones.sites import Sites

_STARRED = re.compile(r"\D{0,3}\d{1,6}\*")
AREA_CODE_WORDS = ("Vorwahl", "vorwahl")
_AREA_CODE = re.compile(
    r"\b(?:Orts)?[Vv]orwahl(?: [A-ZÄÖÜ][\w-]{1,30}|,? [a-zäöü][\w ,]{2,40})?[ :]{1,2}(?:lautet |ist )?"
    r"\(?(0\d{1,5}(?: \d{1,4})?)\)?(?!\w)"
)
MOST_SWITCHBOARDS = 20  # before an extension that are compared with it
MOST_AREA_CODES = 20  # of a page; each local number is compared with all of them
ROW = 400  # characters of a table row in which its site stands


class Trunks:
    """Chooses the trunk for an extension by its place on the page."""

    def __init__(self, lines: Lines, numbers: Sequence[Number], said: Announced, region: str) -> None:
        self._lines = lines
        self._region = region
        self._numbers = [n for n in numbers if n.landline and not said.knows(n)]
        self._starts = [n.start for n in self._numbers]
        self._said = said
        states = any(word in lines.text for word in AREA_CODE_WORDS)
        stated = islice(_AREA_CODE.finditer(lines.text), MOST_AREA_CODES) if states else ()
        self._area_codes = [(match.start(), match[1].replace(" ", "")) for match in stated]
        self._central = [n for n in self._numbers if n.extension == "0" or is_switchboard(lines.before(n.start))]
        self._central_starts = [n.start for n in self._central]
        self._sites = Sites(lines, self._central)
        self._said_sites = Sites(lines, said.trunks)
        self._sizes: dict[str, set[int]] = {}  # how many digits the extensions of a trunk have
        for number in self._numbers:
            if number.extension is not None and number.extension != "0":
                self.remember(number.digits[: -len(number.extension)], len(number.extension))
        self._tails = {n.digits[n.area : -len(n.extension)]: n for n in self._numbers if n.extension is not None}

    def __bool__(self) -> bool:
        return bool(self._numbers or self._said.spans)

    @property
    def are_announced(self) -> bool:
        """Whether the page says that its extensions hang on a trunk."""
        return bool(self._said.trunks)

    def remember(self, trunk: str, length: int) -> None:
        """Learn that an extension of so many digits hangs on a trunk."""
        self._sizes.setdefault(trunk, set()).add(length)

    def has_extensions(self, offset: int, length: int) -> bool:
        """Whether the switchboard before an offset is known to have extensions of so many digits."""
        end = bisect_left(self._central_starts, offset)
        return end > 0 and length in self._sizes_on(self._central[end - 1])

    def for_extension(self, offset: int, length: int, *, labelled: bool) -> Trunk | None:
        """The trunk for an extension of so many digits at an offset.

        In this order: a number or trunk before it on its line, the site named in its row, the switchboard behind it on
        its line, the announced trunk, a number in its paragraph, the switchboard before it, the nearest number before
        it, of these two one whose other extensions are as long where those of the nearest are not; such a one also
        before a number of its town in the paragraph that shows no trunk. Only
        behind a label may any number come later, without one only a switchboard's in the same paragraph: bare figures
        at the top of a page are no extensions. A number behind it that shows no extension of its own counts only where
        no switchboard stands before.
        """
        here = self._lines.at(offset)
        before = self.before(offset)
        passing = next((n for n in reversed(self._said.passing) if here.start <= n.start < offset), None)
        if passing is not None and (before is None or before.start < passing.start):
            return Trunk(passing.digits, passing.region)
        if before is not None and before.start >= here.start:
            return before.trunk(length, labelled=labelled)
        if (site := self._site(offset)) is not None:
            return site
        if self._said.starred is not None and _STARRED.match(self._lines.text, offset) is not None:
            return Trunk(self._said.starred.digits, self._said.starred.region)
        central = self._central_on(here, offset)
        if central is not None:
            return central.trunk(length, labelled=labelled)
        if self._said.trunks:
            number = self._said_sites.chosen(offset, self._said.trunks[-1])
            return Trunk(number.digits, number.region)
        chosen, sibling = self._in_paragraph(here, offset, labelled=labelled), self._like_its_siblings(offset, length)
        if chosen is None or self._fits_better(sibling, chosen, length, labelled=labelled):
            chosen = sibling
        if chosen is None:
            chosen = self._behind(offset) if labelled else self._central_behind(here, offset)
        return chosen.trunk(length, labelled=labelled) if chosen is not None else None

    def area_code(self, offset: int, *, same_line: bool = False) -> Trunk | None:
        """The area code for a local number: stated on its line, or of a complete number before it in its paragraph."""
        line = self._lines.at(offset)
        if (stated := self._stated_on(line)) is not None:
            return stated
        near = self.before(offset)
        if (
            near is None
            or self._lines.paragraph(near.start) != line.paragraph
            or (same_line and near.start < line.start)
        ):
            return None
        return near.area_code

    def stated_in_paragraph(self, offset: int, *, same_line: bool = False) -> Trunk | None:
        """The area code that the paragraph of an offset, or its line, states in so many words."""
        if not self._area_codes:
            return None
        line = self._lines.at(offset)
        here = [
            code
            for at, code in self._area_codes
            if (self._lines.at(at) == line if same_line else self._lines.paragraph(at) == line.paragraph)
        ]
        return Trunk(here[-1], self._region) if here else None

    def stated(self, offset: int) -> Trunk | None:
        """The area code that the line of an offset states, or its paragraph, or the page where it states but one."""
        return self._stated_on(self._lines.at(offset)) if self._area_codes else None

    def _stated_on(self, line: Line) -> Trunk | None:
        """The area code that the line states, or the paragraph, or the page where it states but one."""
        codes = self._area_codes
        if not codes:
            return None
        near = [code for at, code in codes if line.start <= at < line.end]
        near = near or [code for at, code in codes if self._lines.paragraph(at) == line.paragraph]
        if not near and len({code for _, code in codes}) > 1:
            return None
        return Trunk((near or [codes[0][1]])[0], self._region)

    def by_tail(self, tail: str) -> Trunk | None:
        """The trunk whose local part is ``tail``: "44" for "05931 44-0"."""
        number = self._tails.get(tail)
        return number.trunk(1) if number is not None else None

    def behind_tail(self, digits: str) -> str | None:
        """The extension behind the local part of a trunk, where others of the trunk are as long."""
        tail = self.tail_of(digits)
        if tail is None:
            return None
        rest, sizes = digits[len(tail) :], self._sizes_on(self._tails[tail])
        return rest if not sizes or len(rest) in sizes else None

    def tail_of(self, digits: str) -> str | None:
        """The local part of a trunk that digits begin with: "9244" of "92 44 20" beside "08026 92 44 0"."""
        return next((digits[:size] for size in range(len(digits) - 1, 1, -1) if digits[:size] in self._tails), None)

    def begins_like_tail(self, digits: str) -> bool:
        """Whether digits begin with the local part of a trunk and go on: "853 1099" beside "06241 853-0"."""
        return self.tail_of(digits) is not None

    def before(self, offset: int) -> Number | None:
        """The last complete landline number before an offset."""
        index = bisect_left(self._starts, offset) - 1
        return self._numbers[index] if index >= 0 else None

    def _behind(self, offset: int) -> Number | None:
        index = bisect_left(self._starts, offset)
        return self._numbers[index] if index < len(self._numbers) else None

    def _in_paragraph(self, here: Line, offset: int, *, labelled: bool) -> Number | None:
        behind = self._behind(offset) if labelled else None
        if behind is not None and behind.extension != "0" and self._central and self._central_starts[0] < offset:
            behind = None
        for number in (self.before(offset), behind):
            if number is not None and self._lines.paragraph(number.start) == here.paragraph:
                return number
        return None

    def _central_on(self, here: Line, offset: int) -> Number | None:
        index = bisect_left(self._central_starts, offset)
        if index < len(self._central) and self._central[index].start < here.end:
            return self._central[index]
        return None

    def _central_behind(self, here: Line, offset: int) -> Number | None:
        """The switchboard's number further down in the same paragraph."""
        index = bisect_left(self._central_starts, offset)
        if index == len(self._central) or self._lines.paragraph(self._central[index].start) != here.paragraph:
            return None
        return self._central[index]

    def _like_its_siblings(self, offset: int, length: int) -> Number | None:
        """The last switchboard or else number before an offset; an earlier one if only its extensions are as long."""
        end = bisect_left(self._central_starts, offset)
        before = self._central[max(0, end - MOST_SWITCHBOARDS) : end]
        if before:
            before.append(self._sites.chosen(offset, before[-1]))
        else:
            end = bisect_left(self._starts, offset)
            before = self._numbers[max(0, end - MOST_SWITCHBOARDS) : end]
        if not before:
            return None
        return next((each for each in reversed(before) if self._fits_better(each, before[-1], length)), before[-1])

    def _fits_better(self, sibling: Number | None, chosen: Number, length: int, *, labelled: bool = True) -> bool:
        """Whether the trunk of another number is known to have such extensions.

        Where the chosen one shows its trunk, its extensions must have another length; else both are of one town, or no
        label stands before the extension.
        """
        if sibling is None or sibling.extension is None or length not in self._sizes_on(sibling):
            return False
        if chosen.extension is not None:
            others = self._sizes_on(chosen)
            return bool(others) and length not in others
        return not labelled or sibling.digits[: sibling.area] == chosen.digits[: chosen.area]

    def _sizes_on(self, number: Number) -> set[int]:
        return (
            self._sizes.get(number.digits[: -len(number.extension)], set()) if number.extension is not None else set()
        )

    def _site(self, offset: int) -> Trunk | None:
        if not self._said.sites:
            return None
        codes = SITE.findall(self._lines.before(offset, ROW))
        sites = [self._said.sites[code] for code in codes if code in self._said.sites]
        return sites[-1] if sites else None
