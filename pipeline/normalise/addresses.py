"""Postal addresses, split into their parts."""

from collections.abc import Sequence

from pipeline.documents import Address, CleanDocument, Issue, Mention
from pipeline.parts import AddressParts


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[tuple[Address, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    addresses = []
    for mention in mentions:
        parts = mention.parse
        if isinstance(parts, AddressParts):
            addresses.append(
                Address(mention, parts.street, parts.house_number, parts.postcode, parts.town, parts.country)
            )
    return tuple(addresses), ()
