"""Read counts of days, weeks and years: "vor zwei Wochen", "in einem Monat", "vier Tage später"."""

from pipeline.annotate.dates.numbers import cardinal, on_line
from pipeline.annotate.dates.tokens import WORD, Tokens
from pipeline.annotate.dates.words import APPROXIMATELY, PARTS_OF_DAY, TEXT_ADVERBS, UNITS
from pipeline.expressions import Anchor, CalendarTerm, Count, Moment, Shift, Unit, Year

MomentRead = tuple[Moment, int]
COUNTED = frozenset({Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.DECADE})
PLURALS = frozenset(
    {
        "tage",
        "tagen",
        "wochen",
        "wochenenden",
        "monate",
        "monaten",
        "quartale",
        "quartalen",
        "jahre",
        "jahren",
        "jahrzehnte",
        "jahrzehnten",
        "jahrhunderte",
        "jahrhunderten",
    }
)


def counted_from_today(t: Tokens, i: int) -> MomentRead | None:
    """Reads "in vier Wochen", "vor 74 Jahren" behind "heute"."""
    sign = {"in": 1, "vor": -1}.get(t[i].word)
    number = cardinal(t, i + 1) if sign is not None else None
    if sign is None or number is None:
        return None
    unit = UNITS.get(t[number[1]].word)
    if unit is None or unit not in COUNTED:
        return None
    return Moment(Count(unit, sign * number[0])), number[1] + 1


def ago(t: Tokens, i: int) -> MomentRead | None:
    """Reads "vor zwei Wochen", "vor 20 Jahren"."""
    if t[i].word != "vor":
        return None
    number = cardinal(t, _behind_about(t, i + 1))
    if number is None:
        return None
    unit = UNITS.get(t[number[1]].word)
    if unit is None or unit not in COUNTED or t[number[1] + 1].word in {"alten", "alte", "haft"}:
        return None
    return Moment(_counted(unit, -number[0], Anchor.PUBLISHED)), number[1] + 1


def _behind_about(t: Tokens, i: int) -> int:
    """Past "rund", "gut", "mehr als" and the like."""
    if t[i].word in {"mehr", "weniger"} and t[i + 1].word == "als":
        return i + 2
    if t[i].word not in APPROXIMATELY:
        return i
    return i + 2 if t[i + 1].word == "." else i + 1


def in_future(t: Tokens, i: int) -> MomentRead | None:
    """Reads "in drei Wochen", "in einem Monat"; years that long are durations rather than dates."""
    if t[i].word != "in":
        return None
    number = cardinal(t, i + 1)
    unit = UNITS.get(t[number[1]].word) if number is not None else None
    if number is None or unit not in {Unit.DAY, Unit.WEEK, Unit.MONTH}:
        return None
    return Moment(Count(unit, number[0])), number[1] + 1


def counted_in_text(t: Tokens, i: int) -> MomentRead | None:
    """Reads "vier Tage später", "ein Jahr zuvor", "Tag darauf", "Abend zuvor"."""
    number = cardinal(t, i) or (1, i)
    if t[number[1]].kind is not WORD or (number[1] == i and t[i].word in PLURALS):
        return None
    unit = UNITS.get(t[number[1]].word)
    if unit is None and number[1] == i and t[i].word in PARTS_OF_DAY and t[i].capital:
        unit = Unit.DAY
    adverb = TEXT_ADVERBS.get(t[number[1] + 1].word)
    if unit is None or unit not in COUNTED or adverb is None or not on_line(t, number[1] + 1):
        return None
    if t[number[1] + 1].word in {"vorher", "früher"}:  # "eine Woche vorher anmelden" counts from each occasion
        return None
    return Moment(_counted(unit, adverb * number[0], Anchor.TEXT)), number[1] + 2


def _counted(unit: Unit, amount: int, anchor: Anchor) -> CalendarTerm:
    """Years and decades ago are years; shorter counts are days."""
    if unit is Unit.YEAR:
        return Year(Shift(unit, amount, anchor))
    if unit is Unit.DECADE:
        return Year(Shift(Unit.YEAR, 10 * amount, anchor))
    return Count(unit, amount, anchor)
