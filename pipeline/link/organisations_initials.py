"""Abbreviations that a text does not introduce: "HWK Oldenburg", "FF Jürgensby", "dpa", each beside its full name.

German abbreviations take a letter for every word and, inside compounds, for every part: "HWK" of
"Hand|werks|kammer". Parts are told by the nouns that say what a body is ("kammer") and by common first parts ("hand").
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice, product, takewhile

from pipeline.lexicons import KNOWN_WORDS, mapping, words

LEXICON = "de/organisations.yml"
MOST_LETTERS = 6
MOST_WORDS = 6  # of a name that are read
MOST_FORMS = 24  # abbreviations of a run of words
SHORTEST_PART = 3
# Two letters stand for a name of two words, or with another word of it beside them: "LG Osnabrück".
ALONE = 3
MOST_NAMES = 50  # that one abbreviation is compared with


class Abbreviations:
    """The names of a document by the abbreviations that could stand for them.

    Args:
        keys: names as `name_key` gives them: lower case, without punctuation and legal forms.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        self._by_form: Mapping[tuple[str, str], list[str]] = defaultdict(list)
        for key in self._keys:
            for form in _forms(key):
                self._by_form[form].append(key)

    def known_as(self, key: str) -> list[str]:
        """The names that begin with what the first word of a key is known to be short for: "AWO Worms"."""
        first, gap, rest = key.partition(" ")
        full = mapping(LEXICON, "short_names").get(first)
        if full is None:
            return []
        start = f"{full}{gap}{rest}"
        following = islice(self._keys, bisect_left(self._keys, start), None)
        begun = takewhile(lambda name: name.startswith(start), following)
        return [name for name in begun if f"{name} ".startswith(f"{start} ")]

    def meant_by(self, key: str) -> list[str]:
        """The names that a key may abbreviate: all of its words, or its first one in front of the words that follow."""
        first, _, rest = key.partition(" ")
        letters = key.replace(" ", "")
        found = self._by_form.get((letters, ""), [])
        if rest:
            following = rest.partition(" ")[0]
            longer = self._by_form.get((first, following), [])[:MOST_NAMES]
            found = found + [name for name in longer if f" {rest} " in f"{name} "]
        return [name for name in dict.fromkeys(found) if name != key]


def _forms(key: str) -> Iterable[tuple[str, str]]:
    """Abbreviations of the first words of a name, with the word behind them, and without."""
    told = [word for word in key.split() if word not in _letterless()][:MOST_WORDS]
    starts = [""]
    for number, word in enumerate(told, 1):
        starts = [start + more for start, more in product(starts, _initials(word))][:MOST_FORMS]
        for letters in dict.fromkeys(starts):
            if 1 < len(letters) <= MOST_LETTERS and letters != key:
                if number < len(told):
                    yield letters, told[number]
                if len(letters) >= ALONE or len(letters) == number == len(told):
                    yield letters, ""


@lru_cache(maxsize=KNOWN_WORDS)
def _initials(word: str) -> tuple[str, ...]:
    """The letters that a word may give: its first, and those of the parts of a compound."""
    found = [word[0]]
    for start in range(SHORTEST_PART, len(word) - 1):
        if word[start:] in _last_parts():
            rest = word[:start]
            found.append(word[0] + word[start])
            found += [
                word[0] + rest[len(part)] + word[start]
                for part in _first_parts()
                if rest.startswith(part) and len(rest) - len(part) >= SHORTEST_PART
            ]
    return tuple(dict.fromkeys(found))


@cache
def _letterless() -> frozenset[str]:
    return frozenset(words(LEXICON, "letterless"))


@cache
def _last_parts() -> frozenset[str]:
    return frozenset(mapping(LEXICON, "heads")) | frozenset(words(LEXICON, "last_parts"))


@cache
def _first_parts() -> tuple[str, ...]:
    return tuple(words(LEXICON, "first_parts"))
