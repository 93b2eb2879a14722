"""Read periods: months, seasons, quarters, weeks, semesters, years, and their edges."""

from dataclasses import replace

from pipeline.annotate.dates.counts import MomentRead
from pipeline.annotate.dates.days import year_of_month
from pipeline.annotate.dates.decades import century, decade
from pipeline.annotate.dates.numbers import Number, digits, expand, full_year, glued, month, on_line, ordinal
from pipeline.annotate.dates.relative import adjective_phrase, year_behind
from pipeline.annotate.dates.tokens import GLUED, NUMBER, WORD, Tokens
from pipeline.annotate.dates.words import (
    DATE_PREPOSITIONS,
    MODIFIERS,
    MONTH_COMPOUNDS,
    MONTH_EDGES,
    MONTHS_BESIDE_A_DAY,
    RELATIVE_ADJECTIVES,
    SEASON_EDGES,
    SEASONS,
    SPANNING,
    TERMS,
    UNITS,
    WEEKDAYS,
    YEAR_EDGES,
)
from pipeline.expressions import Day, Modifier, Moment, Nth, Part, Shift, Term, Unit, Year, YearTerm

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MOST_PARTS = {Unit.HALF: 2, Unit.QUARTER: 4}  # of a year
ABBREVIATED = 2  # letters of "WS", which may be something else where no year follows


def month_period(t: Tokens, i: int) -> MomentRead | None:
    """Reads "März", "März 2021", "März nächsten Jahres"."""
    found = month(t, i)
    if found is None:
        return None
    year, end = year_of_month(t, found[1])
    if year is None and t[i].word in MONTHS_BESIDE_A_DAY:
        return None
    return Moment(Part(Unit.MONTH, found[0], year)), end


def numeric_month(t: Tokens, i: int) -> MomentRead | None:
    """Reads "06/2022", "02.2021"."""
    number = digits(t, i, 1, 12)
    if number is None or not (glued(t, i + 1, "/") or glued(t, i + 1, ".")) or t[i + 2].gap is not GLUED:
        return None
    year = full_year(t, i + 2)
    if year is None or (t[i + 1].word == "." and len(t[i].word) != 2) or not 1900 <= year[0] <= 2100:
        return None
    return Moment(Part(Unit.MONTH, number, year[0])), year[1]


