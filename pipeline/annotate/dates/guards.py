"""Tell dates from their lookalikes: amounts, file numbers, names with a year in them, opening hours, habits."""

import re

from pipeline.annotate.dates.day_guards import asks_for_day, before_token, day_is_date, is_unfinished
from pipeline.annotate.dates.day_lists import Found
from pipeline.annotate.dates.nowadays import is_nowadays
from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.tokens import END, GLUED, NUMBER, WORD, Token, Tokens
from pipeline.annotate.dates.weekday_guards import weekday_is_date
from pipeline.annotate.dates.words import (
    AMOUNTS,
    APPROXIMATELY,
    BEGINNINGS,
    CLUB_ABBREVIATIONS,
    CLUB_BEGINNINGS,
    CLUB_ENDINGS,
    DATE_PREPOSITIONS,
    HABITS,
    MODIFIERS,
    MONTHS,
    NUMBERED,
    RELATIVE_ADJECTIVES,
    SEASON_DETERMINERS,
    WEEKEND_DETERMINERS,
    YEAR_PREPOSITIONS,
)
from pipeline.expressions import Anchor, Count, Day, Feast, Moment, Nth, Part, Shift, Unit, Weekday, Year

_KINDS, _BEGINNINGS, _ENDINGS = (
    "|".join(map(re.escape, listed)) for listed in (CLUB_ABBREVIATIONS, CLUB_BEGINNINGS, CLUB_ENDINGS)
)
CLUB = re.compile(rf"(?:{_KINDS})|(?:{_BEGINNINGS})\w{{0,20}}|\w{{0,20}}(?:{_ENDINGS})")
CLUB_REACH = 5  # capitalised words between a club's kind and the year in its name
SAME_DAY = Shift(Unit.DAY, 0, Anchor.TEXT)  # "noch am selben Abend" says how soon rather than when
ROUND = 100  # "2000 Menschen", "von 2000 auf 1800": multiples are amounts unless a preposition says otherwise
FIRST_LIKELY, LAST_LIKELY = 1800, 2060
FIRST_POSSIBLE = 1500
# Ends of words for papers that are numbered within their year: "Pressedienst 12/2023".
NUMBERED_PAPERS = (
    "dienst", "information", "mitteilung", "pm", "info", "meldung", "aktenzeichen", "beschluss", "vorlage",
    "rundschreiben",
)  # fmt: skip
CLOSING_QUOTES = frozenset('“”"«»’')


def is_date(t: Tokens, found: Found) -> bool:
    """Whether the tokens' surroundings allow what was read to be a date."""
    if found.expression.last is not None:
        return _range_is_date(t, found)
    if _in_compound(t, found):
        return False
    guard = _GUARDS.get(type(found.expression.first.term))
    return guard is None or guard(t, found, found.expression.first)


def _in_compound(t: Tokens, found: Found) -> bool:
    """Such as "Mai-Demo", "Sommer-Tour", "März-Ausgabe": glued to a word by a hyphen."""
    after, following = t[found.end], t[found.end + 1]
    if after.word in {"-", "‑"} and after.gap is GLUED and following.gap is GLUED and following.kind is WORD:
        return True
    return found.start > 0 and t[found.start].gap is GLUED and t[found.start - 1].word in {"_", "@", "#", "="}


def _range_is_date(t: Tokens, found: Found) -> bool:
    first, last = found.expression.first.term, found.expression.last
    if isinstance(first, Year) and isinstance(first.year, int) and last is not None and isinstance(last.term, Year):
        number = last.term.year
        if not isinstance(number, int) or not first.year < number or t[found.end].word in AMOUNTS:
            return False
        return number <= LAST_LIKELY + 40
    if isinstance(first, Day) and first.year is None and t[found.start].kind is NUMBER and is_unfinished(t, found):
        return asks_for_day(before_token(t, found.start).word) or (isinstance(last, Moment) and _dated(last))
    return not _in_compound(t, found)


def _dated(moment: Moment) -> bool:
    return isinstance(moment.term, Day) and moment.term.year is not None


def _year_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    term = first.term
    if not isinstance(term, Year) or first.modifier is not None:
        return True
    before, after = before_token(t, found.start), t[found.end]
    if not isinstance(term.year, int):
        return not _is_surname(t, found, before)
    if _counts(t, found) or _in_name(t, found, before, after):
        return False
    if term.through is not None or before.word in {"jahr", "jahre", "jahren", "jahres"}:
        return True
    asked = before.word in YEAR_PREPOSITIONS
    if term.year % ROUND == 0 or term.year < FIRST_POSSIBLE or term.year > LAST_LIKELY:
        return asked and not after.capital
    if term.year < FIRST_LIKELY:
        return before.kind is WORD and not after.capital
    return True


def _is_surname(t: Tokens, found: Found, before: Token) -> bool:
    """Such as "Architekturbüro Heuer": the word for this year, capitalised inside a sentence."""
    token = t[found.start]
    return token.word == "heuer" and token.capital and before.kind is WORD


