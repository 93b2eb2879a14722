"""Find postal addresses: around a postcode, or a street with a house number alone."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.addresses.streets import NUMBER, Street, street_before, street_without_number
from pipeline.annotate.addresses.towns import POSTCODE, Town, town_at
from pipeline.annotate.addresses.words import NAME, alternatives
from pipeline.annotate.regions import region_of
from pipeline.documents import CleanDocument, Label, Mention, overlaps
from pipeline.lexicons import words
from pipeline.parts import AddressParts

_SEPARATOR = re.compile(r"(?:[ \u00a0]?(?:[,|·/;]|[-–—](?= ))[ \u00a0]?\n?|[ \u00a0]{1,2}|[ \u00a0]?\n)$")
_ANNEX = re.compile(
    rf"(?: ?\([^()\n]{{1,30}}\)|,? (?:{alternatives(words(NAME, 'annexes'))})(?: [\w.]{{1,5}}){{0,3}}"
    rf"|,? \d{{1,2}}\. ?(?:{alternatives(words(NAME, 'floors'))}))$"
)
_POST_BOX = re.compile(
    rf"(?<!\w)(?P<box>(?:{alternatives(words(NAME, 'post_box'))})(?: \d{{1,3}}(?: \d{{2,3}}){{0,3}}| \d{{4,8}})?)$"
)
_BEHIND = re.compile(rf"(?:, ?|[ \u00a0]?\n)(?P<street>[A-ZÄÖÜ][^,;|\n\t\d]{{2,50}}?) (?P<number>{NUMBER})(?![\w.])")
_FRENCH = re.compile(
    r"(?<![\w\d])(?P<number>\d{1,4}(?: ?(?:bis|ter))?),? (?P<street>(?:rue|avenue|boulevard|place|route|chemin|allée|impasse|quai)[^\d,;\n]{2,50})$"
)
_ALONE = re.compile(
    rf"(?<![\w-])(?:[\w'’-]{{0,40}}(?:{alternatives(words(NAME, 'strong'))})|{alternatives(w.capitalize() for w in words(NAME, 'strong'))}"
    rf"|(?:{alternatives(words(NAME, 'strong') + tuple(w.capitalize() for w in words(NAME, 'strong')))}) [\w ]{{2,30}}?"
    rf"|(?:(?<=\n)|(?<=, )|(?<=\t)|(?<=: )|(?<=\| ))(?:(?:{alternatives(words(NAME, 'single'))})|(?:{alternatives(words(NAME, 'prepositions'))}) [\w ]{{2,30}}?))"
    rf"(?:/via \w+)?[ \u00a0](?P<number>{NUMBER})(?![\w])(?!\.\d|\. [A-Z][a-zä]+ \d{{4}}|,\d| ?(?:Uhr|Euro|€|Prozent|km|Kilometer|Meter|bis \d))"
)
_CLOSED = re.compile(r"[ ]?(?:$|[\n,;|\t)–·.])")


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    text = document.text
    region = region_of(document)
    found: list[Mention] = []
    for mention in _around_postcodes(text, region):
        if not overlaps(mention, taken) and not overlaps(mention, found[-2:]):
            found.append(mention)
    for mention in _streets(text, region):
        if not overlaps(mention, taken) and not overlaps(mention, found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


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
    """ "Luitpoldplatz 25, 92237 Sulzbach-Rosenberg": street or post box before the postcode."""
    end = town.start
    separator = _SEPARATOR.search(text, max(0, end - 4), end)
    if separator is None:
        return None
    end = separator.start()
    if (box := _POST_BOX.search(text[max(0, end - 40) : end])) is not None:
        start = max(0, end - 40) + box.start()
        if (street := street_before(text, _stripped(text, start), loose=True)) is not None and street.start >= done:
            return _mention(text, street.start, town, street, region)
        return _mention(text, start, town, Street(start, end, " ".join(box["box"].split()), None, "post-box"), region)
    annex = _ANNEX.search(text[max(0, end - 45) : end])
    street = _french(text, end) or street_before(text, end, loose=town.known)
    if street is None and annex is not None:
        street = street_before(text, max(0, end - 45) + annex.start(), loose=town.known)
    if street is None:
        street = street_without_number(text, end)
    if street is None or street.start < done:
        return None
    return _mention(text, street.start, town, street, region)


def _stripped(text: str, end: int) -> int:
    """The end of the text before a separator that ends at ``end``."""
    separator = _SEPARATOR.search(text, max(0, end - 4), end)
    return separator.start() if separator is not None else end


def _french(text: str, end: int) -> Street | None:
    start = max(0, end - 70)
    found = _FRENCH.search(text[start:end])
    return Street(start + found.start(), end, found["street"].strip(), found["number"], "french") if found else None


def _behind(text: str, town: Town, region: str) -> Mention | None:
    """ "1050 Wien, Margaretengürtel 98-102": the street behind the town."""
    found = _BEHIND.match(text, town.end)
    if found is None or not town.known:
        return None
    loose = town.country is not None and town.country != "DE"
    street = street_before(text, found.end(), loose=loose or region == "AT" and "," in found[0])
    if street is None or street.start != found.start("street"):
        return None
    parts = AddressParts(street.name, street.number, town.postcode, town.name, town.country or _country(town, region))
    return Mention(Label.ADDR, town.start, found.end(), text[town.start : found.end()], 1.0, "addresses:behind", parts)


def _mention(text: str, start: int, town: Town, street: Street, region: str) -> Mention | None:
    if not town.known and street.form in ("loose", "no-number"):
        return None
    parts = AddressParts(street.name, street.number, town.postcode, town.name, town.country or _country(town, region))
    return Mention(Label.ADDR, start, town.end, text[start : town.end], 1.0, f"addresses:{street.form}", parts)


def _country(town: Town, region: str) -> str | None:
    """The country by the postcode's length: four digits are not German, five are not Austrian or Swiss."""
    if len(town.postcode) == 5:
        return region if region == "IT" else "DE"
    if len(town.postcode) == 4:
        return region if region not in ("DE", "IT") else None
    return "PL"


def _streets(text: str, region: str) -> Iterator[Mention]:
    """ "Treffpunkt ist die Poststraße 42": a street with its number and no postcode."""
    for match in _ALONE.finditer(text):
        street = street_before(text, match.end(), loose=False)
        if street is None or (street.form == "preposition" and not _is_cell(text, street)):
            street = _single(text, match) if street is None else None
        if street is None:
            continue
        parts = AddressParts(street.name, street.number, None, None, region)
        yield Mention(
            Label.ADDR, street.start, street.end, text[street.start : street.end], 0.9, "addresses:street", parts
        )


def _single(text: str, match: re.Match[str]) -> Street | None:
    name = text[match.start() : match.start("number")].strip()
    if name in words(NAME, "single") and _CLOSED.match(text, match.end()) is not None:
        return Street(match.start(), match.end(), name, match["number"], "single")
    return None


def _is_cell(text: str, street: Street) -> bool:
    """Whether a street stands alone between separators: prepositions also begin sentences."""
    return _CLOSED.match(text, street.end) is not None
