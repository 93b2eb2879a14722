"""Addresses that lost their vowels and signs to a protection script: "clsschllrwrmsd" for claus.scheller@worms.de."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.documents import Label, Mention

VOWELS = "aeiou"
# No German word of so many letters has no vowel; abbreviations of that length carry capitals, stops or digits.
# Begins with letters rather than with what must not stand before them: three in a row are rare already.
_LETTER = "[bcdfghjklmnpqrstvwxyz]"
_SOUP = re.compile(rf"{_LETTER}{_LETTER}{_LETTER}(?<![\w.@/\-]...){_LETTER}{{5,61}}(?![\w@/\-]|\.\w)")
_REPEATED = re.compile(r"(.)\1\1")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ][^\W\d_]{2,}")
_CONTACT = re.compile(r"(?i:mail|telefon|\btel\b|\bfax)|\d{3}")
REACH = 200  # characters before the soup in which the person's name stands
MIN_DISTINCT = 5
MIN_NAME = 3
SURE_LENGTH = 12  # from here on a contact detail beside it is evidence enough


def lost_addresses(text: str) -> Iterator[Mention]:
    """EMAIL mentions without an address: vowelless tokens that spell a name before them or stand among contacts."""
    for match in _SOUP.finditer(text):
        soup = match[0]
        if len(set(soup)) < MIN_DISTINCT or _REPEATED.search(soup) is not None:
            continue
        before = text[max(0, match.start() - REACH) : match.start()]
        near = before[-80:] + text[match.end() : match.end() + 40]
        if _spells_a_name(soup, before) or (len(soup) >= SURE_LENGTH and _CONTACT.search(near) is not None):
            yield Mention(Label.EMAIL, match.start(), match.end(), soup, 0.9, "emails:letters-lost")


def _spells_a_name(soup: str, before: str) -> bool:
    """Whether the soup begins with a name's consonants, or holds them behind another name's."""
    skeletons = [skeleton(name[0]) for name in _NAME.finditer(before)]
    return any(len(bones) >= MIN_NAME and soup.find(bones, 0, len(bones) + 12) >= 0 for bones in skeletons)


def skeleton(name: str) -> str:
    """What the protection script leaves of a name: ASCII consonants, special characters dropped."""
    plain = unicodedata.normalize("NFC", name).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha() and letter not in VOWELS)