def season(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Herbst", "Winter 2016/17", "Frühjahr nächsten Jahres"."""
    number = SEASONS.get(t[i].word)
    if number is None:
        return None
    year, end = year_or_span(t, i + 1)
    return Moment(Part(Unit.SEASON, number, year)), end


def season_edge(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Herbstanfang", "Frühlingsbeginn 2023"."""
    number = SEASON_EDGES.get(t[i].word)
    if number is None:
        return None
    year, end = year_or_span(t, i + 1)
    return Moment(Part(Unit.SEASON, number, year), modifier=Modifier.START), end


def year_or_span(t: Tokens, i: int) -> tuple[YearTerm, int]:
    """The year behind a season, week or term; of "2016/17" the first."""
    if not on_line(t, i):
        return None, i
    span = year_span(t, i) or short_span(t, i)
    if span is not None:
        return span[0].term.year, span[1]  # type: ignore[union-attr]  # year_span returns a Year
    year = full_year(t, i)
    return year if year is not None else year_behind(t, i) or (None, i)


def year_span(t: Tokens, i: int) -> MomentRead | None:
    """Reads "2007/08", "2023/2024": two years that follow each other."""
    first = full_year(t, i)
    if first is None or t[i + 1].word not in {"/", "-", "–"} or t[i + 1].gap is not GLUED or t[i + 2].gap is not GLUED:
        return None
    second = full_year(t, i + 2)
    if second is None and t[i + 2].kind is NUMBER and len(t[i + 2].word) == 2:
        second = first[0] // 100 * 100 + int(t[i + 2].word), i + 3
    if second is None or second[0] != first[0] + 1 or (t[i + 1].word != "/" and len(t[i + 2].word) == 4):
        return None
    return Moment(Year(first[0], second[0])), second[1]


def short_span(t: Tokens, i: int) -> MomentRead | None:
    """Reads "22/23" behind "Schuljahr", "Saison" and the like: two years that follow each other."""
    if not (glued(t, i + 1, "/") and len(t[i].word) == len(t[i + 2].word) == 2 and t[i + 2].gap is GLUED):
        return None
    first, second = digits(t, i, 0, 98), digits(t, i + 2, 1, 99)
    if first is None or second != first + 1:
        return None
    return Moment(Year(expand(first), expand(second))), i + 3


def season_years(t: Tokens, i: int) -> MomentRead | None:
    """Reads the figures of "Saison 22/23", "Spielzeit 2022/23"."""
    return short_span(t, i) if i and t[i - 1].word in SPANNING else None


def quarter_or_half(t: Tokens, i: int) -> MomentRead | None:
    """Reads "drittes Quartal 2023", "1. Halbjahr", "zweite Jahreshälfte", "Q4", "Q4/2022"."""
    if t[i].word == "q" and t[i].capital and t[i + 1].gap is GLUED:
        number = digits(t, i + 1, 1, 4, length=1)
        if number is None:
            return None
        year, end = year_or_span(t, i + 3 if t[i + 2].word == "/" else i + 2)
        return Moment(Part(Unit.QUARTER, number, year)), end if year is not None else i + 2
    found = ordinal(t, i, high=4) or _roman(t, i)
    if found is None:
        return None
    word = t[found[1]].word
    unit = Unit.HALF if word in {"jahreshälfte", "hälfte"} else UNITS.get(word)
    if unit not in {Unit.QUARTER, Unit.HALF} or (unit is Unit.HALF and found[0] > 2) or word == "hälfte":
        return None
    at = found[1] + 2 if word == "hj" and glued(t, found[1] + 1, ".") else found[1] + 1
    year, end = year_or_span(t, at + 1 if t[at].word in {"/", "des", "von"} else at)
    return Moment(Part(unit, found[0], year)), end if year is not None else at


def _roman(t: Tokens, i: int) -> Number | None:
    """Reads "II." in "II. Quartal"."""
    value = ROMAN.get(t[i].word) if t[i].capital else None
    return (value, i + 2) if value is not None and glued(t, i + 1, ".") else None


def numbered_part(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Halbjahr 2/2024", "Quartal 3 2024"."""
    unit = UNITS.get(t[i].word)
    number = digits(t, i + 1, 1, MOST_PARTS.get(unit, 0), length=1) if unit is not None else None
    if unit is None or number is None or not on_line(t, i + 1):
        return None
    year, end = year_or_span(t, i + 3 if t[i + 2].word == "/" else i + 2)
    return None if year is None else (Moment(Part(unit, number, year)), end)


def nth(t: Tokens, i: int) -> MomentRead | None:
    """Reads "erster Dienstag im Oktober", "letzte Woche im Juli 2014", "letztes Juliwochenende"."""
    last = RELATIVE_ADJECTIVES.get(t[i].word) == -1 and t[i].word.startswith("letzt")
    number = (-1, i + 1) if last else ordinal(t, i, high=5)
    if number is None or not on_line(t, number[1]):
        return None
    compound = MONTH_COMPOUNDS.get(t[number[1]].word)
    if compound is not None:
        year, end = year_of_month(t, number[1] + 1)
        return Moment(Nth(number[0], compound.month, year, compound.weekday, compound.unit)), end
    weekday, unit = WEEKDAYS.get(t[number[1]].word), UNITS.get(t[number[1]].word)
    if weekday is None and unit not in {Unit.DAY, Unit.WEEK, Unit.WEEKEND}:
        return None
    if t[number[1] + 1].word not in {"im", "in", "des", "of"}:
        return None
    found = month_period(t, number[1] + 2)
    if found is None or not isinstance(found[0].term, Part):
        return None
    part = found[0].term
    return Moment(Nth(number[0], part.number, part.year, weekday, unit or Unit.DAY)), found[1]


def term(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Wintersemester 2022/23", "Sommersemester", "Schuljahr 2023/24", "Kita-Jahr 2023/24"."""
    hyphened = glued(t, i + 1, "-") and t[i + 2].gap is GLUED
    kind = TERMS.get(t[i].word + t[i + 2].word if hyphened else t[i].word)
    if kind is None:
        return None
    year, end = year_or_span(t, i + 3 if hyphened else i + 1)
    if year is None and (kind in {"school", "course"} or len(t[i].word) == ABBREVIATED):
        return None
    return Moment(Term(kind, year)), end  # type: ignore[arg-type]  # the lexicon's keys are the four kinds


def year(t: Tokens, i: int) -> MomentRead | None:
    """Reads "2019", "2007/08"."""
    found = year_span(t, i)
    if found is not None:
        return found
    value = full_year(t, i)
    if value is None or not _whole_number(t, i):
        return None
    return Moment(Year(value[0])), value[1]


def _whole_number(t: Tokens, i: int) -> bool:
    """Whether the digits are no part of a file number, an amount, a version or a compound."""
    before, after = t[i - 1] if i else None, t[i + 1]
    if before is not None and t[i].gap is GLUED and before.word in {"/", "-", ".", "_", "#", "+", ",", ":", "=", "&"}:
        return before.word in {"/", "-"} and i > 1 and t[i - 2].word in {"ende", "anfang", "mitte"}
    if before is not None and t[i].gap is GLUED and before.kind is WORD:
        return False
    if after.gap is not GLUED:
        return True
    return not (after.word in {"/", "-", "_", "+", "%", "€", "°"} or after.kind is WORD)


def year_edge(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Jahresende", "Jahresbeginn 2022"."""
    modifier = YEAR_EDGES.get(t[i].word)
    if modifier is None or t[i].word == "jahreshälfte":
        return None
    year, end = year_or_span(t, i + 1)
    if modifier is Modifier.END:
        if year is None and t[i - 1].word == "bis":
            year = Shift(Unit.YEAR, 0)
        return Moment(Day(31, 12, year)), end
    return Moment(Year(Shift(Unit.YEAR, 0) if year is None else year), modifier=modifier), end


def month_edge(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Monatsende" in "bis zum Monatsende", "Monatsende Juni"; "am Monatsende" may be that of any month."""
    modifier = MONTH_EDGES.get(t[i].word)
    if modifier is None or t[i - 1].word not in DATE_PREPOSITIONS - {"am", "im"}:
        return None
    named = month_period(t, i + 1) if on_line(t, i + 1) else None
    if named is not None:
        return replace(named[0], modifier=modifier), named[1]
    return Moment(Shift(Unit.MONTH, 0), modifier=modifier), i + 1


def modified(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Ende März", "Mitte 2021", "Anfang der Neunziger", "Ende nächsten Jahres", "Ende des Monats"."""
    modifier = MODIFIERS.get(t[i].word)
    if modifier is None or not on_line(t, i + 1):
        return None
    if t[i + 1].word in {"bis", "/"} and t[i + 2].word in MODIFIERS:  # "Mitte bis Ende Juni"
        second = modified(t, i + 2)
        return None if second is None else (Moment(second[0].term), second[1])
    article = t[i + 1].word in {"des", "der", "dieser", "dieses", "vom", "von"}
    at = i + 2 if article else i + 1
    if t[at].word == "jahres" or t[at].word == "jahrs":
        explicit = full_year(t, at + 1)
        if explicit is not None:
            return Moment(Year(explicit[0]), modifier=modifier), explicit[1]
    found = _unit_of_now(t, at) if article else None
    found = found or adjective_phrase(t, i + 1) or _period(t, at)
    if found is None or found[0].modifier is not None:
        return None
    return Moment(found[0].term, modifier=modifier), found[1]


def _unit_of_now(t: Tokens, i: int) -> MomentRead | None:
    unit = UNITS.get(t[i].word)
    if unit is Unit.YEAR:
        return Moment(Year(Shift(Unit.YEAR, 0))), i + 1
    return (Moment(Shift(unit, 0)), i + 1) if unit in {Unit.WEEK, Unit.MONTH} else None


def _period(t: Tokens, i: int) -> MomentRead | None:
    if t[i].kind is NUMBER:
        return decade(t, i) or century(t, i) or year(t, i)
    return month_period(t, i) or season(t, i) or decade(t, i) or quarter_or_half(t, i)
