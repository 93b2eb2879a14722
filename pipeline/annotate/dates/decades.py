"""Read decades and centuries: "1990er Jahren", "Neunzigerjahre", "20. Jahrhunderts"."""

from pipeline.annotate.dates.counts import MomentRead
from pipeline.annotate.dates.numbers import glued, on_line, ordinal
from pipeline.annotate.dates.tokens import GLUED, NUMBER, Tokens
from pipeline.annotate.dates.words import MODIFIERS, TENS, YEAR_PREPOSITIONS
from pipeline.expressions import Age, Moment, Unit

CENTURY_SIGNS = frozenset({"jh", "jhd", "jahrhundert", "jahrhunderts", "jahrhundertes"})
DECADE_WORDS = frozenset({"jahre", "jahren", "jahr", "jahres"})


def decade(t: Tokens, i: int) -> MomentRead | None:
    """Reads "1990er Jahren", "90er-Jahre", "Neunzigerjahre", "zwanziger Jahren", "Siebzigern"."""
    word = t[i].word
    if t[i].kind is NUMBER:
        return _numeric_decade(t, i)
    for ending in ("jahren", "jahre"):
        if word.endswith(ending) and word.removesuffix(ending) in TENS:
            return Moment(Age(Unit.DECADE, 190 + TENS[word.removesuffix(ending)] // 10)), i + 1
    value = TENS.get(word)
    if value is None:
        return None
    number = Moment(Age(Unit.DECADE, 190 + value // 10))
    end = _decade_words(t, i + 1)
    if end > i + 1:
        return number, end
    return (number, i + 1) if t[i].capital and t[i - 1].word in {"den", "der", "die"} else None


def _numeric_decade(t: Tokens, i: int) -> MomentRead | None:
    token = t[i]
    if not token.word.endswith("0") or len(token.word) not in {2, 4} or t[i + 1].word not in {"er", "ern"}:
        return None
    if t[i + 1].gap is not GLUED:
        return None
    end = _decade_words(t, i + 2)
    if end == i + 2 and not (_decade_follows(t, i + 2) or _is_said_alone(t, i)):
        return None
    value = int(token.word) // 10
    return Moment(Age(Unit.DECADE, value if len(token.word) == 4 else 190 + value)), end


def _is_said_alone(t: Tokens, i: int) -> bool:
    """Reads "Anfang der 2000er", "in den 90ern": no "-" behind, as in "Ende der 30er-Zone"."""
    article = t[i - 1].word in {"den", "der", "die"} and i > 1
    glued_on = t[i + 2].gap is GLUED and t[i + 2].word in {"-", "‑", "/"}
    opened = t[i - 2].word in MODIFIERS or (len(t[i].word) == 4 and t[i - 2].word in YEAR_PREPOSITIONS)
    return article and opened and not glued_on and not t[i + 2].capital


def _decade_follows(t: Tokens, i: int) -> bool:
    """Whether another decade follows that has the word for both: "50er und 60er Jahre"."""
    at = i + 1 if t[i].word == "-" and t[i].gap is GLUED else i
    joined = t[at].word in {"und", "bis", "/", ","} and t[at + 1].kind is NUMBER and on_line(t, at + 1)
    return joined and t[at + 2].word in {"er", "ern"} and _decade_words(t, at + 3) > at + 3


def _decade_words(t: Tokens, i: int) -> int:
    at = i + 1 if t[i].word in {"-", "–"} and t[i].gap is GLUED else i
    return at + 1 if t[at].word in DECADE_WORDS and on_line(t, at) else i


def century(t: Tokens, i: int) -> MomentRead | None:
    """Reads "20. Jahrhunderts", "19. Jh."."""
    found = ordinal(t, i, high=21)
    if found is None or t[found[1]].word not in CENTURY_SIGNS or found[0] < 10:
        return None
    end = found[1] + 1
    return Moment(Age(Unit.CENTURY, found[0] - 1)), end + 1 if t[found[1]].word.startswith("jh") and glued(
        t, end, "."
    ) else end
