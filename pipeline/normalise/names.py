"""Parse the names of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.documents import CleanDocument, Mention
from pipeline.given_names import given_names
from pipeline.lexicons import words
from pipeline.normalise.names_surface import bare_name, leading_title, trailing_title
from pipeline.values import PersonName

LEXICON = "de/names.yml"
CONJUNCTIONS = frozenset({"und", "&", "u."})
CAPITAL_PARTICLES = frozenset({"Von", "Vom"})  # as they begin a sentence; no given names
MANY = 3  # names in family-first order that make a habit
RUNNING = 2  # words in lower case before a name that make its line running text
LEAST_CAPITALS = 4  # letters of a word in capitals that is no initial or abbreviation
BEFORE = 24  # characters before a name in which a form of address is looked for


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name without title: ``family`` is never empty, ``given`` is None where the surface holds one name."""

    given: str | None
    family: str

    @property
    def full(self) -> str:
        """Given and family name, in this order."""
        return f"{self.given} {self.family}" if self.given is not None else self.family


def normalise(
    document: CleanDocument, mentions: Sequence[Mention], titles: Sequence[Mention]
) -> tuple[PersonName, ...]:
    """Parsed names in text order, with the title that stands before the name or behind it.

    A mention that covers two people ("Petra und Uwe Lang") gives two names; one that holds no name at all gives none.
    """
    before = {title.end: title for title in titles}
    after = {title.start: title for title in titles}
    family_first = _reads_family_first(mentions)
    found: list[PersonName] = []
    for mention in mentions:
        for part in _one_person_each(mention):
            name = _person(document.text, part, before, after, family_first=family_first)
            if name is not None:
                found.append(name)
    return tuple(found)


def parse(surface: str, *, family_first: bool = False) -> NameParts | None:
    """Splits a name into given and family name; None where nothing is left of it.

    ``family_first`` reads two words as "Müller Anna", as lists in the south and in Austria have them.

    >>> parse("Müller, Anna")
    NameParts(given='Anna', family='Müller')
    >>> parse("KERN Anna")
    NameParts(given='Anna', family='Kern')
    >>> parse("Friederike von Waldegg").family
    'von Waldegg'
    """
    tokens = bare_name(surface).split()
    if not any(char.isalpha() for token in tokens for char in token):
        return None
    tokens = _without_rank(tokens)
    tokens[1:-1] = [_spelt_out(word, before) for before, word in pairwise(tokens[:-1])]
    comma = next((i for i, token in enumerate(tokens[:-1]) if token.endswith(",")), None)
    if comma is not None and tokens[comma + 1] not in _suffixes():
        family = " ".join(tokens[: comma + 1]).strip(",")
        return NameParts(bare_name(" ".join(tokens[comma + 1 :])) or None, _cased(family))
    if family_first:
        tokens = _given_first(tokens)
    elif capitals := _capitals(tokens):
        in_front = [word.lower() if word.lower() in _particles() else word for word in tokens[:capitals]]
        return NameParts(_cased(" ".join(tokens[capitals:])), _cased(" ".join(in_front)))
    start = _family_start(tokens)
    given, family = " ".join(tokens[:start]), " ".join(tokens[start:])
    return NameParts(_cased(given) or None, _cased(family))


def _without_rank(tokens: list[str]) -> list[str]:
    """The name behind a title of nobility in front of it, and "von der Heydte" for one that begins a sentence."""
    noble = next((i for i, token in enumerate(tokens[:-1]) if token in _particles() and token.islower()), 0)
    if noble and tokens[0] in _nobility():
        return tokens[1:]
    return [tokens[0].lower(), *tokens[1:]] if tokens[0] in CAPITAL_PARTICLES and len(tokens) > 1 else tokens


def _spelt_out(word: str, before: str) -> str:
    """A noble particle in full: "v. d. Heyde" is "von der Heyde"."""
    if word == "v.":
        return "von"
    return "der" if word == "d." and before == "v." else word


def _given_first(tokens: list[str]) -> list[str]:
    """For example "Bachinger Karl jun." as "Karl Bachinger jun."."""
    end = len(tokens) - (tokens[-1] in _suffixes())
    return [tokens[end - 1], *tokens[: end - 1], *tokens[end:]]


def _capitals(tokens: list[str]) -> int:
    """How many words in front are a family name in capitals: "KREUZEDER-OKAFOR Miriam"; 0 where none or all are."""
    end = next((i for i, token in enumerate(tokens) if not token.isupper() or "." in token), 0)
    return end if any(len(token) >= LEAST_CAPITALS for token in tokens[:end]) else 0


def _reads_family_first(mentions: Sequence[Mention]) -> bool:
    """Whether the document's lists put family names first: known given names stand second, again and again."""
    surfaces = (mention.text for mention in mentions if "name" not in mention.attributes)
    pairs = [tokens for surface in surfaces if len(tokens := bare_name(surface).split()) == 2]
    second = sum(b in given_names() and a not in given_names() and not a.endswith(",") for a, b in pairs)
    first = sum(a in given_names() for a, b in pairs)
    return second >= MANY and second > first


