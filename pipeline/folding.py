"""Fold letters, so that spellings of one name meet."""

import unicodedata

SPECIAL = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "æ": "ae", "ł": "l", "ı": "i", "đ": "d", "ð": "d"}
)


def fold(text: str) -> str:
    """Lower case without accents, umlauts spelt out: "Müller" and "Mueller", "Sarıgül" and "Sarigul" are one.

    >>> fold("Müßig")
    'muessig'
    """
    lower = unicodedata.normalize("NFC", text).casefold().translate(SPECIAL)
    return "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
