"""Read years with a plain hyphen between them: "(1891-1969)", "von 2019-2023"; not numbers of telephones and files."""

from pipeline.annotate.dates.day_lists import Found
from pipeline.annotate.dates.numbers import digits
from pipeline.annotate.dates.tokens import BREAK, END, GLUED, NUMBER, SIGN, Token, Tokens
from pipeline.annotate.dates.words import NUMBERED
from pipeline.expressions import DateExpression, Moment, Year

FIRST, LAST = 1500, 2060
OPENING = frozenset("(„[")
CLOSING = frozenset(")],;.!?:“")


def year_range(t: Tokens, i: int) -> Found | None:
    """Two years with a hyphen glued between them, where what stands before asks for years."""
    first = digits(t, i, FIRST, LAST, length=4)
    if first is None or t[i + 1].word not in {"-", "‑"} or not (t[i + 1].gap is t[i + 2].gap is GLUED):
        return None
    second = digits(t, i + 2, FIRST, LAST, length=4)
    if second is None or second <= first or not _ends(t, i + 3) or not _may_begin(t, i):
        return None
    return Found(i, i + 3, DateExpression(Moment(Year(first)), Moment(Year(second))))


def _ends(t: Tokens, i: int) -> bool:
    """Whether no further figures or words hang on the second year."""
    if t[i].kind is NUMBER and t[i].gap is not BREAK:
        return False
    if t[i].gap is not GLUED:
        return True
    return t[i].word in CLOSING and not (t[i + 1].kind is NUMBER and t[i + 1].gap is GLUED)


def _may_begin(t: Tokens, i: int) -> bool:
    before: Token = t[i - 1] if i and t[i].gap is not BREAK else t[-1]
    if before.kind is END:
        return True
    if before.kind is SIGN:
        return before.word in OPENING or (before.word == ":" and t[i - 2].word not in NUMBERED)
    return before.kind is not NUMBER and before.word not in NUMBERED and t[i].gap is not GLUED
