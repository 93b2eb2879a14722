"""Does a sentence report or announce? Decides which Friday and which April is meant."""

import re
from dataclasses import dataclass

from pipeline.lexicons import words
from pipeline.normalise.dates.resolve import Direction

NAME = "de/tense.yml"
REACH = 300  # characters of a sentence looked at on either side
_PAST = frozenset(words(NAME, "past"))
_NO_PRETERITE = frozenset(words(NAME, "no_preterite"))
_FUTURE = frozenset(words(NAME, "future"))
_WEAK_FUTURE = frozenset(words(NAME, "weak_future"))
_PAST_PREPOSITIONS = frozenset(words(NAME, "past_prepositions"))
_FUTURE_PREPOSITIONS = frozenset(words(NAME, "future_prepositions"))

_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.!?:][“”\"»)]? (?=[„»\"A-ZÄÖÜ])|[!?] |\n\n|\n(?=[*–•\-] )|\n(?=[A-ZÄÖÜ\d])")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_CLAUSE = re.compile(r"[,;–]")
_LAST_WORDS = re.compile(r"([^\W\d_]+)(?: (?:zum|den|dem|einschließlich|zu|Ende|Mitte|Anfang))? ?$")


@dataclass(frozen=True, slots=True)
class Sides:
    """The sentence before and behind an expression."""

    before: str
    after: str


def direction(text: str, start: int, end: int) -> Direction:
    """Past, future, or nearest where the sentence does not tell."""
    sides = sentence_around(text, start, end)
    preposition = _LAST_WORDS.search(sides.before[-40:])
    word = preposition[1].lower() if preposition is not None else ""
    if word in _PAST_PREPOSITIONS:
        return Direction.PAST
    clause = clause_around(sides)
    found = _tense_of(clause)
    if found is None:
        found = _tense_of(sides)
    if word in _FUTURE_PREPOSITIONS and found is not Direction.PAST:
        return Direction.FUTURE
    return found or Direction.NEAREST


def sentence_around(text: str, start: int, end: int) -> Sides:
    """The rest of the sentence on both sides, at most `REACH` characters each."""
    before = text[max(0, start - REACH) : start]
    after = text[end : end + REACH]
    begin = 0
    for match in _SENTENCE_END.finditer(before):
        begin = match.end()
    stop = _SENTENCE_END.search(after)
    return Sides(before[begin:], after[: stop.end() if stop is not None else len(after)])


def clause_around(sides: Sides) -> Sides:
    """The clause that holds the expression; a comma directly beside it belongs to it."""
    before, after = sides.before.rstrip(" ,"), sides.after.lstrip(" ,")
    cuts = [match.end() for match in _CLAUSE.finditer(before)]
    stop = _CLAUSE.search(after)
    return Sides(before[cuts[-1] :] if cuts else before, after[: stop.start()] if stop is not None else after)


def _tense_of(sides: Sides) -> Direction | None:
    """The tense of the finite verb nearest to the expression, verbs behind it first."""
    found = [*_WORD.findall(sides.after), *reversed(_WORD.findall(sides.before))]
    past = any(is_past(word) for word in found)
    strong = any(word.lower() in _FUTURE and word.lower() not in _WEAK_FUTURE for word in found)
    if past:
        return Direction.PAST if not strong or _first_is_past(found) else Direction.FUTURE
    if strong or any(word in _WEAK_FUTURE for word in found):
        return Direction.FUTURE
    return None


def _first_is_past(found: list[str]) -> bool:
    for word in found:
        if is_past(word):
            return True
        if word.lower() in _FUTURE and word.lower() not in _WEAK_FUTURE:
            return False
    return False


def is_past(word: str) -> bool:
    """Whether a word is a finite verb of the past; German verbs are in lower case."""
    if word in _PAST:
        return True
    weak = word.endswith(("te", "ten")) and len(word) > 4 and word[0].islower()
    return weak and word not in _NO_PRETERITE and not word.endswith(("iste", "isten", "heiten", "keiten", "schaften"))
