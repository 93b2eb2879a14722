"""Compare names: keys, genitives, initials, spellings."""

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.folding import SPECIAL
from pipeline.lexicons import words
from pipeline.values import PersonName

NO_LETTER = re.compile(r"[^a-z]+")
BARE_UMLAUTS = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ø": "o", "å": "a", "ł": "l", "ı": "i", "đ": "d"}
)
INITIAL = re.compile(r"[A-ZÄÖÜ]\.?")
SUFFIX = re.compile(r"(?:[js](?:un|en|r)\.?|[JS](?:un|en|r)\.?|II\.|III\.)")
SEPARATORS = re.compile(r"[\s\-–‐]+")
COUPLE_REACH = 30  # characters before a name in which "Eheleute" stands, titles between
LONGEST_VARIANT = 30  # letters of a family name that are looked at for slips
SHORTEST_VARIANT = 6  # letters a family name has at least before one wrong letter is taken for a slip


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Lower case, hyphens as spaces: "Müller-Lang" and "Müller Lang" are one name."""
    return SEPARATORS.sub(" ", name.casefold()).strip(" .")


def genitive_stems(key: str) -> tuple[str, ...]:
    """What a key may be the genitive of: "schellers" -> "scheller", "marx’" -> "marx"."""
    if key.endswith(("’", "'", "`")):
        return (key[:-1],)
    if key.endswith("ens"):
        return key[:-1], key[:-3]
    return (key[:-1],) if key.endswith("s") and len(key) > 3 else ()


def shares_family(given: str | None, family: str) -> list[str]:
    """The keys under which a family name is looked up: the name, and every tail of the full name.

    Particles may be left out, and a name of three or more words may be parted elsewhere ("Haj Qasim", "Hoàng Minh
    Đức"), so every tail counts; of a double name the whole counts, and no half.
    """
    keys = [name_key(family)]
    words = f"{given or ''} {family}".split()
    if SUFFIX.fullmatch(words[-1]) is not None:
        keys.append(name_key(" ".join(family.split()[:-1])))
        words = words[:-1]
    keys += [name_key(" ".join(words[start:])) for start in range(1, len(words))]
    return list(dict.fromkeys(key for key in keys if key))


def given_keys(given: str) -> list[str]:
    """The words of a given name as keys; an initial is its letter: "Hans-P." -> "hans", "p"."""
    return [word.strip(".") for word in name_key(given).split() if word.strip(".")]


def heads_couple(text: str, start: int) -> bool:
    """Whether the name at an offset stands behind "Eheleute", titles aside: "Eheleute Dr. Anna und Bernd Busch"."""
    before = text[max(0, start - COUPLE_REACH) : start].split()
    named = [word for word in before if word not in titles_before()]
    return bool(named) and named[-1] in _couples()


@cache
def titles_before() -> frozenset[str]:
    """Academic titles in front of names."""
    return frozenset(words("de/titles.yml", "leading"))


@cache
def _couples() -> frozenset[str]:
    return frozenset(words("de/names.yml", "address_any"))


def initials_agree(left: str, right: str) -> bool:
    """Whether two given names can be one: "A." and "Anna", "Paul" or "Burkhard" and "Paul Burkhard"."""
    short, long = sorted((left.split(), right.split()), key=lambda words: (len(words), sum(map(len, words))))
    if len(short) == len(long):
        return all(_word_agrees(a, b) for a, b in zip(short, long, strict=True)) and short != long
    return all(any(_word_agrees(word, other) for other in long) for word in short)


def spelling_variant(left: str, right: str) -> bool:
    """Whether two long family names differ by one letter."""
    a, b = name_key(left), name_key(right)
    if min(len(a), len(b)) < SHORTEST_VARIANT or abs(len(a) - len(b)) > 1 or a == b:
        return False
    short, long = sorted((a, b), key=len)
    same = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return same > 0 and long[same + 1 :] == short[same + (len(short) == len(long)) :]


def with_one_letter_less(family: str) -> set[str]:
    """A long family name, and what is left of it without one letter; names that differ by one letter share one."""
    key = name_key(family)
    if len(key) < SHORTEST_VARIANT:
        return set()
    return {key, *(key[:i] + key[i + 1 :] for i in range(1, min(len(key), LONGEST_VARIANT)))}


def better_name(known: PersonName, new: PersonName) -> PersonName:
    """The fuller of two names of one person; the known one stays unless the new one has more to it."""
    if new.given is None or _fullness(new) <= _fullness(known) or _is_genitive(new.family, known.family):
        return known
    return new


def _fullness(name: PersonName) -> int:
    return sum(INITIAL.fullmatch(word) is None for word in (name.given or "").split())


def _is_genitive(new: str, known: str) -> bool:
    return name_key(known) in genitive_stems(name_key(new))


def _word_agrees(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((left.rstrip("."), right.rstrip(".")), key=len)
    return len(short) == 1 and long[:1].casefold() == short.casefold()


@lru_cache(maxsize=8192)
def mail_forms(word: str) -> frozenset[str]:
    """How a name may be spelt in a mailbox, in ASCII letters: "Müller" as "mueller" and "muller"."""
    lower = word.casefold()
    forms = (_letters(lower.translate(SPECIAL)), _letters(lower.translate(BARE_UMLAUTS)))
    return frozenset(form for form in forms if form)


def _letters(word: str) -> str:
    return NO_LETTER.sub("", unicodedata.normalize("NFKD", word))
