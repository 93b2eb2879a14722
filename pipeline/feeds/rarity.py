"""How rare a name is: what makes "Claus Schellhaas-Witte" one person everywhere and "Thomas Müller" many."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log2

from pipeline.feeds.names import NameForm
from pipeline.folding import fold
from pipeline.lexicons import words

LEXICON = "feeds/people.yml"
FIRST_SHARE, FALL = 0.0095, 0.72  # of the share by rank, see the lexicon
# Share of a family name that no list has (about 1,400 bearers in Germany), and of such a given name.
UNKNOWN_FAMILY = 1 / 60_000
UNKNOWN_GIVEN = 1 / 400
FAMILY_WEIGHT, GIVEN_WEIGHT = 2_000.0, 400.0  # how many bearers of the collection outweigh the prior


class Rarity:
    """Shares of given and family names, from the collection and a prior that keeps small collections careful.

    The pair that is compared does not count for the frequency of its own name.
    """

    def __init__(self, names: Iterable[NameForm]) -> None:
        self._families: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        for name in set(names):
            self._families.update(name.family)
            self._given.update(name.given[:1])
        self._total_families = self._families.total()
        self._total_given = self._given.total()

    def family_bits(self, words_of_name: Iterable[str]) -> float:
        """Bits of the family name; a double name is as rare as its rarer half and a little more."""
        bits = sorted((-log2(self._family_share(word)) for word in words_of_name), reverse=True)
        return bits[0] + 2.0 * (len(bits) - 1) if bits else 0.0

    def given_bits(self, name: NameForm) -> float:
        """Bits of the first given name; an initial tells about four."""
        if not name.given:
            return 0.0
        first = name.given[0]
        if len(first) == 1:
            return 4.0
        others = max(0, self._given[first] - 1)
        share = (others + GIVEN_WEIGHT * UNKNOWN_GIVEN) / (self._total_given + GIVEN_WEIGHT)
        return -log2(max(share, UNKNOWN_GIVEN)) + 1.0 * (len(name.given) - 1)

    def _family_share(self, word: str) -> float:
        prior = _priors().get(word, UNKNOWN_FAMILY)
        others = max(0, self._families[word] - 1)
        return (others + FAMILY_WEIGHT * prior) / (self._total_families + FAMILY_WEIGHT)


@cache
def _priors() -> dict[str, float]:
    return {
        fold(name): FIRST_SHARE / rank**FALL for rank, name in enumerate(words(LEXICON, "frequent_families"), start=1)
    }
