"""What kind of body a name speaks of, and the key under which variants of a name meet."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pipeline.gazetteer import is_place
from pipeline.lexicons import KNOWN_WORDS, mapping

LEXICON = "de/organisations.yml"
Gender = Literal["m", "f", "n", "p"]
NO_WORD = re.compile(r"[^\w&]+")
# Towns are called by their rank or plainly; both mean the same body.
CITY = re.compile(
    r"^(?:(?:Gro(?:ß|ss)e )?Kreisstadt|(?:Freie und )?Hansestadt|Universitäts- und Hansestadt|"
    r"Hanse- und Universitätsstadt|(?:Landeshaupt|Bundes|Bundeshaupt|Universitäts|Wissenschafts|Hochschul|"
    r"Klingen|Berg|Barlach|Luther|Residenz|Welterbe)stadt) "
)
GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n", "p": "p"}


class Head(NamedTuple):
    """The noun that says what a body is."""

    noun: str
    gender: Gender
    kind: str


@cache
def heads() -> dict[str, Head]:
    """The heads of organisations' and places' names by noun, lower case."""
    found = {}
    for noun, gender in mapping("de/places.yml", "heads").items():
        found[noun] = Head(noun, GENDERS[gender], "other")
    for noun, facts in mapping(LEXICON, "heads").items():
        gender, kind = facts.split()
        found[noun] = Head(noun, GENDERS[gender], kind)
    return found


@lru_cache(maxsize=KNOWN_WORDS)
def head_of_word(word: str) -> Head | None:
    """The head that a lower-case word is or ends with, the longest first: "bundesverband" -> "verband"."""
    for start in range(len(word) - 1):
        head = heads().get(word[start:])
        if head is not None and (start == 0 or len(head.noun) > 2):
            return head
    return None


def kind_of(name: str) -> str:
    """The kind of body: by legal form, by the beginning, by the first head noun; "other" where nothing tells."""
    form = _legal_form().search(name)
    if form is not None and (kind := mapping(LEXICON, "legal_forms").get(form.group(1))) is not None:
        return kind
    lower = name.lower()
    heads_found = [head for word in name.split() if (head := _telling_head(word.strip('„“"(),.')))]
    telling = next((head.kind for head in heads_found if head.kind != "other"), None)
    if telling is not None:
        return telling
    beginning = next((kind for start, kind in mapping(LEXICON, "beginnings").items() if _begins(lower, start)), None)
    return beginning or "other"


def _telling_head(word: str) -> Head | None:
    """The head of a word; a town's name has none ("Darmstadt" is no town hall), unless all of it is one ("Kreis")."""
    lower = word.lower()
    return heads().get(lower) if is_place(word) else head_of_word(lower)


def name_key(name: str) -> str:
    """Lower case, without legal form and punctuation: variants of one name have one key."""
    bare = CITY.sub("Stadt ", _legal_form().sub(" ", name))
    return NO_WORD.sub(" ", (bare if bare.strip() else name).casefold()).strip()


def _begins(lower: str, start: str) -> bool:
    return lower.startswith(start) and (len(start) > 4 or len(lower) == len(start) or not lower[len(start)].isalpha())


@cache
def _legal_form() -> re.Pattern[str]:
    forms = sorted(mapping(LEXICON, "legal_forms"), key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[\s,]))({'|'.join(re.escape(form) for form in forms)})(?=$|[\s,;)])")
