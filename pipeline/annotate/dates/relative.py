"""Read what is counted from another date: "gestern Abend", "kommenden Dienstag", "vor zwei Wochen", "am Tag darauf"."""

from pipeline.annotate.dates.counts import PLURALS, MomentRead, counted_from_today
from pipeline.annotate.dates.numbers import glued, on_line
from pipeline.annotate.dates.tokens import SIGN, Tokens
from pipeline.annotate.dates.words import (
    MONTHS,
    PARTS_OF_DAY,
    RELATIVE_ADJECTIVES,
    RELATIVE_DAY_ADJECTIVES,
    RELATIVE_DAYS,
    SEASONS,
    TEXT_ADJECTIVES,
    TEXT_ADVERBS,
    TEXT_DAYS,
    UNITS,
    WEEKDAY_PARTS,
    WEEKDAYS,
    YEAR_WORDS,
)
from pipeline.expressions import Anchor, CalendarTerm, Moment, Night, Part, Shift, Unit, Weekday, Year, YearTerm

NAMED = frozenset({Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR, Unit.DECADE, Unit.CENTURY})
NOT_BEFORE_TOMORROW = frozenset(
    {
        "am",
        "guten",
        "jeden",
        "der",
        "den",
        "dieser",
        "diesen",
        "eines",
        "gegen",
        "vom",
        "bis",
        "zum",
        "frühen",
        "nächsten",
        "selben",
        "gute",
        "schönen",
        "von",
    }
)


def year_behind(t: Tokens, i: int) -> tuple[YearTerm, int] | None:
    """Reads "nächsten Jahres", "dieses Jahres", "des Vorjahres", "jenes Jahres" behind a month or day."""
    if t[i].word == "des" and t[i + 1].word in YEAR_WORDS:
        return Shift(Unit.YEAR, YEAR_WORDS[t[i + 1].word]), i + 2
    at = i + 1 if t[i].word in {"des", "im", "in"} else i
    if UNITS.get(t[at + 1].word) is not Unit.YEAR or not on_line(t, at + 1):
        return None
    shift = _adjective(t, at, Unit.YEAR)
    return None if shift is None else (shift, at + 2)


def month_behind(t: Tokens, i: int) -> tuple[Shift, int] | None:
    """Reads "dieses Monats", "des kommenden Monats", "d. M." behind the number of a day."""
    if t[i].word == "d" and t[i + 2].word == "m" and t[i + 2].capital and glued(t, i + 1, ".") and glued(t, i + 3, "."):
        return Shift(Unit.MONTH, 0), i + 4
    at = i + 1 if t[i].word == "des" else i
    if t[at + 1].word != "monats" or not on_line(t, at + 1):
        return None
    shift = _adjective(t, at, Unit.MONTH)
    return None if shift is None else (shift, at + 2)


def _adjective(t: Tokens, i: int, unit: Unit) -> Shift | None:
    word = t[i].word
    amount = RELATIVE_ADJECTIVES.get(word)
    if amount is not None:
        return Shift(unit, amount)
    amount = TEXT_ADJECTIVES.get(word)
    return None if amount is None else Shift(unit, amount, Anchor.TEXT)


def relative_day(t: Tokens, i: int) -> MomentRead | None:
    """Reads "heute", "gestern Abend", "heute in vier Wochen", "heute vor 74 Jahren", "morgen"."""
    amount = RELATIVE_DAYS.get(t[i].word)
    if amount is None:
        if not _is_tomorrow(t, i):
            return None
        amount = 1
    counted = counted_from_today(t, i + 1) if amount == 0 else None
    if counted is not None:
        return counted
    return Moment(Shift(Unit.DAY, amount)), past_part_of_day(t, i + 1)


def _is_tomorrow(t: Tokens, i: int) -> bool:
    if t[i].word != "morgen":
        return False
    before = t[i - 1] if i else None
    if before is not None and before.word in NOT_BEFORE_TOMORROW and on_line(t, i):
        return before.word == "bis" and not t[i].capital
    if not t[i].capital:
        return True
    sentence_start = before is None or before.kind is SIGN or not on_line(t, i)
    return sentence_start and not t[i + 1].capital


def past_part_of_day(t: Tokens, i: int) -> int:
    """The index behind "Abend", "früh", "Mittag" where one follows on the line."""
    return i + 1 if t[i].word in PARTS_OF_DAY and on_line(t, i) else i


def adjective_phrase(t: Tokens, i: int) -> MomentRead | None:
    """Reads "kommenden Dienstag", "vergangene Woche", "diesem Herbst", "selben Jahr", "vorigen August"."""
    amount, anchor = RELATIVE_ADJECTIVES.get(t[i].word), Anchor.PUBLISHED
    if amount is None:
        amount, anchor = TEXT_ADJECTIVES.get(t[i].word), Anchor.TEXT
    if amount is None or not on_line(t, i + 1):
        return None
    word = t[i + 1].word
    if (
        word == "nacht"
        and anchor is Anchor.PUBLISHED
        and amount in {-1, 1}
        and t[i + 2].word not in {"des", "der", "vor"}
    ):
        return Moment(Night(Shift(Unit.DAY, max(amount, 0)))), i + 2
    if word in WEEKDAYS or word in WEEKDAY_PARTS:
        return _adjective_weekday(t, i + 1, amount) if anchor is Anchor.PUBLISHED and amount else None
    if word in PLURALS:
        return None
    term = _adjective_term(word, amount, anchor)
    if term is None or (word == "mai" and not t[i + 1].capital):
        return None
    return _weekday_of_week(t, i + 2, term) or (Moment(term), i + 2)


