"""Read one moment: a term of the calendar and the time of day that belongs to it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache

from pipeline.annotate.dates import words
from pipeline.annotate.dates.clocks import DASHES, clock_range, may_be_hour, past_noon, times, until_evening
from pipeline.annotate.dates.counts import MomentRead, ago, counted_in_text, in_future
from pipeline.annotate.dates.days import day_moment
from pipeline.annotate.dates.decades import century, decade
from pipeline.annotate.dates.feasts import feast, names, weekday_beside, weekday_of
from pipeline.annotate.dates.numbers import glued, on_line
from pipeline.annotate.dates.periods import (
    ROMAN,
    modified,
    month_edge,
    month_period,
    nth,
    numbered_part,
    numeric_month,
    quarter_or_half,
    season,
    season_edge,
    season_years,
    term,
    year,
    year_edge,
)
from pipeline.annotate.dates.relative import (
    adjective_phrase,
    bare_weekday,
    day_adjective,
    past_part_of_day,
    relative_day,
    text_day,
    weekend,
    whole,
    year_word,
)
from pipeline.annotate.dates.tokens import END, GLUED, NUMBER, WORD, Tokens
from pipeline.annotate.dates.weeks import WEEK_WORDS, week
from pipeline.annotate.dates.words import WEEKDAYS
from pipeline.expressions import Day, Feast, Moment, Night, Shift, Unit, Weekday

Reader = Callable[[Tokens, int], MomentRead | None]


def moment(t: Tokens, i: int) -> MomentRead | None:
    """The longest moment that begins at token ``i``, with its time of day."""
    if not on_line(t, i) and t[i].kind is END:
        return None
    found = (night(t, i) if t[i].word == "nacht" else None) or term_of(t, i)
    return None if found is None else with_clock(t, *found)


def term_of(t: Tokens, i: int) -> MomentRead | None:
    """The moment at token ``i`` without a time of day."""
    for reader in number_readers(t, i) if t[i].kind is NUMBER else word_readers(t[i].word):
        found = reader(t, i)
        if found is not None:
            return _with_weekday_beside(t, *found) or _with_apposition(t, *found)
    return None


def number_readers(t: Tokens, i: int) -> tuple[Reader, ...]:
    """The readers of a number, by its length and by what is glued to it."""
    if len(t[i].word) > 2:
        return YEAR_READERS
    following = t[i + 1]
    suffixed = following.kind is WORD and following.gap is GLUED
    return ORDINAL_READERS if suffixed or (glued(t, i + 1, ".") and _noun_may_follow(t, i + 2)) else DIGIT_READERS


def _noun_may_follow(t: Tokens, i: int) -> bool:
    """Whether a noun stands behind an ordinal, or behind a second one that shares it: "16.–18. KW"."""
    return t[i].kind is WORD or (t[i].word in DASHES and t[i + 2].word == ".")


@cache
def word_readers(word: str) -> tuple[Reader, ...]:
    """The readers of a word, in order; asked for words of the lexicon only."""
    return tuple(reader for beginnings, reader in WORD_READERS if word in beginnings)


def _with_weekday_beside(t: Tokens, found: Moment, end: int) -> MomentRead | None:
    """Reads "11. April (Freitag)", "am Donnerstag (10.4.)": brackets stay outside unless a time stands behind."""
    if t[end].word != "(" or not on_line(t, end + 1):
        return None
    if isinstance(found.term, Day) and found.term.weekday is None:
        weekday = WEEKDAYS.get(t[end + 1].word) if t[end + 2].word == ")" else None
        if weekday is None:
            return None
        timed = times(t, end + 3) is not None
        return replace(found, term=replace(found.term, weekday=weekday)), end + 3 if timed else end
    if not isinstance(found.term, Weekday) or t[end - 2].word not in words.WEEKDAY_DETERMINERS:
        return None
    dated = day_moment(t, end + 1)
    if dated is None or t[dated[1]].word != ")" or not isinstance(dated[0].term, Day):
        return None
    return replace(found, term=replace(dated[0].term, weekday=found.term.weekday)), end


def _with_apposition(t: Tokens, found: Moment, end: int) -> MomentRead:
    """Reads "Weiberfastnacht, 16. Februar", "heute, 4. Mai", "Wochenende 16./17. Juli": the date itself decides."""
    if not isinstance(found.term, (Feast, Weekday)) or not on_line(t, end):
        return found, end
    at = end + 1 if t[end].word == "," else end
    if isinstance(found.term, Weekday):
        named = feast(t, at) if at == end else None
        if named is None:
            return found, end
        found, end = named
        at = end + 1 if t[end].word == "," else end
    if at == end or not on_line(t, at):
        return found, end
    dated = day_moment(t, at)
    if dated is None or not isinstance(dated[0].term, Day):
        return found, end
    day = dated[0].term
    if day.weekday is None and isinstance(found.term, Feast):  # "erster Advent, 27. November" is a Sunday
        beside = found.term.weekday
        day = replace(day, weekday=weekday_of(found.term.key) if beside is None else beside)
    return replace(dated[0], term=day), dated[1]


def with_clock(t: Tokens, found: Moment, end: int) -> MomentRead:
    """The moment with the time of day behind it, where its term is a day."""
    if found.clock is not None or found.modifier is not None or not _is_day(found):
        return found, end
    behind = past_part_of_day(t, end)
    clock = times(t, behind)
    if clock is None:
        return found, behind
    if until_evening(t[behind - 1].word):
        clock = clock._replace(clock=past_noon(clock.clock), until=clock.until and past_noon(clock.until))
    return replace(found, clock=clock.clock, until=clock.until), clock.end


def clock_before_day(t: Tokens, i: int) -> MomentRead | None:
    """Reads "8 und 12 Uhr am Dienstag, 6. August", "um 19:30 am Freitag"."""
    if len(t[i].word) > 2 or not may_be_hour(t, i):
        return None
    clock = clock_range(t, i)
    if clock is None or t[clock.end].word != "am" or not on_line(t, clock.end):
        return None
    found = day_moment(t, clock.end + 1) or bare_weekday(t, clock.end + 1)
    if found is None or found[0].clock is not None:
        return None
    return replace(found[0], clock=clock.clock, until=clock.until), found[1]


def _is_day(found: Moment) -> bool:
    term = found.term
    return isinstance(term, (Day, Weekday, Feast)) or (isinstance(term, Shift) and term.unit is Unit.DAY)


def night(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Nacht zum Sonntag", "Nacht auf Montag, 3. Mai"."""
    if t[i].word != "nacht" or t[i + 1].word not in {"zum", "auf", "zu", "von"}:
        return None
    at = i + 3 if t[i + 2].word == "den" else i + 2
    if t[i + 1].word == "von":
        return _night_between(t, at)
    onto = day_moment(t, at) or bare_weekday(t, at) or relative_day(t, at)
    if onto is None or not isinstance(onto[0].term, (Day, Weekday, Shift)):
        return None
    return Moment(Night(onto[0].term)), onto[1]


