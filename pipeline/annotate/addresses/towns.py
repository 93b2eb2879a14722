"""Postcode and town: the anchor of a complete address."""

import re
from dataclasses import dataclass

from pipeline.annotate.addresses.words import NAME, alternatives
from pipeline.annotate.regions import POSTAL
from pipeline.gazetteer import country_code, is_place, is_qualifier
from pipeline.lexicons import words

POSTCODE = re.compile(r"(?P<code>\d(?:\d{3,4}|\d-\d{3}))(?P<gap>,?[ \u00a0]{1,2}|\n)(?=[A-ZÄÖÜŠČŽŁÉ])")
# Before a postcode: a country's prefix ("CH-8001"), but no figure, sign or letter that would make it part of more.
_PREFIX = re.compile(r"(?<!\w)(?P<code>DE?|AT?|CH|FL|I|B|L)(?: ?[-–‐] ?| )\Z")
_MORE_FIGURES = re.compile(r"(?:[\w+./]|\d-|(?<!\d),)\Z")
_LETTER = r"(?:[^\W\d_]|['’])"
_WORD = rf"[A-ZÄÖÜŠČŽŁÉ]{_LETTER}{{0,40}}(?:-{_LETTER}{{1,40}}){{0,4}}"
_CONNECTOR = alternatives(words(NAME, "town_connectors"))
_FIRST = alternatives(words(NAME, "town_prefixes"))
_ABBREVIATED = re.compile(r"(?P<town>[^ ]{2,40}) (?:[aiubv]\. ?)(?:d\. ?)?[A-ZÄÖÜ]")
_FIRST_WORDS = frozenset(words(NAME, "town_prefixes"))
_TOWN = re.compile(
    rf"(?:(?:{_FIRST})[ \u00a0]?){{0,2}}{_WORD}(?:-\n[A-ZÄÖÜa-zäöüß]\w*)?"
    rf"(?: (?:{_CONNECTOR}) ?(?:[A-ZÄÖÜ]\.|{_WORD})|/ ?(?:OT )?[A-ZÄÖÜ][\w.\-]*)?"
)
_MORE = re.compile(rf"{_WORD}(?: (?:(?:{_CONNECTOR}) )?{_WORD}){{1,3}}")
_TAIL = re.compile(
    rf" ?\((?P<inner>[^()\n]{{1,25}})\)|(?P<part>,? (?:{alternatives(words(NAME, 'parts'))}) {_WORD}(?: {_WORD})?)"
)
_OFFICE = re.compile(r" \d{1,2}(?!\d)(?=[,;|)\n]|$)")
_PROVINCE = re.compile(r"^[A-Z]{2}\Z")
_COUNTRY = re.compile(r"(?:,? |\n|, ?\n)(?P<name>[A-ZÖ][a-zäöü]{3,15})\b")
SOFT_BREAK = re.compile(r"-\n(?=[a-zäöüß])")


@dataclass(frozen=True, slots=True)
class Town:
    """Postcode and town as they stand in the text.

    Attributes:
        known: the place list has the town, or a country prefix stands before the postcode.
        country: from the prefix or from a country's name behind the town.
    """

    start: int
    end: int
    postcode: str
    name: str
    known: bool
    country: str | None


def town_at(text: str, match: re.Match[str]) -> Town | None:
    """The town behind a postcode; None for counts ("12000 Besucher")."""
    prefix = _PREFIX.search(text, max(0, match.start() - 6), match.start())
    if prefix is None and _MORE_FIGURES.search(text, max(0, match.start() - 2), match.start()) is not None:
        return None
    found = _TOWN.match(text, match.end())
    if found is None or found[0] in POSTAL or found[0] in words(NAME, "no_towns"):
        return None
    end = _longest_known(text, match.end(), found.end())
    name = SOFT_BREAK.sub("", text[match.end() : end]).replace("-\n", "-")
    known = _is_known(name)
    printed = name
    while (tail := _TAIL.match(text, end)) is not None and _belongs(tail["inner"]):
        end = tail.end()
        if tail["inner"] is None or _PROVINCE.match(tail["inner"]) is None:
            printed += tail[0]
    if len(match["code"]) == 4 and (office := _OFFICE.match(text, end)) is not None:
        end, printed = office.end(), printed + office[0]
    country = POSTAL[prefix["code"]] if prefix is not None else _named_country(text, end)
    start = prefix.start() if prefix is not None else match.start()
    return Town(start, end, match["code"], " ".join(printed.split()), known or prefix is not None, country)


def _is_known(name: str) -> bool:
    """Whether the place list has a name, or it begins as only names of places do: "Bad Gottleuba-Berggießhübel"."""
    if is_place(name) or is_place(name.split("-")[0]) or (name.isupper() and is_place(name.title())):
        return True
    first, _, rest = name.partition(" ")
    if rest and (first in words(NAME, "sure_prefixes") or (first in _FIRST_WORDS and is_place(rest))):
        return True
    short = _ABBREVIATED.match(name)
    return short is not None and is_place(short["town"])


def _belongs(bracketed: str | None) -> bool:
    """Whether brackets behind a town are part of its name: "(Saale)", "(BZ)", but not "(Verwaltung)"."""
    if bracketed is None:
        return True
    return _PROVINCE.match(bracketed) is not None or is_qualifier(bracketed) or bracketed in words(NAME, "qualifiers")


def _longest_known(text: str, start: int, end: int) -> int:
    """The end of the longest name from ``start`` that the place list knows; ``end`` where it knows none longer."""
    more = _MORE.match(text, start)
    if more is None or more.end() <= end:
        return end
    pieces = list(re.finditer(r"\S+", more[0]))
    for piece in reversed(pieces):
        if start + piece.end() > end and is_place(more[0][: piece.end()]):
            return start + piece.end()
    return end


def _named_country(text: str, end: int) -> str | None:
    named = _COUNTRY.match(text, end)
    return country_code(named["name"]) if named is not None else None
