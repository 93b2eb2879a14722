"""Which trunk an extension hangs on, and which area code a local number belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.annotate.lines import Lines
from pipeline.annotate.phones.labels import NAME, alternatives, is_switchboard
from pipeline.annotate.phones.numbers import Number, Trunk
from pipeline.lexicons import words

_BEFORE = re.compile(
    rf"(?<!\w)(?:{alternatives(words(NAME, 'trunk_before'))})\b(?P<rest>[^.;\n]{{0,30}})$", re.IGNORECASE
)
_SITE = re.compile(r"\b(?:für|in|am|Standort|Sitz)?\s?([A-ZÄÖÜ]{2,4})\b")
_AFTER = re.compile(rf"^[ …,.\-–+(]{{0,4}}(?:{alternatives(words(NAME, 'trunk_after'))})", re.IGNORECASE)
_ROW_SITE = re.compile(r"\b([A-ZÄÖÜ]{2,4})(?=[/ -]?\d|\b)")
_CODE_ONLY = re.compile(
    r"\b(?:Vorwahl|Ortsvorwahl|Ortskennzahl)\b[ :]{1,2}(?:lautet |ist )?\(?(0\d{1,5}(?: \d{1,4})?)\)?(?!\w)"
)


@dataclass(slots=True)
class Announced:
    """Trunks that a sentence of the page announces; ``spans`` are no numbers of their own."""

    trunks: list[Trunk] = field(default_factory=list)
    sites: dict[str, Trunk] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)


def announced(text: str, lines: Lines, numbers: Sequence[Number]) -> Announced:
    """The announced trunks among the numbers: "Alle Nummern beginnen mit 03981 253"."""
    found = Announced()
    continued = False
    for number in numbers:
        left, right = lines.before(number.start), lines.after(number.end)
        cue = _BEFORE.search(left)
        continued = continued and re.search(r"[,;]? (?:und )?für [A-ZÄÖÜ]{2,4} $", left) is not None
        if (cue is None and _AFTER.match(right) is None and not continued) or number.area == 0:
            continue
        if number.extension is not None and cue is None:
            continue
        trunk = Trunk(number.digits, number.region)
        continued = True
        site = _SITE.search((cue["rest"] if cue is not None else left[-12:]))
        if site is not None:
            found.sites[site[1]] = trunk
        else:
            found.trunks.append(trunk)
        found.spans.append((number.start, number.end))
    return found


class Trunks:
    """Chooses the trunk for an extension by its place on the page."""

    def __init__(self, lines: Lines, numbers: Sequence[Number], announced: Announced) -> None:
        self._lines = lines
        self._numbers = [n for n in numbers if n.area and (n.start, n.end) not in announced.spans]
        self._announced = announced
        self._central = [n for n in self._numbers if self._is_central(n)]

    def __bool__(self) -> bool:
        return bool(self._numbers or self._announced.spans)

    def _is_central(self, number: Number) -> bool:
        return number.extension == "0" or is_switchboard(self._lines.before(number.start))

    def for_extension(self, offset: int, length: int) -> Trunk | None:
        """The trunk for an extension of so many digits at an offset.

        In this order: a number before it on its line, the site named in its row, the switchboard behind it on its line,
        the announced trunk, a number before it in its paragraph, the switchboard, the nearest number before it.
        """
        here = self._lines.at(offset)
        if (number := self._last(offset, since=here.start)) is not None:
            return number.trunk(length)
        if (site := self._site(offset)) is not None:
            return site
        after = [n for n in self._central if offset < n.start < here.end]
        if after:
            return after[0].trunk(length)
        if self._announced.trunks:
            return self._announced.trunks[-1]
        near = self._last(offset)
        if near is None:
            return None
        if self._lines.paragraph(near.start) == here.paragraph:
            return near.trunk(length)
        central = [n for n in self._central if n.start < offset]
        return (central[-1] if central else near).trunk(length)

    def area_code(self, offset: int) -> Trunk | None:
        """The area code for a local number: stated on its line, or of a complete number before it in its paragraph."""
        line = self._lines.at(offset)
        stated = _CODE_ONLY.search(self._lines.text, line.start, line.end)
        if stated is not None:
            return Trunk(stated[1].replace(" ", ""), "DE")
        near = self._last(offset)
        if near is None or self._lines.paragraph(near.start) != line.paragraph:
            return None
        return near.area_code

    def by_tail(self, tail: str) -> Trunk | None:
        """The trunk whose local part is ``tail``: "44" for "05931 44-0"."""
        for number in reversed(self._numbers):
            trunk = number.trunk(1)
            if number.extension is not None and trunk is not None and trunk.digits[number.area :] == tail:
                return trunk
        return None

    def _last(self, offset: int, since: int = 0) -> Number | None:
        before = [n for n in self._numbers if since <= n.start and n.end <= offset]
        return before[-1] if before else None

    def _site(self, offset: int) -> Trunk | None:
        if not self._announced.sites:
            return None
        row = self._lines.before(offset, 400)
        sites = [self._announced.sites[code] for code in _ROW_SITE.findall(row) if code in self._announced.sites]
        return sites[-1] if sites else None