def _family_start(tokens: list[str]) -> int:
    """Index of the first token of the family name: the first particle behind the given name, else the last token."""
    if len(tokens) < 2 or (tokens[0] in _particles() and tokens[0].islower()):
        return 0
    if len(tokens) > 2 and tokens[-1] in _suffixes():
        return _family_start(tokens[:-1])
    particle = next((i for i, token in enumerate(tokens[1:-1], 1) if token in _particles()), None)
    return particle if particle is not None else len(tokens) - 1


def _person(
    text: str, mention: Mention, before: dict[int, Mention], after: dict[int, Mention], *, family_first: bool
) -> PersonName | None:
    title = _title(text, mention, before, after)
    turned = family_first and title is None and "name" not in mention.attributes and _may_be_turned(text, mention)
    parts = parse(_surface(mention), family_first=turned)
    if parts is None:
        return None
    return PersonName(mention, parts.full, parts.given, parts.family, title, _gender(text, mention, parts))


def _surface(mention: Mention) -> str:
    """A name as it is written, or put together from two cells."""
    return mention.attributes.get("name", mention.text)


def _may_be_turned(text: str, mention: Mention) -> bool:
    """Whether a name may stand in family-first order: in a list, and not with a known given name in front."""
    first, _, second = bare_name(mention.text).partition(" ")
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    running = sum(word[0].islower() for word in line.split()) >= RUNNING
    return not running and first not in given_names() and second[:1].isalpha() and first not in _particles()


def _title(text: str, mention: Mention, before: dict[int, Mention], after: dict[int, Mention]) -> str | None:
    """The titles before, inside (a model's slip) and behind a name, in this order."""
    position = mention.start
    while position > 0 and text[position - 1] in " \n\u00a0":
        position -= 1
    leading = before.get(position)
    found = [_one_line(leading.text)] if leading is not None and "\n\n" not in text[position : mention.start] else []
    surface = _surface(mention)
    behind_comma = leading_title(surface.partition(", ")[2])
    inside = (leading_title(surface), behind_comma, trailing_title(surface))
    found += [title for title in inside if title is not None]
    position = mention.end
    while position < len(text) and text[position] in " ,\u00a0":
        position += 1
    trailing = after.get(position)
    if trailing is not None and trailing.rule.endswith("behind-name"):
        found.append(_one_line(trailing.text))
    return " ".join(found) or None


def _gender(text: str, mention: Mention, parts: NameParts) -> Literal["f", "m"] | None:
    words_before = text[max(0, mention.start - BEFORE) : mention.start].split()[-2:]
    for word in (*reversed(words_before), mention.text.split()[0]):
        gender = _addresses().get(word)
        if gender is not None:
            return gender
    first = (parts.given or "").split("-")[0].split(" ")[0]
    return given_names().get(first)


def _one_person_each(mention: Mention) -> list[Mention]:
    """The mention itself, or one mention a person where a conjunction joins two names in it."""
    tokens = mention.text.split()
    pairs = enumerate(pairwise(tokens))
    middle = next((i for i, (token, behind) in pairs if token in CONJUNCTIONS and behind not in {"zu", "zum"}), None)
    if middle is None or middle < 1 or len(tokens) - middle > 4:
        return [mention]
    at = mention.text.index(f"{tokens[middle]}", len(tokens[0]))
    left = mention.text[:at].rstrip()
    right = mention.text[at + len(tokens[middle]) :].lstrip()
    return [_cut(mention, 0, len(left)), _cut(mention, len(mention.text) - len(right), len(mention.text))]


def _cut(mention: Mention, start: int, end: int) -> Mention:
    return Mention(
        mention.label, mention.start + start, mention.start + end, mention.text[start:end], mention.score, mention.rule
    )


def _cased(name: str) -> str:
    """For example "MÜLLER-LANG" as "Müller-Lang"; initials and mixed case stay."""
    parts = [_cased_word(word) for word in name.split(" ")]
    return " ".join(parts)


def _cased_word(word: str) -> str:
    letters = [char for char in word if char.isalpha()]
    return word.title() if len(letters) > 2 and word.isupper() else word


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _particles() -> frozenset[str]:
    return frozenset(words(LEXICON, "particles")) - CONJUNCTIONS


@cache
def _nobility() -> frozenset[str]:
    return frozenset(words(LEXICON, "nobility"))


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(words(LEXICON, "suffixes"))


@cache
def _addresses() -> dict[str, Literal["f", "m"]]:
    female: dict[str, Literal["f", "m"]] = dict.fromkeys(words(LEXICON, "address_f"), "f")
    male: dict[str, Literal["f", "m"]] = dict.fromkeys(words(LEXICON, "address_m"), "m")
    return female | male
