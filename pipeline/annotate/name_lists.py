"""Names of a list with the family name in front: "Nguyen, Thi Bich Ngoc" on a page that writes "Kern, Anna" too."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cache

from pipeline.annotate.titles import title_end
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

HABIT = 3  # names with a comma from which it is the page's way to write them
COMMA = ", "
BIRTH_REACH = 20  # characters before a name in which it is said that somebody was born with it
BIRTH = re.compile(r"[ ]?[,(]?[ ]?(?P<word>[a-zü]{3,12}\.?)[ ]$")
NUMBER = re.compile(r" {0,3}(?:\(|[-–/] ?)?\d")  # right behind a name that it belongs to
END = re.compile(r"[ ]?(?:[\n\t,;:(|–-]| {2}|$)")  # what may follow a given name behind a title


def joined(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with two halves of a name put together.

    That is done on a page that lists names with the family name in front, and where a title stands between a family
    name and a common given name: "Schmidt, Dr. Uwe"; besides in "Elisabeth von und zu Guttenberg".
    """
    text = document.text
    listed = [m for m in mentions if m.label is Label.PER and COMMA in m.text]
    found: list[Mention] = []
    for mention in mentions:
        family = found[-1] if found else None
        if family is not None and _are_one(text, family, mention, habit=len(listed) >= HABIT):
            surface = text[family.start : mention.end]
            found[-1] = replace(family, end=mention.end, text=surface, score=min(family.score, mention.score))
        else:
            found.append(mention)
    return found


def _are_one(text: str, family: Mention, given: Mention, *, habit: bool) -> bool:
    if family.label is not Label.PER or given.label is not Label.PER:
        return False
    if text[family.end : given.start] == " und " and family.text.endswith(" von") and given.text.startswith("zu "):
        return True
    if COMMA in family.text or text[given.end : given.end + 1].isalnum():
        return False
    if text[family.end : given.start] == COMMA:
        return habit and (_heads_line(text, family) or _closes_name(text, given))
    if not _heads_line(text, family):
        return False
    titled = text.startswith(COMMA, family.end) and title_end(text, family.end + len(COMMA)) == given.start - 1
    return titled and (habit or _is_given_name(given.text)) and END.match(text, given.end) is not None


def _closes_name(text: str, given: Mention) -> bool:
    """Whether a name inside a line is a given one: "Tel. A–D: Saado, Riham -215", and none of a list of families."""
    if NUMBER.match(text, given.end) is not None:
        return True
    return _is_given_name(given.text) and END.match(text, given.end) is not None


def without_birth_names(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without names that somebody bore before: "Petra Müller, geb. Schulz" is one person."""
    ends = {mention.end for mention in mentions if mention.label is Label.PER}
    return [m for m in mentions if m.label is not Label.PER or not _is_birth_name(document.text, m, ends)]


def _is_birth_name(text: str, mention: Mention, ends: Set[int]) -> bool:
    line = text[max(mention.start - BIRTH_REACH, 0) : mention.start]
    match = BIRTH.search(line)
    if match is None or match["word"] not in _birth() or " " in mention.text:
        return False
    return mention.start - len(line) + match.start() in ends


def _is_given_name(text: str) -> bool:
    """Whether every word of a name is a common given name: "Karl-Heinz"."""
    return all(word in _given_names() for word in re.split(r"[\s-]+", text))


def _heads_line(text: str, mention: Mention) -> bool:
    return text[max(mention.start - 1, 0) : mention.start] in {"", "\n"}


@cache
def _given_names() -> frozenset[str]:
    return frozenset((*words("de/names.yml", "given_f"), *words("de/names.yml", "given_m")))


@cache
def _birth() -> frozenset[str]:
    return frozenset(words("de/names.yml", "birth"))