def _counts(t: Tokens, found: Found) -> bool:
    """Whether the number counts, measures or names something."""
    before, after = before_token(t, found.start), t[found.end]
    if after.word in AMOUNTS and on_line(t, found.end):
        return True
    if before.word in NUMBERED or before.kind is NUMBER or (after.kind is NUMBER and on_line(t, found.end)):
        return True
    if before.word in APPROXIMATELY:
        return after.capital or _is_round(t, found)
    if before.word == "." and found.start > 1 and t[found.start - 2].word in NUMBERED:
        return True
    return before.word in {"(", ")"} and before.gap is GLUED and t[found.start - 2].kind is NUMBER


def _is_round(t: Tokens, found: Found) -> bool:
    return int(t[found.start].word) % ROUND == 0


def _in_name(t: Tokens, found: Found, before: Token, after: Token) -> bool:
    """The year of foundation in a name: "TuS Hachenburg 1882 e. V.", "Wormser Turnverein 1862", "„Frühauf 1953“"."""
    if after.word == "e" and t[found.end + 1].word == "." and t[found.end + 2].word == "v":
        return True
    if after.word in CLOSING_QUOTES and after.gap is GLUED and before.capital and before.word not in YEAR_PREPOSITIONS:
        return True
    i = found.start - 1
    for _ in range(CLUB_REACH):
        token = t[i] if i >= 0 else t[-1]
        if not (token.capital or token.word in {"von", "zu", "-", "."}) or not on_line(t, i + 1):
            return False
        if token.capital and CLUB.fullmatch(token.word):
            adjective = i > 0 and t[i - 1].capital and t[i - 1].word.endswith("er") and on_line(t, i)
            return i < found.start - 1 or len(token.word) < 6 or adjective
        i -= 1
    return False


def _part_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    term, before, after = first.term, before_token(t, found.start), t[found.end]
    if not isinstance(term, Part):
        return True
    if term.unit is Unit.MONTH and t[found.start].kind is NUMBER:
        return not _is_issue_number(t, found, before)
    if term.unit is Unit.WEEKEND:
        listed = before.word == "am" and found.start > 1 and t[found.start - 2].word == "und"
        return term.amount is not None or (before.word in WEEKEND_DETERMINERS and not listed)
    if term.year is not None or term.amount is not None or first.modifier is not None:
        return True
    if term.unit in {Unit.WEEK, Unit.QUARTER, Unit.HALF} or t[found.start].word in MODIFIERS:
        return True
    return before.word in SEASON_DETERMINERS if term.unit is Unit.SEASON else _month_is_date(t, found, before, after)


def _month_is_date(t: Tokens, found: Found, before: Token, after: Token) -> bool:
    """Whether a bare month is one: asked for by a preposition, in a list, or at the head of its line."""
    if before.word == ",":  # "im Juni, Juli und August"
        return t[found.start - 2].word in MONTHS
    if before.kind is not END:
        return before.word in DATE_PREPOSITIONS or before.word in RELATIVE_ADJECTIVES or before.word == "ausgabe"
    if after.word == "," and t[found.end + 1].capital:  # "Mai, Tom"
        return False
    return not (after.capital and on_line(t, found.end)) and after.kind is not END


def _is_issue_number(t: Tokens, found: Found, before: Token) -> bool:
    """Such as "Medieninformation Nr. 7/2019", "Pressedienst 12/2023"."""
    if before.word in NUMBERED or (before.word == "." and t[found.start - 2].word in NUMBERED):
        return True
    return before.capital and before.word.endswith(NUMBERED_PAPERS)


def _shift_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    if isinstance(first.term, Shift) and first.term == SAME_DAY:
        return False
    if t[found.start].word != "heute" or first.clock is not None or found.end > found.start + 1:
        return True
    return not is_nowadays(t, found.start)


def _feast_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    """Refuses churches and habits: "St. Martin", "Kirche St. Maria Himmelfahrt", "jeden Freitag vor Ostern"."""
    before = before_token(t, found.start)
    if isinstance(first.term, Feast) and first.term.weekday is not None and before.word in HABITS:
        return False
    return before.word not in {"st", "sankt"} and not (before.word == "." and t[found.start - 2].word == "st")


def _nth_is_date(t: Tokens, found: Found, _first: Moment) -> bool:
    """Refuses "jeden ersten Sonntag im Monat", a habit."""
    return before_token(t, found.start).word not in HABITS and t[found.start - 2].word not in HABITS


def _count_is_date(t: Tokens, found: Found, _first: Moment) -> bool:
    """Whether something begins "in drei Wochen"; else it may be how long something took."""
    if t[found.start].word != "in":
        return True
    if t[found.end].word in BEGINNINGS:
        return True
    return any(token.word in BEGINNINGS for token in t[max(0, found.start - 6) : found.start])


_GUARDS = {
    Nth: _nth_is_date,
    Count: _count_is_date,
    Year: _year_is_date,
    Weekday: weekday_is_date,
    Part: _part_is_date,
    Day: day_is_date,
    Shift: _shift_is_date,
    Feast: _feast_is_date,
}
