"""Addresses that cannot be read: without vowels and signs ("clsschllrwrmsd"), masked ("a****@stadt.de"), cut off."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.documents import Label, Mention
from pipeline.lexicons import words

VOWELS = "aeiou"
# No German word of so many letters has no vowel; abbreviations of that length carry capitals, stops or digits.
# Begins with letters rather than with what must not stand before them: three in a row are rare already.
_LETTER = "[bcdfghjklmnpqrstvwxyz]"
_SOUP = re.compile(rf"{_LETTER}{_LETTER}{_LETTER}(?<![\w.@/\-]...){_LETTER}{{5,61}}(?![\w@/\-]|\.\w)")
_REPEATED = re.compile(r"(.)\1\1")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ][^\W\d_]{2,}")
_CONTACT = re.compile(r"(?i:mail|telefon|\btel\b|\bfax)|\d{3}")
_TOP = "|".join(map(re.escape, words("de/emails.yml", "common_top_level")))
_MASK = re.compile(r"[*…]|\.\.")
_MASKED_MAILBOX = re.compile(r"(?<![\w.+\-@*…])[\w.+\-*…]{1,64}\Z")
_WHOLE_MAILBOX = re.compile(r"(?<![\w.+\-@*…])[\w+\-]{1,64}(?:\.[\w+\-]{1,64}){0,5}\Z")
_DOMAIN = re.compile(rf"(?:[\w\-]{{1,63}}\.){{1,5}}(?:{_TOP})(?![\w@]|\.\w)")
# What stands behind the sign of an address that is no domain: dots for one, a comma for its dot.
_NO_DOMAIN = re.compile(rf"(?:\.{{3}}|…)|[\w\-]{{2,63}},(?:{_TOP})(?![\w@]|\.\w)")
_CUT_OFF = re.compile(r"[(\[{](?:at|ät)[)\]}](?=[ \t]*(?:$|[,;|)]))", re.MULTILINE)
_BRACKETED = ("at)", "ät)", "at]", "ät]", "at}", "ät}")
_COMPOSED_MAILBOX = re.compile(r"(?<![\w.+\-@*…])[^\W\d_][\w\-]{0,40}[._][\w.\-]{2,60} ?\Z")
MAILBOX_REACH = 66  # characters before the sign in which the mailbox begins
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


def masked_addresses(text: str) -> Iterator[Mention]:
    """EMAIL mentions without an address: letters replaced by stars or dots, no domain behind the sign."""
    at = text.find("@")
    while at >= 0:
        reach = max(0, at - MAILBOX_REACH)
        mailbox = _MASKED_MAILBOX.search(text, reach, at)
        if mailbox is not None and _MASK.search(mailbox[0]) is not None:
            behind = _DOMAIN.match(text, at + 1)
        else:
            mailbox = _WHOLE_MAILBOX.search(text, reach, at)
            behind = _NO_DOMAIN.match(text, at + 1)
        if mailbox is not None and behind is not None and mailbox[0].lower() not in words("de/emails.yml", "patterns"):
            yield _unreadable(text, mailbox.start(), behind.end())
        at = text.find("@", at + 1)
    for sign in _CUT_OFF.finditer(text) if any(map(text.__contains__, _BRACKETED)) else ():
        mailbox = _COMPOSED_MAILBOX.search(text, max(0, sign.start() - MAILBOX_REACH), sign.start())
        if mailbox is not None and mailbox[0].strip().lower() not in words("de/emails.yml", "patterns"):
            yield _unreadable(text, mailbox.start(), sign.end())


def _unreadable(text: str, start: int, end: int) -> Mention:
    return Mention(Label.EMAIL, start, end, text[start:end], 0.9, "emails:letters-lost")


def _spells_a_name(soup: str, before: str) -> bool:
    """Whether the soup begins with a name's consonants, or holds them behind another name's."""
    skeletons = [skeleton(name[0]) for name in _NAME.finditer(before)]
    return any(len(bones) >= MIN_NAME and soup.find(bones, 0, len(bones) + 12) >= 0 for bones in skeletons)


def skeleton(name: str) -> str:
    """What the protection script leaves of a name: ASCII consonants, special characters dropped."""
    plain = unicodedata.normalize("NFC", name).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha() and letter not in VOWELS)
