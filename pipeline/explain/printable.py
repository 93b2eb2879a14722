"""Scraped text on a terminal: control characters must not move the cursor, hide text or forge lines."""

import unicodedata

KEPT = frozenset("\n\t")


def printable(text: str, *, one_line: bool = False) -> str:
    r"""The text with control, format and unassigned characters as ``\x1b`` or ``\u202e``.

    Args:
        text: from a document, a file name or an exception.
        one_line: escapes line breaks and tabs as well.
    """
    kept = frozenset() if one_line else KEPT
    return "".join(character if _is_safe(character, kept) else _escaped(character) for character in text)


def _is_safe(character: str, kept: frozenset[str]) -> bool:
    return character in kept or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
