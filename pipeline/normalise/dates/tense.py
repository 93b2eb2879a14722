"""Does a sentence report or announce? Decides which Friday and which April is meant."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicons import KNOWN_WORDS, words
from pipeline.normalise.dates.anchors import Direction, Tense

NAME = "de/tense.yml"
REACH = 300  # characters of a sentence looked at on either side
CERTAIN, STRONG, WEAK = 400, 12, 4  # how many times further away a candidate against the tense seems
ANNOUNCING = frozenset({"wird", "werden", "werde", "soll", "sollen"})
REPORTING = frozenset({"hat", "haben", "hatte", "hatten", "war", "waren", "wurde", "wurden"})
PERFECT = frozenset({"ist", "sind", "bin", "sei", "seien"})
UNKNOWN = Tense(Direction.NEAREST, 1)

_PAST = frozenset(words(NAME, "past"))
_NO_PRETERITE = frozenset(words(NAME, "no_preterite"))
_NO_PARTICIPLE = frozenset(words(NAME, "no_participle"))
_FUTURE = frozenset(words(NAME, "future"))
_FUTURE_NOUNS = frozenset(words(NAME, "future_nouns"))
_PRESENT = frozenset(words(NAME, "present"))
_PAST_PREPOSITIONS = frozenset(words(NAME, "past_prepositions"))
_FUTURE_PREPOSITIONS = frozenset(words(NAME, "future_prepositions"))

_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.!?:][“”\"»)]? (?=[„»\"A-ZÄÖÜ])|[!?] |\n\n|\n(?=[*–•\-] )|\n(?=[A-ZÄÖÜ\d])")
_ENDS_AT_ONCE = re.compile(r"[.!?:][“”\"»)]?(?:\s|$)|\n\n")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_AFTER_TOMORROW = re.compile(r"\b(?:über)?morgen(?: und|,) $")
_CLAUSE = re.compile(r"[,;–]")
_SUBORDINATE = re.compile(r"\s{0,3}(?:dass|ob|wenn|damit|sobald|falls|bevor)\b")  # has a tense of its own
_PARTICIPLE = re.compile(
    r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,14}(?:t|en)|(?:[a-zäöü]{2,8})?(?:be|er|ver|zer|ent)[a-zäöüß]{3,14}(?:t|en)"
)
_INFINITIVE = re.compile(r"\b(?:zu [a-zäöüß]{3,20}|[a-zäöü]{2,8}zu[a-zäöüß]{3,16})n[ .]{0,2}$")
_PREPOSITION = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,30})(?: (?:zum|den|dem|einschließlich|zu|Ende|Mitte|Anfang))? ?$")


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands before and behind an expression."""

    before: str
    after: str


def tense_at(text: str, start: int, end: int, *, ranged: bool = False) -> Tense:
    """Past, future, or nearest where the sentence does not tell.

    Args:
        text: of the whole page.
        start: of the expression.
        end: of the expression.
        ranged: the expression is a range; "vom 3. bis 5. Mai" says nothing, "vom 3. Mai" that it is over.
    """
    sides = sentence_around(text, start, end)
    preposition = _PREPOSITION.search(sides.before[-40:])
    word = preposition[1].lower() if preposition is not None else ""
    if word in _PAST_PREPOSITIONS:
        return Tense(Direction.PAST, CERTAIN)
    if _AFTER_TOMORROW.search(sides.before) is not None:
        return Tense(Direction.FUTURE, CERTAIN)
    clause = clause_around(sides)
    own = Tense(Direction.FUTURE, STRONG) if word == "zum" and _is_infinitive(clause) else _tense_of(clause)
    found = own or (None if _SUBORDINATE.match(clause.before) is not None else _tense_of(sides))
    if word in _FUTURE_PREPOSITIONS and not _is_preterite_clause(clause):
        return Tense(Direction.FUTURE, STRONG)
    if word == "vom" and found is None and not ranged:  # "die Bekanntmachung vom 5. August"
        return Tense(Direction.PAST, WEAK)
    return found or UNKNOWN


def sentence_around(text: str, start: int, end: int) -> Sides:
    """The rest of the sentence on both sides, at most `REACH` characters each."""
    before = text[max(0, start - REACH) : start]
    begin = 0
    for match in _SENTENCE_END.finditer(before):
        begin = match.end()
    after = text[end : end + REACH]
    if _ENDS_AT_ONCE.match(after) is not None:
        return Sides(before[begin:], "")
    stop = _SENTENCE_END.search(after)
    return Sides(before[begin:], after[: stop.end() if stop is not None else len(after)])


def clause_around(sides: Sides) -> Sides:
    """The clause that holds the expression; a comma directly beside it belongs to it."""
    before, after = sides.before.rstrip(" ,"), sides.after.lstrip(" ,")
    cuts = [match.end() for match in _CLAUSE.finditer(before)]
    stop = _CLAUSE.search(after)
    return Sides(before[cuts[-1] :] if cuts else before, after[: stop.start()] if stop is not None else after)


def _tense_of(sides: Sides) -> Tense | None:
    """The tense of a clause: its finite verbs, then a participle that stands without one."""
    found = [*_WORD.findall(sides.after), *reversed(_WORD.findall(sides.before))]
    if not ANNOUNCING.isdisjoint(found) and REPORTING.isdisjoint(found):
        return Tense(Direction.FUTURE, STRONG)
    finite = [
        Direction.PAST if is_past(word) else Direction.FUTURE for word in found if is_past(word) or is_future(word)
    ]
    if finite:
        return Tense(finite[0], STRONG)
    if any(is_participle(word) for word in found):
        return Tense(Direction.PAST, WEAK if PERFECT.isdisjoint(found) else STRONG)
    return Tense(Direction.FUTURE, WEAK) if any(word in _PRESENT for word in found) else None


def _is_infinitive(clause: Sides) -> bool:
    """Whether a clause closes with an infinitive and has no verb of the past: "zum 1. Mai zwei Stellen zu schaffen"."""
    return _INFINITIVE.search(clause.after) is not None and _PAST.isdisjoint(
        _WORD.findall(clause.after + clause.before)
    )


def _is_preterite_clause(clause: Sides) -> bool:
    found = [*_WORD.findall(clause.after), *_WORD.findall(clause.before)]
    return any(is_past(word) and word not in {"hat", "haben"} for word in found)


@lru_cache(maxsize=KNOWN_WORDS)
def is_future(word: str) -> bool:
    """Whether a word belongs to an announcement."""
    return word in _FUTURE or (word[0].isupper() and word.lower() in _FUTURE_NOUNS)


@lru_cache(maxsize=KNOWN_WORDS)
def is_participle(word: str) -> bool:
    """Such as "umgezogen", "gestorben", "eröffnet" beside "ist" or alone; planned and closed things are ahead."""
    return _PARTICIPLE.fullmatch(word) is not None and word not in _NO_PARTICIPLE


@lru_cache(maxsize=KNOWN_WORDS)
def is_past(word: str) -> bool:
    """Whether a word is a finite verb of the past; German verbs are in lower case."""
    if word in _PAST:
        return True
    weak = word.endswith(("te", "ten")) and len(word) > 4 and word[0].islower()
    return weak and word not in _NO_PRETERITE and not word.endswith(("iste", "isten", "heiten", "keiten", "schaften"))
