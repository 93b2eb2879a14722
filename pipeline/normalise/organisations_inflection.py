"""Put an inflected name into the nominative: "[des] Deutschen Caritasverbandes" -> "Deutscher Caritasverband"."""

import re
from functools import cache, lru_cache

from pipeline.lexicons import KNOWN_WORDS, mapping, words
from pipeline.normalise.organisations_forms import LEXICON, Gender, head_of_word

ADJECTIVE = re.compile(r"(?:isch|lich|[^n]ig|al|ell|iv|ös|sch|sam|är)e[nrsm]?$")
STRONG = {"m": "er", "f": "e", "n": "es", "p": "e"}
# Before an unknown noun these leave masculine and neuter; names of that kind are mostly masculine.
MASCULINE_OR_NEUTER = frozenset({"am", "beim", "dem", "im", "vom", "zum"})
GENITIVE = frozenset({"des", "eines", "dieses", "unseres", "seines", "ihres", "jenes", "desselben"})


def nominative(name: str, before: str) -> str:
    """The nominative of a name, given the word before it in lower case ("" at the start of a text)."""
    fixed = mapping(LEXICON, "fixed")
    if name in fixed:
        return fixed[name]
    tokens = name.split()
    tokens[:1] = fixed.get(tokens[0], tokens[0]).split()
    count = _adjectives(tokens)
    if count == len(tokens):
        return " ".join(tokens)
    at = _inflected_noun(tokens, count)
    tokens[at] = _singular_nominative(tokens[at], before)
    gender = _gender(tokens[at], before, tokens[0])
    if count and gender is not None:
        tokens[:count] = [_strong(token, gender) for token in tokens[:count]]
    return " ".join(tokens)


def _inflected_noun(tokens: list[str], start: int) -> int:
    """Index of the head noun: the first genitive in the leading run of capitals, else the first noun."""
    if tokens[start].endswith("-") and start + 2 < len(tokens):  # "Industrie- und Handelskammertag"
        start += 2
    end = next((i for i in range(start, len(tokens)) if not tokens[i][:1].isupper()), len(tokens))
    known = (i for i in range(start, end) if _genitive_head(tokens[i].lower()) is not None)
    first = next((i for i in range(start, end) if not tokens[i].endswith("er")), start)
    return next(known, first if head_of_word(tokens[start].lower()) is None else start)


def _adjectives(tokens: list[str]) -> int:
    """How many adjectives the name begins with; "Sing- und" before a noun belongs to the noun."""
    count = 0
    for token in tokens:
        if not _is_adjective(token):
            break
        count += 1
    return count


def _is_adjective(token: str) -> bool:
    lower = token.lower()
    if head_of_word(lower) is not None:
        return False
    stem = re.sub(r"(?:e[nrsm]?)$", "", lower)
    inflected = stem != lower
    return inflected and (stem in _adjective_stems() or ADJECTIVE.search(lower) is not None)


def _strong(adjective: str, gender: Gender) -> str:
    """The strong nominative; a form in -er may be an unchanging one ("Leipziger Straße") and mostly stays."""
    if adjective.endswith("er"):
        feminine = gender == "f" and adjective.endswith(("ischer", "licher"))
        return adjective[:-1] if feminine else adjective
    return re.sub(r"e[nsm]?$", "", adjective) + STRONG[gender]


def _gender(noun: str, before: str, adjective: str) -> Gender | None:
    head = head_of_word(noun.lower())
    if head is not None:
        return head.gender
    if before == "das":
        return "n"
    if before in MASCULINE_OR_NEUTER or (before == "der" and adjective.endswith("e")):
        return "m"
    if before in {"die", "zur"} or (before == "der" and adjective.endswith("en")):
        return "f"
    return None


def _singular_nominative(noun: str, before: str) -> str:
    lower = noun.lower()
    if (known := _genitive_head(lower)) is not None:
        return noun[: len(noun) - known]
    if before in GENITIVE and head_of_word(lower) is None:
        return _without_genitive(noun)
    if lower.endswith("n") and (head := head_of_word(lower[:-1])) is not None and head.gender == "p":
        return noun[:-1]
    return noun


@lru_cache(maxsize=KNOWN_WORDS)
def _genitive_head(lower: str) -> int | None:
    """Length of the genitive ending, where the rest is a known masculine or neuter head."""
    for ending in ("es", "s"):
        if lower.endswith(ending):
            head = head_of_word(lower[: -len(ending)])
            if head is not None and head.gender in "mn" and head_of_word(lower) is None:
                return len(ending)
    if lower.endswith("sses") and (head := head_of_word(lower[:-2])) is not None:
        return 2 if head.gender in "mn" else None
    return None


def _without_genitive(noun: str) -> str:
    if re.search(r"(?:ss|ch|[dtgbkßzx])es$", noun):
        return noun[:-2]
    if re.search(r"[^sßzxi]s$", noun) and len(noun) > 4:
        return noun[:-1]
    return noun


@cache
def _adjective_stems() -> frozenset[str]:
    return frozenset(words(LEXICON, "adjectives"))
