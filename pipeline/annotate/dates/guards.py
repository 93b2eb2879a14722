"""Tell dates from their lookalikes: amounts, file numbers, names of months and seasons, opening hours, habits."""

import re

from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.ranges import Found
from pipeline.annotate.dates.tokens import Gap, Kind, Token, Tokens
from pipeline.annotate.dates.words import AMOUNTS, DATE_PREPOSITIONS, HABITS, NUMBERED, RELATIVE_ADJECTIVES, WEEKDAYS
from pipeline.expressions import Age, Day, Moment, Part, Shift, Unit, Weekday, Year

CLUB = re.compile(r"(?:sv|tsv|fc|tus|sg|vfl|vfb|sc|tv|ttc|djk|spvgg|ssv|bv|msv|hsv|fsv|asv|esv|tsg|ksv|rsv|mtv|turn\w{0,12}|sport\w{0,12}|\w{0,20}verein|\w{0,20}bund|\w{0,20}chor|gv|mgv)")
ROUND = 100  # "2000 Menschen", "von 2000 auf 1800": multiples are amounts unless a preposition says otherwise
FIRST_LIKELY, LAST_LIKELY = 1800, 2060
YEAR_PREPOSITIONS = frozenset({"seit", "ab", "bis", "jahr", "jahre", "jahren", "jahres", "in", "vor", "nach", "anfang", "ende", "mitte", "um", "von", "sommer", "herbst", "winter", "frühjahr", "frühling", "saison"})
DETERMINERS = frozenset({"im", "am", "in", "ab", "bis", "seit", "vom", "von", "zum", "für", "des", "den", "dem", "der", "die", "das", "zwischen", "vor", "nach", "um", "gegen", "über", "einschließlich", "until", "since", "laufe", "per"})


def is_date(t: Tokens, found: Found) -> bool:
    """Whether the tokens' surroundings allow what was read to be a date."""
    expression = found.expression
    if expression.last is not None:
        return _range_is_date(t, found)
    first = expression.first
    before, after = t[found.start - 1] if found.start else None, t[found.end]
    if _in_compound(t, found):
        return False
    if isinstance(first.term, Year):
        return not isinstance(first.term.year, int) or first.modifier is not None or _year_is_date(t, found, first.term)
    if isinstance(first.term, Weekday):
        return _weekday_is_date(t, found, first)
    if isinstance(first.term, Part):
        return _part_is_date(t, found, first.term, before, after)
    if isinstance(first.term, Day):
        return _day_is_date(t, found, first.term, before)
    if isinstance(first.term, Shift):
        return _shift_is_date(t, found, first.term, before)
    return not isinstance(first.term, Age) or True


def _in_compound(t: Tokens, found: Found) -> bool:
    """"Mai-Demo", "Sommer-Tour", "März-Ausgabe", "Vor-2020": glued to a word by a hyphen."""
    after, following = t[found.end], t[found.end + 1]
    if after.word in {"-", "‑"} and after.gap is Gap.NONE and following.gap is Gap.NONE and following.kind is Kind.WORD:
        return True
    return found.start > 0 and t[found.start].gap is Gap.NONE and t[found.start - 1].word in {"_", "@", "#", "="}


def _range_is_date(t: Tokens, found: Found) -> bool:
    first, last = found.expression.first.term, found.expression.last
    if isinstance(first, Year) and isinstance(first.year, int) and last is not None and isinstance(last.term, Year):
        number = last.term.year
        if not isinstance(number, int) or not first.year < number or t[found.end].word in AMOUNTS:
            return False
        return FIRST_LIKELY - 800 <= first.year and number <= LAST_LIKELY + 40
    return not _in_compound(t, found)


def _year_is_date(t: Tokens, found: Found, term: Year) -> bool:
    before, after = _before(t, found.start), t[found.end]
    if term.through is not None:
        return before.word not in NUMBERED and before.word not in {"/"}
    year = term.year if isinstance(term.year, int) else 0
    if _counts(t, found):
        return False
    asked = before.word in YEAR_PREPOSITIONS and t[found.start].gap is not Gap.BREAK
    if before.word in {"jahr", "jahre", "jahren", "jahres"}:
        return True
    if not FIRST_LIKELY <= year <= LAST_LIKELY or year % ROUND == 0:
        return asked and before.word not in {"von", "um"} and not (after.capital and year % ROUND == 0)
    return not _club(t, found, before, after)


