"""Sets of causes and of fields as integers, so that a filter over 100,000 documents needs no join."""

from collections.abc import Iterable

CAUSES = ("source", "pipeline", "model", "settings", "lexicon", "decision", "other")
FIELDS = (
    "people", "roles", "affiliations", "organisations", "phones", "emails", "addresses", "places", "dates", "urls",
    "published", "title", "publisher", "language", "url", "other",
)  # fmt: skip


def bit(name: str, mask: tuple[str, ...]) -> int:
    """The bit of a name; what is not listed has the bit of the last one."""
    return 1 << (mask.index(name) if name in mask else len(mask) - 1)


def bits(found: Iterable[str], mask: tuple[str, ...]) -> int:
    """The union of the names' bits."""
    value = 0
    for name in found:
        value |= bit(name, mask)
    return value


def names(value: int, mask: tuple[str, ...]) -> tuple[str, ...]:
    """The names whose bits are set, in the order of the list."""
    return tuple(name for number, name in enumerate(mask) if value >> number & 1)
