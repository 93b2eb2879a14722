"""What the address rules share: the lexicon's name and patterns of its word lists."""

import re
from collections.abc import Iterable

NAME = "de/addresses.yml"


def alternatives(items: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first."""
    return "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))
