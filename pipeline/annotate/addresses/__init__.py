"""Find postal addresses: around a postcode, or a street with a house number alone."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.addresses.alone import streets_alone
from pipeline.annotate.addresses.streets import (
    NUMBER,
    Street,
    french_street,
    square_before,
    street_before,
    street_without_number,
)
from pipeline.annotate.addresses.towns import POSTCODE, Town, town_at
from pipeline.annotate.addresses.words import NAME, alternatives
from pipeline.annotate.occupied import Occupied
from pipeline.annotate.regions import region_of
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.gazetteer import country_of
from pipeline.lexicons import words
from pipeline.parts import AddressParts

_SEPARATOR = re.compile(
    r"(?:[ \u00a0]?(?:[,|·•*;]|//?|[-–—](?= ))[ \u00a0]?\n{0,2}| in |\t|[ \u00a0]{1,2}|[ \u00a0]{0,2}\n{1,2})\Z"
)
_ROOM = rf"(?:{alternatives(words(NAME, 'annexes'))})(?!\w)(?: ?[\w.]{{1,5}}){{0,3}}"
_DISTRICT = rf"(?:{alternatives(words(NAME, 'parts'))}) [\w-]{{2,25}}(?: [A-ZÄÖÜ][\w-]{{2,25}})?"
_FLOOR = rf"(?:\d{{1,2}}\. ?)?(?:{alternatives(words(NAME, 'floors'))})\b(?: (?:links|rechts|Mitte))?"
_ANNEX = re.compile(rf"(?: ?\([^()\n]{{1,30}}\)|(?: ?[,·|/] ?|[ \n]|,\n)(?:{_ROOM}|{_DISTRICT}|{_FLOOR}))\Z")
_POST_BOX = re.compile(
    rf"(?<!\w)(?P<box>(?i:{alternatives(words(NAME, 'post_box'))})(?: \d{{1,3}}(?: \d{{2,3}}){{0,3}}| \d{{4,8}})?)\Z"
)
_BEHIND = re.compile(rf"(?:, ?|[ \u00a0]?\n)(?P<street>[A-ZÄÖÜ][^,;|\n\t\d]{{2,50}}?) (?P<number>{NUMBER})(?![\w.])")
BOX_REACH, ANNEX_REACH = 40, 45  # characters before the postcode in which a post box or an annex stands
MOST_ANNEXES = 3  # "Hinterhaus, 2. OG, Raum 214"
FRANCE = "FR"  # five digits as in Germany, but the number stands before the street
YEAR = re.compile(r"(?:19|20)\d\d")
SQUARES = frozenset({"68159", "68161"})  # the inner city of Mannheim, whose blocks have letters and figures for names
LOOSE_FORMS = frozenset({"loose", "no-number"})


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    text = document.text
    region = region_of(document)
    occupied = Occupied(taken)
    found: list[Mention] = []
    for mention in (*_around_postcodes(text, region), *_streets(text, region)):
        if not occupied.overlaps(mention.start, mention.end):
            occupied.add(mention.start, mention.end)
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _streets(text: str, region: str) -> Iterator[Mention]:
    for street in streets_alone(text):
        parts = AddressParts(street.name, street.number, None, None, region)
        surface = text[street.start : street.end]
        yield Mention(Label.ADDR, street.start, street.end, surface, 0.9, f"addresses:alone-{street.form}", parts)


def _around_postcodes(text: str, region: str) -> Iterator[Mention]:
    done = 0
    for match in POSTCODE.finditer(text):
        if match.start() < done:
            continue
        town = town_at(text, match)
        if town is None:
            continue
        mention = _before(text, town, region, done) or _behind(text, town, region)
        if mention is not None:
            done = mention.end
            yield mention


def _before(text: str, town: Town, region: str, done: int) -> Mention | None:
    """Street or post box before the postcode, as in "Luitpoldplatz 25, 92237 Sulzbach-Rosenberg"."""
    separator = _SEPARATOR.search(text, max(0, town.start - 4), town.start)
    if separator is None:
        return None
    end = separator.start()
    street = _post_box(text, end) or _street(text, end, town)
    if street is None or street.start < done or not _is_sure(text, street, town, separator):
        return None
    return _mention(text, street.start, town.end, street, town, region)


def _is_sure(text: str, street: Street, town: Town, separator: re.Match[str]) -> bool:
    """Whether street and town confirm each other: any word with a number needs a known town or lines of their own."""
    if street.form == "no-number" and YEAR.fullmatch(town.postcode) is not None:
        return False
    if town.known or street.form not in LOOSE_FORMS:
        return True
    own_line = street.start == 0 or text[street.start - 1] == "\n"
    return street.form == "loose" and own_line and "\n" in separator[0]


def _post_box(text: str, end: int) -> Street | None:
    """A post box that ends at an offset, with the street where one stands before it."""
    base = max(0, end - BOX_REACH)
    box = _POST_BOX.search(text[base:end])
    if box is None:
        return None
    start = base + box.start()
    separator = _SEPARATOR.search(text, max(0, start - 4), start)
    street = _above_box(text, separator) if separator is not None else None
    return street or Street(start, end, " ".join(box["box"].split()), None, "post-box")


def _above_box(text: str, separator: re.Match[str]) -> Street | None:
    """The street before a post box; any name with a number where it has a line of its own: "Neumühlequai 10"."""
    street = street_before(text, separator.start(), loose="\n" in separator[0])
    if street is None or street.form != "loose":
        return street
    return street if street.start == 0 or text[street.start - 1] == "\n" else None


def _street(text: str, end: int, town: Town) -> Street | None:
    """The street that ends at an offset, or before an annex such as "(Rückgebäude)" or "3. Stock"."""
    if town.postcode in SQUARES and (square := square_before(text, end)) is not None:
        return square
    street = french_street(text, end) or street_before(text, end, loose=True)
    if street is not None:
        return street
    return _before_annexes(text, end, town) or street_without_number(text, end)


def _before_annexes(text: str, end: int, town: Town) -> Street | None:
    """The street before "(Rückgebäude)" or "Hinterhaus, 2. OG"."""
    for _ in range(MOST_ANNEXES):
        base = max(0, end - ANNEX_REACH)
        annex = _ANNEX.search(text[base:end])
        if annex is None:
            return None
        end = base + annex.start()
        if (street := street_before(text, end, loose=town.known)) is not None:
            return street
    return None


def _behind(text: str, town: Town, region: str) -> Mention | None:
    """The street behind the town, as in "1050 Wien, Margaretengürtel 98-102"."""
    found = _BEHIND.match(text, town.end)
    if found is None or not town.known:
        return None
    loose = town.country not in (None, "DE") or (region == "AT" and "," in found[0])
    street = street_before(text, found.end(), loose=loose)
    if street is None or street.start != found.start("street"):
        return None
    return _mention(text, town.start, found.end(), street, town, region)


def _mention(text: str, start: int, end: int, street: Street, town: Town, region: str) -> Mention:
    country = town.country or (FRANCE if street.form == "french" else _country(town, region))
    parts = AddressParts(street.name, street.number, town.postcode, town.name, country)
    return Mention(Label.ADDR, start, end, text[start:end], 1.0, f"addresses:{street.form}", parts)


def _country(town: Town, region: str) -> str | None:
    """The country by the postcode's form: four digits are not German, "66-620" is Polish."""
    if "-" in town.postcode:
        return "PL"
    if len(town.postcode) == 5:
        return region if region == "IT" else "DE"
    return region if region not in ("DE", "IT") else country_of(town.name)
