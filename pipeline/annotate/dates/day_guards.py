"""Tell days of a month from sections, amounts and names of streets."""

from pipeline.annotate.dates.day_lists import Found
from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.tokens import BLANK, NUMBER, WORD, Token, Tokens
from pipeline.annotate.dates.words import NUMBERED, ORDINALS, SECTIONS, WEEKDAYS
from pipeline.expressions import Day, Moment

STREET_WORDS = ("straße", "strasse", "str", "platz", "allee", "brücke", "ring", "weg", "ufer")


def before_token(t: Tokens, i: int) -> Token:
    """The token before token ``i``, or the empty one where a line begins."""
    return t[i - 1] if i and on_line(t, i) else t[-1]


def day_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    """Whether the surroundings allow a day of a month to be one."""
    term, before = first.term, before_token(t, found.start)
    if isinstance(term, Day) and term.year is None and _names_a_street(t, found.start):
        return False
    if isinstance(term, Day) and term.year is None and t[found.start].kind is NUMBER and not is_unfinished(t, found):
        if _is_spaced(t, found):
            return asks_for_day(before.word)
        if first.clock is not None:
            return True
        return not _is_numbered(t, found, before) and t[found.end].word not in {"%", "€"}
    if t[found.start].kind is WORD and t[found.end - 1].word in ORDINALS:
        return asks_for_day(before.word) or t[found.start].word in WEEKDAYS
    if isinstance(term, Day) and term.year is None and is_unfinished(t, found):
        return asks_for_day(before.word) and len(t[found.start + 2].word) == 2
    return before.word not in {"kennziffer", "aktenzeichen", "az"}


def is_unfinished(t: Tokens, found: Found) -> bool:
    """Whether a day ends without a stop, as "22.04" or "22/4": it may be a time, a price, a fraction or a section."""
    return (
        t[found.start + 1].word in {".", "/"} and t[found.start + 2].kind is NUMBER and t[found.start + 3].word != "."
    )


def _is_spaced(t: Tokens, found: Found) -> bool:
    """Such as "27. 11.": two ordinals in a row, unless a word asks for a day."""
    second = t[found.start + 2]
    return t[found.start + 1].word == "." and second.kind is NUMBER and second.gap is BLANK


def asks_for_day(word: str) -> bool:
    """Whether a day of a month is due behind a word."""
    return word in {"am", "vom", "zum", "den", "dem", "bis"} or word in WEEKDAYS


def _is_numbered(t: Tokens, found: Found, before: Token) -> bool:
    """Such as "Zimmer 3.12.", "TOP 4.1.", "Abs. 5.6."."""
    word = t[found.start - 2].word if before.word == "." else before.word
    return word in NUMBERED or word in SECTIONS


def _names_a_street(t: Tokens, i: int) -> bool:
    """Such as "Straße des 17. Juni 135"."""
    return i > 1 and t[i - 1].word == "des" and t[i - 2].word.endswith(STREET_WORDS)
