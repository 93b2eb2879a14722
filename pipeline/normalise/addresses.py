"""Postal addresses, split into their parts, and checked for postcodes that contradict their town."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.documents import CleanDocument, Issue, Mention
from pipeline.errors import LexiconError
from pipeline.gazetteer import places
from pipeline.lexicons import lexicon, mapping
from pipeline.parts import AddressParts
from pipeline.values import Address, GeoPlace

AREAS = "geo/postcodes_de.yml"
STATES = "geo/names_de.yml"
GERMANY = "DE"
_QUALIFIER = re.compile(r"[(/]| (?:am|an|auf|bei|im|in|ob|v\.|vor) ")


def normalise(
    document: CleanDocument,  # noqa: ARG001  # every normaliser is called with the document
    mentions: Sequence[Mention],
) -> tuple[tuple[Address, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each address whose postcode and town contradict each other."""
    addresses = tuple(address for mention in mentions if (address := value_of(mention)) is not None)
    issues = (_contradiction(address) for address in addresses)
    return addresses, tuple(issue for issue in issues if issue is not None)


def value_of(mention: Mention) -> Address | None:
    """The address of a mention; None where the recogniser left no parts."""
    parts = mention.parse
    if not isinstance(parts, AddressParts):
        return None
    return Address(mention, parts.street, parts.house_number, parts.postcode, parts.town, parts.country)


def _contradiction(address: Address) -> Issue | None:
    """An issue where no German place of the town's name lies in a state of the postcode's area."""
    if address.country != GERMANY or address.postcode is None or address.town is None:
        return None
    where = address.mention.start, address.mention.end
    area = areas().get(address.postcode[:2])
    if area is None:
        return Issue("postcode-unknown", "warning", f"no German postcode begins like {address.postcode}", *where)
    found = {place.state for place in _places(address.town)} & set(mapping(STATES, "states").values())
    if not found or found & area:
        return None
    message = f"{address.postcode} is in {' or '.join(sorted(area))}, {address.town} in {' or '.join(sorted(found))}"
    return Issue("postcode-town-mismatch", "warning", message, *where)


def _places(town: str) -> Iterator[GeoPlace]:
    """The places that bear a town's name; "Weimar (Lahn)", which the list does not have, is not the other Weimar."""
    qualified = _QUALIFIER.search(town) is not None
    return (place for place in places(town) if not qualified or place.name == town)


@cache
def areas() -> dict[str, frozenset[str]]:
    """The states of each two-digit postcode area.

    Raises:
        LexiconError: the table does not have that shape.
    """
    table = lexicon(AREAS).get("areas")
    names = mapping(STATES, "states")
    if not isinstance(table, dict) or not all(isinstance(states, list) for states in table.values()):
        raise LexiconError(f"lexicon resources/{AREAS}: areas must map two digits to a list of states")
    return {area: frozenset(names[f"{GERMANY}-{state}"] for state in states) for area, states in table.items()}
