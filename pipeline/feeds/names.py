"""Compare names of people across documents: spellings, initials, nicknames, double names, changes by marriage."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.folding import fold
from pipeline.lexicons import lexicon, words
from pipeline.normalise.names_surface import bare_name

VARIANTS = "de/given_variants.yml"
SHORTEST_SLIP = 6  # letters of a family name before one wrong letter is taken for a slip

GivenMatch = Literal["equal", "variant", "initial", "missing", "conflict"]
FamilyMatch = Literal["equal", "part", "slip", "different"]


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as compared: folded words, the family name without particles.

    Attributes:
        given: words of the given name; an initial is one letter.
        family: words of the family name; a double name has two.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def key(self) -> str:
        """One string for the whole name."""
        return f"{' '.join(self.family)}, {' '.join(self.given)}"


@lru_cache(maxsize=100_000)
def name_form(given: str | None, family: str) -> NameForm:
    """The comparable form of a name."""
    family_words = _words(bare_name(family))
    kept = tuple(word for word in family_words if word not in _particles())
    return NameForm(_words(given or ""), kept or family_words)


def compare_given(left: tuple[str, ...], right: tuple[str, ...]) -> GivenMatch:
    """How two given names agree; with several words each, the shorter must be found in the longer."""
    if not left or not right:
        return "missing"
    if left == right:
        return "equal"
    short, long = sorted((left, right), key=len)
    matches = [max((_word_match(word, other) for other in long), key=_strength) for word in short]
    return min(matches, key=_strength)


def compare_family(left: tuple[str, ...], right: tuple[str, ...]) -> FamilyMatch:
    """How two family names agree: "Lang" is a part of "Lang-Meyer", a letter may be wrong in a long name."""
    if left == right:
        return "equal"
    if set(left) & set(right):
        return "part"
    a, b = " ".join(left), " ".join(right)
    if min(len(a), len(b)) >= SHORTEST_SLIP and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1:
        return "slip"
    return "different"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip(".'’") for word in fold(text).replace("-", " ").split() if word.strip(".'’"))


def _word_match(left: str, right: str) -> GivenMatch:
    if left == right:
        return "equal"
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return "initial" if long.startswith(short) else "conflict"
    if _root(left) & _root(right):
        return "variant"
    return "conflict"


def _strength(match: GivenMatch) -> int:
    return ("conflict", "missing", "initial", "variant", "equal").index(match)


def _root(word: str) -> frozenset[str]:
    """The groups of spellings and short forms that a given name belongs to; itself where it is in none."""
    return _groups().get(word, frozenset((word,)))


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in lexicon(VARIANTS)["variants"]:
        forms = [fold(name) for name in group]
        for form in forms:
            found.setdefault(form, set()).add(forms[0])
    return {form: frozenset(roots) for form, roots in found.items()}


@cache
def _particles() -> frozenset[str]:
    return frozenset(fold(word) for word in words("de/names.yml", "particles"))
