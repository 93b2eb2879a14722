"""People by their form of address: what an entity model misses in tables, and roles it takes into a name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.annotate.occupied import Occupied
from pipeline.annotate.roles_nouns import RoleNoun, is_plural, role_noun
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.gazetteer import is_place
from pipeline.given_names import given_names
from pipeline.lexicons import words

LEXICON, ROLES = "de/names.yml", "de/roles.yml"
NAME = r"[A-ZÀ-ÖØ-ÝĀ-Ž][\w’'-]{1,30}(?<=[a-zß-öø-ÿā-ž])"
SURE = frozenset({RoleNoun.OFFICE, RoleNoun.ABBREVIATION})
HELD = frozenset({RoleNoun.OFFICE, RoleNoun.PROFESSION})
SCORE = 0.9  # of a name behind a form of address
ADDRESSES = ("Frau", "Herr", "Herrn", "Fr.", "Hr.", "Hrn.")
LONG_ROLE = 9  # letters of a role noun that is hardly a family name: "Frau Meister", "Herr Richter"
NO_NAME = frozenset({"Präsidentin", "Präsident", "Minister", "Ministerin", "Doktor", "Kollegin", "Kollege", "Direktor"})


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """PER mentions behind "Frau", "Herr", "Fr." or "Hr." in text order; none overlaps a mention in ``taken``."""
    occupied = Occupied(taken)
    found = []
    for match in _addressed().finditer(document.text):
        start, end = match.span("name")
        first = match["name"].split()[0]
        if first in NO_NAME or role_noun(first) in SURE:
            continue
        if first in given_names() and (more := _family_with_particle().match(document.text, start + len(first))):
            end = more.end()
        mention = Mention(Label.PER, start, end, document.text[start:end], SCORE, "addressed:form-of-address")
        if not occupied.overlaps(start, end):
            found.append(mention)
    return found


def without_roles(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with people's names cut free of roles in front: "Generalvikar Benedikt Thraenhart".

    A role alone ("Brunnenmeister") is neither a person nor a place, unless a place or a family bears its name, and no
    body either ("Bundesfreiwilliger", "Bayreuther Geographin").
    """
    freed = [_without_seat(_without_role(m)) if m.label is Label.PER else m for m in mentions]
    families = {words[-1] for mention in freed if mention.label is Label.PER and len(words := mention.text.split()) > 1}
    return [mention for mention in freed if not _is_role(mention) or mention.text in families]


def _is_role(mention: Mention) -> bool:
    if mention.label is Label.ORG:
        return _names_holder(mention.text)
    if " " in mention.text:
        return False
    kind = role_noun(mention.text)
    if mention.label is Label.PER and (kind is RoleNoun.ABBREVIATION or (kind in HELD and is_plural(mention.text))):
        return True
    alone = mention.label is Label.PER or (mention.label is Label.LOC and not is_place(mention.text))
    return alone and len(mention.text) >= LONG_ROLE and kind is RoleNoun.OFFICE


def _names_holder(text: str) -> bool:
    """Whether a body's name is nothing but a role; "Gemeindevorstand" and "Beirat" are roles and bodies."""
    *before, noun = text.split()
    if role_noun(noun) not in HELD or noun.casefold().endswith(words(ROLES, "collective")):
        return False
    return not before or (len(before) == 1 and before[0].endswith("er") and noun.endswith("in"))


def _without_seat(mention: Mention) -> Mention:
    """The mention without the seat in parliament behind the name: "Petra Grün MdL"."""
    name, _, last = mention.text.rpartition(" ")
    if not name or not last.startswith("Md") or role_noun(last) is not RoleNoun.ABBREVIATION:
        return mention
    name = name.rstrip(" ,")
    return replace(mention, end=mention.start + len(name), text=name)


def _without_role(mention: Mention) -> Mention:
    """The mention behind its role noun; a family name that may be one ("Richter Anna") stays."""
    first, space, rest = mention.text.partition(" ")
    kind = role_noun(first)
    if not space or kind is None or not rest[:1].isupper():
        return mention
    words_behind = rest.split()
    sure = kind in SURE and words_behind[0] not in given_names()
    if not sure and not (len(words_behind) >= 2 and kind in {*SURE, RoleNoun.PROFESSION, RoleNoun.FORMATION}):
        return mention
    return _without_role(replace(mention, start=mention.end - len(rest), text=rest))


@cache
def _addressed() -> re.Pattern[str]:
    particles = _particles()
    address = "|".join(re.escape(word) for word in ADDRESSES)
    title = r"(?:(?:Dr|Prof|Mag|Dipl)\.(?:-[A-Z][a-z]{1,5}\.)?[ \u00a0]){0,3}"
    name = rf"(?:(?:{particles})[ \u00a0]){{0,2}}{NAME}(?:[ \u00a0]{NAME}){{0,2}}"
    return re.compile(rf"(?<![\w.„“”\"‚‘»«])(?:{address})[ \u00a0]{title}(?P<name>{name})(?![\w-])")


@cache
def _family_with_particle() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0](?:(?:{_particles()})[ \u00a0]){{1,2}}{NAME}(?![\w-])")


def _particles() -> str:
    return "|".join(re.escape(word) for word in words(LEXICON, "particles") if word.isalpha() and word != "und")