def whole(t: Tokens, i: int) -> MomentRead | None:
    """Reads "ganze nächste Woche"."""
    if t[i].word not in {"ganze", "ganzen", "ganzes"}:
        return None
    found = adjective_phrase(t, i + 1)
    return found if found is not None and isinstance(found[0].term, (Shift, Year)) else None


def _adjective_term(word: str, amount: int, anchor: Anchor) -> CalendarTerm | None:
    unit = UNITS.get(word)
    if unit is Unit.DAY and amount == 1:  # "am nächsten Tag" is the one behind the day named last
        return Shift(Unit.DAY, amount, Anchor.TEXT)
    if unit is Unit.DAY or (word in PARTS_OF_DAY and anchor is Anchor.TEXT):
        return Shift(Unit.DAY, amount, Anchor.TEXT) if anchor is Anchor.TEXT else None
    if unit is Unit.YEAR:
        return Year(Shift(unit, amount, anchor))
    if unit is Unit.WEEKEND:
        return Part(unit, 1, amount=amount) if anchor is Anchor.PUBLISHED else None
    if unit is not None:
        return Shift(unit, amount, anchor) if unit in NAMED else None
    if word in SEASONS:
        return Part(Unit.SEASON, SEASONS[word], amount=amount) if anchor is Anchor.PUBLISHED else None
    if word in MONTHS and anchor is Anchor.PUBLISHED:
        return Part(Unit.MONTH, MONTHS[word], amount=amount)
    return None


def _adjective_weekday(t: Tokens, i: int, amount: int) -> MomentRead:
    word = t[i].word
    weekday = WEEKDAYS.get(word, WEEKDAY_PARTS.get(word, 0))
    return Moment(Weekday(weekday, amount)), past_part_of_day(t, i + 1)


def _weekday_of_week(t: Tokens, i: int, term: CalendarTerm) -> MomentRead | None:
    """Reads "nächste Woche Montag"."""
    if not isinstance(term, Shift) or term.unit is not Unit.WEEK or not on_line(t, i):
        return None
    at = i + 1 if t[i].word == "am" else i
    weekday = WEEKDAYS.get(t[at].word)
    return None if weekday is None else (Moment(Weekday(weekday, week=term)), at + 1)


def bare_weekday(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Dienstag", "Freitagabend", "Mittwoch kommender Woche", "Montag darauf"."""
    word = t[i].word
    weekday = WEEKDAYS.get(word, WEEKDAY_PARTS.get(word))
    if weekday is None:
        return None
    end = past_part_of_day(t, i + 1)
    adverb = TEXT_ADVERBS.get(t[end].word) if on_line(t, end) else None
    if adverb is not None and t[end].word in {"darauf", "davor", "danach", "zuvor"}:
        return Moment(Weekday(weekday, adverb, day=Shift(Unit.DAY, adverb, Anchor.TEXT))), end + 1
    at = end + 1 if t[end].word in {"in", "der"} else end
    if UNITS.get(t[at + 1].word) is Unit.WEEK and on_line(t, at + 1) and t[at].word in RELATIVE_ADJECTIVES:
        return Moment(Weekday(weekday, week=Shift(Unit.WEEK, RELATIVE_ADJECTIVES[t[at].word]))), at + 2
    return Moment(Weekday(weekday)), end


def day_adjective(t: Tokens, i: int) -> MomentRead | None:
    """Reads "gestrigen Dienstag", "morgigen Abend", and "gestrigen" before anything else."""
    amount = RELATIVE_DAY_ADJECTIVES.get(t[i].word)
    if amount is None:
        return None
    shift, following = Shift(Unit.DAY, amount), t[i + 1].word
    if following in WEEKDAYS or following in WEEKDAY_PARTS:
        weekday = WEEKDAYS.get(following, WEEKDAY_PARTS.get(following, 0))
        return Moment(Weekday(weekday, day=shift)), past_part_of_day(t, i + 2)
    if following in PARTS_OF_DAY or UNITS.get(following) is Unit.DAY:
        return Moment(shift), i + 2
    return None if amount == 0 else (Moment(shift), i + 1)


def text_day(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Folgetag"."""
    amount = TEXT_DAYS.get(t[i].word)
    return None if amount is None else (Moment(Shift(Unit.DAY, amount, Anchor.TEXT)), i + 1)


def year_word(t: Tokens, i: int) -> MomentRead | None:
    """Reads "heuer", "Vorjahr"."""
    amount = YEAR_WORDS.get(t[i].word)
    return None if amount is None else (Moment(Year(Shift(Unit.YEAR, amount))), i + 1)


def weekend(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Wochenende"."""
    return (Moment(Part(Unit.WEEKEND, 1)), i + 1) if UNITS.get(t[i].word) is Unit.WEEKEND else None
