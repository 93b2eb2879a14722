"""Scraped text on a terminal: control characters must not move the cursor, hide text or forge lines."""

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # general categories, UAX #44 table 12


class _Escapes(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in UNSAFE:
            character = character.encode("unicode_escape", "surrogatepass").decode("ascii")
        self[code] = character
        return character


ON_ONE_LINE = _Escapes()
ON_LINES = _Escapes({ord("\n"): "\n", ord("\t"): "\t"})


def printable(text: str, *, one_line: bool = False) -> str:
    r"""The text with control, format and unassigned characters as ``\x1b`` or ``\u202e``.

    Args:
        text: from a document, a file name or an exception.
        one_line: escapes line breaks and tabs as well.
    """
    if one_line:
        return text.translate(ON_ONE_LINE)
    return text.replace("\r\n", "\n").translate(ON_LINES)