def _night_between(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Nacht von Samstag auf Sonntag"."""
    if t[i].word not in WEEKDAYS or t[i + 1].word not in {"auf", "zu", "zum"}:
        return None
    onto = bare_weekday(t, i + 2)
    if onto is None or not isinstance(onto[0].term, Weekday):
        return None
    return Moment(Night(onto[0].term)), onto[1]


YEAR_READERS: tuple[Reader, ...] = (day_moment, decade, counted_in_text, year)
ORDINAL_READERS: tuple[Reader, ...] = (nth, day_moment, feast, quarter_or_half, week, century, decade, counted_in_text)
DIGIT_READERS: tuple[Reader, ...] = (season_years, clock_before_day, day_moment, numeric_month, counted_in_text)
# The words that a reader begins with; the first reader that understands a word wins.
WORD_READERS: tuple[tuple[Collection[str], Reader], ...] = (
    ({*words.ORDINALS, *(word for word in words.RELATIVE_ADJECTIVES if word.startswith("letzt"))}, nth),
    ({*words.WEEKDAYS, *words.WEEKDAY_ABBREVIATIONS, *words.MONTHS, *words.ORDINALS}, day_moment),
    ({*names(), *(name + ending for name in names() for ending in ("s", "es"))}, feast),
    (words.MODIFIERS, modified),
    ({*words.RELATIVE_DAYS, "morgen"}, relative_day),
    (words.RELATIVE_DAY_ADJECTIVES, day_adjective),
    ({*words.RELATIVE_ADJECTIVES, *words.TEXT_ADJECTIVES}, adjective_phrase),
    ({"vor"}, ago),
    ({"in"}, in_future),
    ({*words.CARDINALS, *words.UNITS, *words.PARTS_OF_DAY}, counted_in_text),
    ({*words.ORDINALS, *ROMAN, "q"}, quarter_or_half),
    (words.ORDINALS, century),
    ({*words.ORDINALS, *WEEK_WORDS}, week),
    (words.WEEKDAYS, weekday_beside),
    ({*words.WEEKDAYS, *words.WEEKDAY_PARTS}, bare_weekday),
    (words.MONTHS, month_period),
    (words.SEASONS, season),
    ({*words.TERMS, *words.TERM_HEADS}, term),
    ({*words.TENS, *(ten + years for ten in words.TENS for years in ("jahre", "jahren"))}, decade),
    (words.YEAR_EDGES, year_edge),
    (words.YEAR_WORDS, year_word),
    (words.SEASON_EDGES, season_edge),
    (words.TEXT_DAYS, text_day),
    (words.UNITS, weekend),
    (words.UNITS, numbered_part),
    (words.MONTH_EDGES, month_edge),
    ({"ganze", "ganzen", "ganzes"}, whole),
)
