"""Bodies as a reader tells them: without the common noun in front, and places that act as bodies."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

LEXICON = "de/organisations.yml"
# Districts and municipalities by the form of their name: they employ people, towns named plainly are where people live.
MUNICIPAL = re.compile(
    r"(?:(?:Landk|K)reis|(?:Hanse|Landeshaupt)?[Ss]tadt|(?:Samtg|Verbandsg|G)emeinde|Region|Bezirk) \S.{0,60}"
    r"|[A-ZÄÖÜ][\w-]{1,40}(?<![Uu]m)(?:k|-K)reis"
)
ATTRIBUTION = ", "  # between a role and the body it is held in


def without_nouns(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with organisations cut free of a common noun in front; those that are nothing else are left out."""
    return [kept for mention in mentions if (kept := _without_noun(mention)) is not None]


def _without_noun(mention: Mention) -> Mention | None:
    if mention.label is not Label.ORG:
        return mention
    if mention.text.casefold() in _common():
        return None
    match = _noun_in_front().match(mention.text)
    if match is None:
        return mention
    return replace(mention, start=mention.start + match.end(), text=mention.text[match.end() :])


def acting(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with a district or municipality read as a body where it closes an attribution.

    For example "Isabel Hansen, Integrationsbeauftragte, Enzkreis": the comma behind a role says who employs her.
    """
    roles = {mention.end for mention in mentions if mention.label is Label.ROLE}
    return [
        replace(mention, label=Label.ORG) if _is_acting(document.text, mention, roles) else mention
        for mention in mentions
    ]


def _is_acting(text: str, mention: Mention, roles: set[int]) -> bool:
    if mention.label is not Label.LOC or MUNICIPAL.fullmatch(mention.text) is None:
        return False
    before = mention.start - len(ATTRIBUTION)
    return before in roles and text[before : mention.start] == ATTRIBUTION


@cache
def _common() -> frozenset[str]:
    return frozenset(word.casefold() for word in words(LEXICON, "common"))


@cache
def _noun_in_front() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, words(LEXICON, "nouns_in_front")))
    return re.compile(rf"(?:{nouns})[ \u00a0\n][„“\"»]?(?=[A-ZÄÖÜ])")
