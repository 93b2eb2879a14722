"""Which words name a function, an office or a profession: lexicon and German word formation."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from pipeline.given_names import given_names
from pipeline.lexicons import KNOWN_WORDS, words

LEXICON = "de/roles.yml"
NEUTRAL = re.compile(r"[·\u00ad]|(?<=[a-zäöüß])(?:[:*_/]-?|(?=I))(?=[Ii]n(?:nen)?\b)")
APPENDED = re.compile(r"[:*_/’']in$")  # "PHK’in"
# Feminine formations that name people and hardly anything else.
FEMININE = re.compile(
    r"(?:[ktgdblfshnrmzpv]erin|torin|sorin|istin|entin|antin|ologin|gogin|eurin|ikerin|ärztin|wältin|ätin|ärin|närrin)(?:nen)?$"
)
# Masculine formations; words of other kinds end so too, so they count only right before a name.
MASCULINE = re.compile(r"(?:[a-zäöüß]{3}er|[a-z]{2}tor|ist|ologe|agoge|eur|iker|wart|mann|rat|entin?)s?$")
UMLAUT_PLURAL = re.compile(r"(?:ärzte|kräfte|wälte|räte|vorstände|bischöfe|pröpste|köche|vögte)n?$")
WITHOUT_UMLAUT = str.maketrans("äöü", "aou")
# "die Geschäftsführer", "die stellvertretenden Vorsitzenden": one form for one and several, and the article tells.
SAME_IN_PLURAL = re.compile(r"(?:er|sitzenden|tragten|mächtigten|ordneten|legierten|wortlichen|ständigen|ältesten)$")
PLURAL_ARTICLE = re.compile(r"\b[Dd]ie (?:[a-zäöüß]{3,20}en )?$")
COUNTED = re.compile(r"\b(?:[Bb]eiden?|[Zz]wei|[Dd]rei|[Vv]ier|[Ff]ünf|[Ss]echs) (?:[a-zäöüß]{3,20}en )?$")
INFLECTIONS = ("", "innen", "in", "n", "s", "en", "es", "e", "r", "m", "rn", "er")


class RoleNoun(StrEnum):
    """How a word came to be taken for a role noun."""

    OFFICE = "office"
    PROFESSION = "profession"
    FUNCTION = "function"
    ABBREVIATION = "abbreviation"
    FORMATION = "formation"
    LOOSE = "loose"


@lru_cache(maxsize=KNOWN_WORDS)
def role_noun(word: str) -> RoleNoun | None:
    """The kind of role noun a capitalised word is, None where it is none.

    >>> role_noun("Flüchtlingskoordinatorin")
    <RoleNoun.OFFICE: 'office'>
    """
    if APPENDED.sub("", word) in _exact("abbreviations"):
        return RoleNoun.ABBREVIATION
    bare = NEUTRAL.sub("", word.strip(".,:;"))
    if bare in _never() or len(bare) < 3 or not bare[0].isupper():
        return None
    lower = bare.lower()
    for form in _base_forms(lower):
        kind = _ending(form)
        if kind is not None:
            return kind
    if FEMININE.search(lower) is not None and len(lower) > 6:
        return RoleNoun.FORMATION
    return RoleNoun.LOOSE if MASCULINE.search(lower) is not None and len(lower) > 5 else None


@lru_cache(maxsize=KNOWN_WORDS)
def is_plural(word: str) -> bool:
    """Whether a role noun names several people: "Pfarrsekretärinnen", "Koordinatoren", "Mitglieder"."""
    lower = NEUTRAL.sub("", word).lower()
    return lower.endswith(
        (
            "innen", "oren", "enten", "anten", "glieder", "leute", "ärzte", "räte", "kräfte", "paten", "lotsen",
            "isten", "anwälte", "männer", "frauen", "herren", "experten", "logen", "gogen", "ören", "eure", "sekretäre",
            "vorstände", "bischöfe", "vögte", "warte", "wirte", "notare", "kommissare", "dekane", "kapitäne",
            "offiziere",
        )
    )  # fmt: skip


def is_counted(before: str, word: str) -> bool:
    """Whether the words before a role noun say that it names several people where its form does not.

    Args:
        before: the text up to the role, as of "die beiden " or "Die ".
        word: the noun, "Geschäftsführer" or "Vorsitzenden".
    """
    if COUNTED.search(before) is not None:
        return True
    return SAME_IN_PLURAL.search(word) is not None and PLURAL_ARTICLE.search(before) is not None


def gender_of(word: str) -> str | None:
    """The sex a role noun speaks of: "f", "m", None where the form does not tell."""
    lower = word.lower()
    if re.search(r"(?:in|frau|ende|agte|nete|dame|schwester)$", lower) is not None:
        return "f"
    if re.search(r"(?:er|or|mann|rat|arzt|walt|ist|ent|är|eur|meister|herr|wirt|koch)$", lower) is not None:
        return "m"
    return None


def is_held(word: str) -> bool:
    """Whether a compound function stands for its holder like an office: "Sachgebietsleitung", but not "Leitung"."""
    lower = word.lower()
    return lower not in _nouns() and lower.endswith(words(LEXICON, "held"))


def _base_forms(lower: str) -> list[str]:
    forms = [lower[: len(lower) - len(ending)] for ending in INFLECTIONS if lower.endswith(ending)]
    plural = UMLAUT_PLURAL.search(lower)
    if plural is not None:
        forms.append(lower[: plural.start()] + plural[0].rstrip("n")[:-1].translate(WITHOUT_UMLAUT))
    return forms


def _ending(lower: str) -> RoleNoun | None:
    """The kind of the longest listed noun that the word is or ends with; short nouns only as a whole word."""
    for start in range(max(len(lower) - 2, 0)):
        kind = _nouns().get(lower[start:])
        if kind is not None and (start == 0 or (len(lower) - start > 3 and start > 1)):
            return kind
    return None


@cache
def _nouns() -> dict[str, RoleNoun]:
    found: dict[str, RoleNoun] = {}
    for key, kind in (
        ("functions", RoleNoun.FUNCTION),
        ("professions", RoleNoun.PROFESSION),
        ("offices", RoleNoun.OFFICE),
    ):
        for noun in words(LEXICON, key):
            found[noun] = kind
            if noun.endswith(("ender", "gter", "eter", "cher", "ster", "neter", "ierter")) and noun in _adjectival():
                found[noun[:-1]] = kind
    return found


@cache
def _adjectival() -> frozenset[str]:
    """Nouns that inflect like adjectives: Vorsitzender, Beauftragter."""
    return frozenset(
        noun
        for noun in (*words(LEXICON, "offices"), *words(LEXICON, "professions"))
        if noun.endswith(
            (
                "sitzender",
                "tragter",
                "mächtigter",
                "ordneter",
                "legierter",
                "wortlicher",
                "ständiger",
                "ältester",
                "bildender",
            )
        )
    )


@cache
def _never() -> frozenset[str]:
    """Words that never are a role although they end like one; "Konstantin" among them."""
    return _exact("never") | frozenset(given_names())


@cache
def _exact(key: str) -> frozenset[str]:
    return frozenset(words(LEXICON, key))
