"""Is "heute" a day or nowadays? "Der Rat hat heute beschlossen", but "Sie leitet heute das Haus"."""

import re

from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.tokens import NUMBER, SIGN, WORD, Tokens
from pipeline.annotate.dates.words import TODAY_AUXILIARIES, TODAY_OPENERS, TODAY_PREPOSITIONS

_PARTICIPLE = re.compile(r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,14}(?:t|en)|(?:ver|zer|ent|er)[a-zäöüß]{3,14}en")
REACH = 8  # words between the finite verb and "heute": "hat der Landrat des Kreises heute"
BEHIND = 12  # tokens between "heute" and the participle
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
    return not (_event_before(t, i) or _perfect_around(t, i))


def _event_before(t: Tokens, i: int) -> bool:
    """Whether a verb that tells an event stands shortly before in the clause."""
    first = True
    for k in range(i - 1, max(-1, i - 1 - REACH), -1):
        token = t[k]
        if token.kind is SIGN and token.word in {",", ";", ":", "“", "?", "!", "–"}:
            return False
        if token.word in TODAY_AUXILIARIES or (first and _is_preterite(token.word)):
            return True
        first = False
    return False


def _perfect_around(t: Tokens, i: int) -> bool:
    """Such as "ist heute verstorben": "ist" before and a participle behind in the clause."""
    before = [token.word for token in t[max(0, i - REACH) : i]]
    if not ("ist" in before or "sind" in before):
        return False
    for token in t[i + 1 : i + 1 + BEHIND]:
        if token.kind is SIGN and token.word in {",", ";", ".", ":"}:
            return False
        if _PARTICIPLE.fullmatch(token.word) is not None:
            return True
    return False


def _is_preterite(word: str) -> bool:
    return word.endswith(("te", "ten")) and len(word) > 4
