"""Is "heute" a day or nowadays? "Der Rat hat heute beschlossen", but "Sie leitet heute das Haus"."""

import re
from itertools import takewhile

from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.tokens import NUMBER, SIGN, WORD, Token, Tokens
from pipeline.annotate.dates.words import TODAY_AUXILIARIES, TODAY_OPENERS, TODAY_PREPOSITIONS
from pipeline.lexicons import words

_PARTICIPLE = re.compile(r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,14}(?:t|en)|(?:ver|zer|ent|er)[a-zäöüß]{3,14}en")
_ANY_PARTICIPLE = re.compile(
    r"(?:[a-zäöü]{2,8})?(?:ge|be|er|ver|zer|ent|unter|über|wider|miss)[a-zäöüß]{3,14}(?:t|en)|[a-zäöü]{3,14}iert"
)
_PAST = frozenset(words("de/tense.yml", "past"))
_NO_PRETERITE = frozenset(words("de/tense.yml", "no_preterite"))
HAVE = frozenset({"hat", "haben", "hatte", "hatten"})
CLOSING = HAVE | {"wurde", "wurden", "worden"}  # a subordinate clause; "das heute genutzt wird" is nowadays
DETERMINERS = frozenset({"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"})
SENTENCE = 60  # tokens behind "heute" in which its sentence ends
REACH = 8  # words between the finite verb and "heute": "hat der Landrat des Kreises heute"
BEHIND = 16  # tokens between "heute" and the participle
NOWADAYS_BEHIND = frozenset({"noch", "nicht"})


def is_nowadays(t: Tokens, i: int) -> bool:
    """Whether the "heute" at token ``i`` speaks of a time rather than of a day."""
    before, after = t[i - 1] if i and on_line(t, i) else t[-1], t[i + 1]
    and_tomorrow = after.word in {"und", "oder"} and t[i + 2].word in {"morgen", "übermorgen"}
    if before.word in TODAY_PREPOSITIONS or and_tomorrow:
        return False
    if after.word == "(" and t[i + 2].kind is NUMBER and t[i + 3].word == ".":  # "heute (12. Mai)"
        return False
    if after.word in NOWADAYS_BEHIND or after.kind is NUMBER or before.word in {"bis", "von"}:
        return True
    if before.kind is not WORD and t[i].capital:
        return after.word not in TODAY_OPENERS
    if before.word in DETERMINERS and after.word.endswith(("e", "en", "er", "es")) and t[i + 2].capital:
        return True  # "das heute größte Museum"
    return not (_event_before(t, i) or _perfect_around(t, i) or _perfect_behind(t, i))


def _event_before(t: Tokens, i: int) -> bool:
    """Whether a verb that tells an event stands shortly before in the clause."""
    for k in range(i - 1, max(-1, i - 1 - REACH), -1):
        token = t[k]
        if token.kind is SIGN and token.word in {",", ";", ":", "“", "?", "!", "–"}:
            return False
        if token.word == "und" and t[k + 1].word.endswith("t") and not t[k + 1].capital and k + 2 == i:
            return False  # "lernte Deutsch und leitet heute das Haus"
        if token.word in HAVE:
            return _holds_participle(t, i)
        if token.word in TODAY_AUXILIARIES or token.word in _PAST or _is_preterite(token):
            return True
    return False


def _holds_participle(t: Tokens, i: int) -> bool:
    """Whether "hat" is an auxiliary: a participle stands behind "heute", unlike in "hat heute zwölf Räume"."""
    for k in range(i + 1, min(i + 1 + SENTENCE, len(t) - 1)):
        token = t[k]
        if token.kind is SIGN and token.word in {".", "!", "?", ":"} and t[k + 1].kind is not NUMBER:
            return False
        if not token.capital and _ANY_PARTICIPLE.fullmatch(token.word) is not None:
            return True
    return True


def _perfect_behind(t: Tokens, i: int) -> bool:
    """Such as "den der Senat heute vorgestellt hat": participle and auxiliary close the clause."""
    for k in range(i + 1, min(i + 1 + BEHIND, len(t) - 1)):
        in_name = t[k].word == "," and t[k - 1].capital and t[k + 1].capital  # "Landesbetrieb Straßen, Brücken"
        if t[k].kind is SIGN and t[k].word in {",", ";", ".", ":"} and not in_name:
            return False
        if _ANY_PARTICIPLE.fullmatch(t[k].word) is not None and t[k + 1].word in CLOSING:
            return True
    return False


def _perfect_around(t: Tokens, i: int) -> bool:
    """Such as "ist heute verstorben": "ist" before and a participle behind in the clause."""
    before = takewhile(lambda token: token.kind is not SIGN, reversed(t[max(0, i - REACH) : i]))
    if not any(token.word in {"ist", "sind"} for token in before):
        return False
    for token in t[i + 1 : i + 1 + BEHIND]:
        if token.kind is SIGN and token.word in {",", ";", ".", ":"}:
            return False
        if _PARTICIPLE.fullmatch(token.word) is not None:
            return True
    return False


def _is_preterite(token: Token) -> bool:
    word = token.word
    return not token.capital and word.endswith(("te", "ten")) and len(word) > 4 and word not in _NO_PRETERITE
