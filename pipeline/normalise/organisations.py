"""Base forms of organisations."""

import re
from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention
from pipeline.normalise.organisations_forms import kind_of, name_key
from pipeline.normalise.organisations_inflection import nominative
from pipeline.values import OrganisationName

SOFT = str.maketrans({"\u00ad": None, "\u200b": None, "·": None, "\u00a0": " ", "\u202f": " "})
ABBREVIATION = re.compile(r"[ \u00a0]?\(([A-ZÄÖÜ][\w.&/-]{1,14})\)")
INSIDE = re.compile(r" ?\(([A-ZÄÖÜ][\w.&/-]{1,14})\)$")
QUOTES = '„“”"»«‚‘›‹'
BROKEN_WORD = re.compile(r"(?<=[a-zäöüß])-[ ]?\n[ ]?(?=[a-zäöüß])")
BEFORE = 30  # characters before a name in which its article stands


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[OrganisationName, ...]:
    """Names in base form, in text order."""
    return tuple(_organisation(document.text, mention) for mention in mentions if mention.text.strip(f"{QUOTES} -–.,"))


def _organisation(text: str, mention: Mention) -> OrganisationName:
    surface = " ".join(BROKEN_WORD.sub("", mention.text.translate(SOFT)).split()).strip(" ,;")
    inside = INSIDE.search(surface)
    abbreviation = _following_abbreviation(text, mention)
    if inside is not None and _is_abbreviation(inside.group(1)):
        surface, abbreviation = surface[: inside.start()], inside.group(1)
    before = text[max(0, mention.start - BEFORE) : mention.start].split()
    name = nominative(_balanced(_cased(surface)), before[-1].lower() if before else "")
    return OrganisationName(mention, name, kind_of(name), name_key(name), abbreviation)


def _following_abbreviation(text: str, mention: Mention) -> str | None:
    """What stands in brackets behind the mention, if it can be an abbreviation: "Deutsche Presse-Agentur (dpa)"."""
    match = ABBREVIATION.match(text, mention.end)
    return match.group(1) if match is not None and _is_abbreviation(match.group(1)) else None


def _is_abbreviation(word: str) -> bool:
    return sum(char.isupper() for char in word) >= 2 and " " not in word


def _balanced(name: str) -> str:
    """Without quotation marks around the whole, or one that has lost its partner."""
    marks = [char for char in name if char in QUOTES]
    if len(marks) % 2 or (len(marks) == 2 and name[0] in QUOTES and name[-1] in QUOTES):
        return "".join(char for char in name if char not in QUOTES).strip()
    return name


def _cased(name: str) -> str:
    """Names in capitals in mixed case: "DEUTSCHER LANDTAG"; single words may be abbreviations and stay."""
    words = name.split()
    if len(words) < 2 or not name.isupper() or any(len(word) < 5 for word in words):
        return name
    return name.title()
