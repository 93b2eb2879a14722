"""Bodies as a reader tells them: without the common noun in front, and places that act as bodies."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from pipeline.documents import CleanDocument, Label, Mention
from pipeline.gazetteer import is_place
from pipeline.lexicons import words

LEXICON = "de/organisations.yml"
# Districts and municipalities by the form of their name: they employ people, towns named plainly are where people live.
MUNICIPAL = re.compile(
    r"(?:(?:Landk|K)reis|(?:Hanse|Landeshaupt)?[Ss]tadt|(?:Samtg|Verbandsg|G)emeinde|Region|Bezirk) \S.{0,60}"
    r"|[A-ZÄÖÜ][\w-]{1,40}(?<![Uu]m)(?:k|-K)reis"
)
ATTRIBUTION = ", "  # between a role and the body it is held in
LONGEST_NAME = 80  # characters above a line that are read for a name
_INHABITANT = re.compile(r"(?P<stem>[A-ZÄÖÜ][a-zäöüß]{2,30})er(?P<female>in(?:nen)?)?")
_NOUN_BEHIND = re.compile(r"[ \u00a0\n][A-ZÄÖÜ][a-zäöüß]")
_COMPOUND = re.compile(r"-\w")
# The lexicon's list of common nouns that may stand before a name of each label.
_IN_FRONT = {Label.ORG: "nouns_in_front", Label.LOC: "places_in_front"}


def without_nouns(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, bodies and places cut free of a common noun in front.

    Those that are nothing else, and names of things ("Kooperationsprogramm Brandenburg–Polen"), are left out.
    """
    return [kept for mention in mentions if (kept := _without_noun(mention)) is not None]


def _without_noun(mention: Mention) -> Mention | None:
    if mention.label not in _IN_FRONT:
        return mention
    if mention.label is Label.ORG and (mention.text.casefold() in _common() or _kinds().fullmatch(mention.text)):
        return None
    if _thing().match(mention.text) is not None and not is_place(mention.text):
        return None
    match = _noun_in_front(_IN_FRONT[mention.label]).match(mention.text)
    if match is None:
        return mention
    return replace(mention, start=mention.start + match.end(), text=mention.text[match.end() :])


def without_compounds(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without the first halves of compounds: "EU-Mitgliedstaaten" names no body."""
    return [mention for mention in mentions if _COMPOUND.match(document.text, mention.end) is None]


def without_inhabitants(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without towns' inhabitants and adjectives: "Luxemburgerinnen", "das Wormser Rathaus"."""
    return [mention for mention in mentions if not _is_inhabitant(document.text, mention)]


def _is_inhabitant(text: str, mention: Mention) -> bool:
    if mention.label not in {Label.LOC, Label.ORG} or is_place(mention.text):
        return False
    match = _INHABITANT.fullmatch(mention.text)
    if match is None or not any(is_place(match["stem"] + ending) for ending in ("", "en", "e")):
        return False
    return match["female"] is not None or _NOUN_BEHIND.match(text, mention.end) is not None


def agreeing(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with one label for an abbreviation or a name of several words: the one with the higher scores.

    A district may be place and body in one text, and a single word may be a town and somebody's name.
    """
    scores: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        scores[mention.text][mention.label] += mention.score
    return [
        replace(mention, label=_likeliest(scores[mention.text])) if _has_one_label(mention.text) else mention
        for mention in mentions
    ]


def families(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with people where a place's name is somebody's family name and no place that the gazetteer knows.

    "Stabwechsel: Schwarzfischer folgt auf Ettl" above "Josef Ettl": a model may take the short form for a town.
    """
    known = {words[-1] for mention in mentions if mention.label is Label.PER and len(words := mention.text.split()) > 1}
    return [
        replace(mention, label=Label.PER)
        if mention.label is Label.LOC and mention.text in known and not is_place(mention.text)
        else mention
        for mention in mentions
    ]


def _likeliest(scores: Mapping[Label, float]) -> Label:
    return max(scores, key=lambda label: scores[label])


def _has_one_label(name: str) -> bool:
    return (" " in name or name.isupper()) and MUNICIPAL.fullmatch(name) is None


def acting(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with places and single names read as bodies where a role beside them says so.

    A district or municipality closes an attribution: "Ines Hanke, Integrationsbeauftragte, Enzkreis". Below a line
    with somebody's full name, a single name before a role is the employer's: "Herzogsägmühle, Integrationslotsin".
    """
    ends = {mention.end for mention in mentions if mention.label is Label.ROLE}
    starts = {mention.start for mention in mentions if mention.label is Label.ROLE}
    people = {mention.start: mention for mention in mentions if mention.label is Label.PER}
    return [
        replace(mention, label=Label.ORG)
        if _closes_attribution(document.text, mention, ends) or _is_employer(document.text, mention, starts, people)
        else mention
        for mention in mentions
    ]


def _closes_attribution(text: str, mention: Mention, role_ends: set[int]) -> bool:
    if mention.label is not Label.LOC or MUNICIPAL.fullmatch(mention.text) is None:
        return False
    before = mention.start - len(ATTRIBUTION)
    return before in role_ends and text[before : mention.start] == ATTRIBUTION


def _is_employer(text: str, mention: Mention, role_starts: set[int], people: dict[int, Mention]) -> bool:
    behind = mention.end + len(ATTRIBUTION)
    if mention.label is not Label.PER or " " in mention.text or behind not in role_starts:
        return False
    above = text[max(0, mention.start - LONGEST_NAME) : mention.start]
    name = above.rstrip().rpartition("\n")[2].strip()
    end = mention.start - len(above) + len(above.rstrip())
    person = people.get(end - len(name))
    on_lines = above.endswith("\n") and text[mention.end : behind] == ATTRIBUTION
    return on_lines and " " in name and person is not None and person.text == name


@cache
def _common() -> frozenset[str]:
    return frozenset(word.casefold() for word in words(LEXICON, "common"))


@cache
def _kinds() -> re.Pattern[str]:
    """Kinds of bodies in the plural, with an adjective or in pairs; a hyphen makes a name ("Werratal-Kliniken")."""
    plural = rf"(?:[^\W\d_]{{1,30}})?(?i:{'|'.join(map(re.escape, words(LEXICON, 'kinds_of_bodies')))})"
    return re.compile(rf"(?:[a-zäöü][a-zäöüß]{{2,30}}en? )?{plural}(?: (?:und|oder|sowie) {plural})?")


@cache
def _thing() -> re.Pattern[str]:
    """Names whose first word is a thing's: "Kooperationsprogramm Brandenburg–Polen", "EFRE-Mittel", "Spielplatz"."""
    alone, compounds = ("|".join(map(re.escape, words(LEXICON, key))) for key in ("things", "hyphened_things"))
    return re.compile(rf"(?:\w[\w-]{{0,40}})?(?i:{alone}|(?<=-)(?:{compounds}))(?:e?s)?(?![\w-])")


@cache
def _noun_in_front(key: str) -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, words(LEXICON, key)))
    whole = "|".join(map(re.escape, words(LEXICON, "never_without_noun")))
    return re.compile(rf"(?:{nouns})[ \u00a0\n][„“\"»]?(?=[A-ZÄÖÜ])(?!{whole})")