def _before(t: Tokens, i: int) -> Token:
    return t[i - 1] if i and on_line(t, i) else t[-1]


def _counts(t: Tokens, found: Found) -> bool:
    """Whether the number counts, measures or names something."""
    before, after = _before(t, found.start), t[found.end]
    if after.word in AMOUNTS and on_line(t, found.end):
        return True
    if before.word in NUMBERED:
        return not (before.word in {"art", "über", "fast", "knapp", "gut", "bei", "je"} and False)
    if before.word == "." and found.start > 1 and t[found.start - 2].word in NUMBERED:
        return True
    return before.word in {"(", ")"} and before.gap is Gap.NONE and t[found.start - 2].kind is Kind.NUMBER


def _club(t: Tokens, found: Found, before: Token, after: Token) -> bool:
    """"TuS Hachenburg 1882 e. V.": the year of foundation in a name."""
    if after.word == "e" and t[found.end + 1].word == "." and t[found.end + 2].word == "v":
        return True
    if before.kind is not Kind.WORD or not before.capital:
        return False
    names = [before.word] + ([t[found.start - 2].word] if found.start > 1 and t[found.start - 2].capital else [])
    return any(CLUB.fullmatch(name) for name in names)


def _weekday_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    term = first.term
    if not isinstance(term, Weekday) or term.amount is not None or term.week is not None or term.day is not None:
        return True
    before = _before(t, found.start)
    if before.word in HABITS or before.word in WEEKDAYS:
        return False
    if _beside_weekdays(t, found):
        return False
    alone = found.end == found.start + 1 and t[found.start].word in WEEKDAYS
    if alone and first.clock is None and t[found.start].word in WEEKDAYS and before.word not in DETERMINERS:
        return before.word in {"und", ","} and found.start > 1 and t[found.start - 2].word in {"heute", "morgen", *WEEKDAYS}
    if first.until is not None and before.word not in DETERMINERS:
        return False
    return True


def _beside_weekdays(t: Tokens, found: Found) -> bool:
    """"Montag bis Freitag", "Montag, Mittwoch und Freitag 8–12 Uhr"."""
    after, following = t[found.end], t[found.end + 1]
    if after.word in {"bis", "–", "-", "/"} and (following.word in WEEKDAYS or t[found.end + 2].word in WEEKDAYS):
        return True
    before = _before(t, found.start)
    return before.word in {"bis", "–", "-", "/"} and found.start > 1 and t[found.start - 2].word in WEEKDAYS


def _part_is_date(t: Tokens, found: Found, term: Part, before: Token | None, after: Token) -> bool:
    if term.year is not None or term.amount is not None or term.unit in {Unit.WEEK, Unit.QUARTER, Unit.HALF}:
        return True
    if found.expression.first.modifier is not None:
        return True
    if before is None or not on_line(t, found.start):
        return not (after.capital and on_line(t, found.end)) and term.unit is Unit.MONTH and after.kind is not Kind.END
    if before.word in {"herr", "frau", "familie"} or (after.capital and after.gap is Gap.BLANK and not _asked(before)):
        return False
    return _asked(before) or before.word in RELATIVE_ADJECTIVES


def _asked(before: Token) -> bool:
    return before.word in DATE_PREPOSITIONS


def _day_is_date(t: Tokens, found: Found, term: Day, before: Token | None) -> bool:
    if term.year is not None or found.expression.first.clock is not None or t[found.start].kind is not Kind.NUMBER:
        return True
    if before is not None and before.word in NUMBERED - {"bei", "über", "je"} and on_line(t, found.start):
        return False
    return not (t[found.end].kind is Kind.SIGN and t[found.end].word in {"%", "€"})


def _shift_is_date(t: Tokens, found: Found, term: Shift, before: Token | None) -> bool:
    word = t[found.start].word
    if word != "heute" or before is None:
        return True
    if term.amount == 0 and before.word in {"bis", "von"} and found.expression.first.clock is None:
        return False
    return True
