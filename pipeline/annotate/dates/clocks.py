"""Read times of day: "18 Uhr", "18.30 Uhr", "13–17 Uhr", "20 h", "6 pm", with what ties them to their date."""

from dataclasses import replace
from typing import NamedTuple

from pipeline.annotate.dates.numbers import digits, glued, on_line
from pipeline.annotate.dates.tokens import GLUED, NUMBER, Tokens
from pipeline.annotate.dates.words import AFTERNOON, AMOUNTS, CARDINALS, PARTS_OF_DAY, WEEKDAY_PARTS
from pipeline.expressions import Clock

INTRODUCTIONS = frozenset({"um", "ab", "gegen", "von", "zwischen", "nach", "vor", "bis", "at", "from"})
APPROXIMATIONS = frozenset({"ca", "circa", "zirka", "etwa", "ungefähr", "gegen"})
LINKS = frozenset({"bis", "und", "–", "-", "—", "to"})
DASHES = frozenset("–-—")
ZONES = frozenset({"mesz", "mez", "cest", "cet", "utc", "gmt"})

_BEHIND_AN_HOUR = LINKS | PARTS_OF_DAY | {":", ".", "uhr", "h", "am", "pm", "a", "p"}


class Times(NamedTuple):
    """A time of day or a range of them, and the index behind."""

    clock: Clock
    until: Clock | None
    end: int


class _Time(NamedTuple):
    clock: Clock
    end: int
    minutes: bool = False
    colon: bool = False
    unit: bool = False
    late: bool = False


def times(t: Tokens, i: int) -> Times | None:
    """The time of day that belongs to the date before token ``i``."""
    if not on_line(t, i):
        return None
    at = i
    bound = False
    if t[at].word in {",", "|"} or t[at].word in DASHES:
        at += 1
    if t[at].word in INTRODUCTIONS:
        bound = True
        at += 1
    at = _behind_about(t, at)
    if t[at].kind is not NUMBER and t[at].word not in CARDINALS:
        return None
    if at > i and t[at - 1].word in INTRODUCTIONS | APPROXIMATIONS | {"."}:
        bound = True
    if t[at - 1].word in {"nach", "vor", "bis"}:
        one = _time(t, at)
        return Times(one.clock, None, one.end) if one is not None and (one.unit or one.colon) else None
    return _range(t, at, bound=bound)


def may_be_hour(t: Tokens, i: int) -> bool:
    """Whether what stands behind a number may make it a time: the cheap question before the grammar is tried."""
    following = t[i + 1].word
    return following in _BEHIND_AN_HOUR and (following != "." or t[i + 2].gap is GLUED)


def clock_range(t: Tokens, i: int) -> Times | None:
    """A time of day, or a range of them, that stands before its date: "8 und 12 Uhr am Dienstag"."""
    return _range(t, i, bound=False)


def _range(t: Tokens, i: int, *, bound: bool) -> Times | None:
    if not on_line(t, i):
        return None
    first = _time(t, i)
    if first is None:
        return None
    linked = t[first.end].word in LINKS and on_line(t, first.end + 1)
    second = _time(t, _behind_about(t, first.end + 1)) if linked else None
    if second is not None and t[first.end].word == "und" and t[i - 1].word != "zwischen":
        second = None
    if second is not None and (second.unit or (second.colon and first.colon)):
        return Times(_as_late_as(first.clock, second), second.clock, second.end)
    if first.unit or first.colon or (bound and _stands_free(t, first)):
        return Times(first.clock, None, first.end)
    return None


def _behind_about(t: Tokens, i: int) -> int:
    """Past "ca." or "etwa": "bis ca. 21 Uhr"."""
    if t[i].word not in APPROXIMATIONS:
        return i
    return i + 2 if t[i + 1].word == "." else i + 1


def _as_late_as(clock: Clock, second: _Time) -> Clock:
    """Reads "4 und 6 Uhr nachmittags": both are past noon."""
    late = second.late and clock.hour + 12 <= second.clock.hour
    return replace(clock, hour=clock.hour + 12) if late else clock


def _stands_free(t: Tokens, time: _Time) -> bool:
    """Reads "Samstag ab 14," but not "Samstag ab 14 Jahren" and not "ab 14 Personen"."""
    following = t[time.end]
    if time.minutes:
        return following.word not in AMOUNTS
    return time.clock.hour > 0 and following.word in {",", ";", ")"}


def _time(t: Tokens, i: int) -> _Time | None:
    hour = digits(t, i, 0, 24)
    if hour is None:
        return _written(t, i)
    end, minute, second, colon = i + 1, 0, None, False
    minutes = _minutes(t, end)
    if minutes is not None:
        colon = t[end].word == ":"
        minute, end = minutes, end + 2
        seconds = _minutes(t, end) if colon and t[end].word == ":" else None
        if seconds is not None:
            second, end = seconds, end + 2
    return _with_unit(t, _Time(Clock(hour, minute, second), end, minutes=minutes is not None, colon=colon))


def _written(t: Tokens, i: int) -> _Time | None:
    value = CARDINALS.get(t[i].word)
    if value is None or value > 24 or t[i + 1].word != "uhr":
        return None
    return _with_unit(t, _Time(Clock(value), i + 1))


def _minutes(t: Tokens, i: int) -> int | None:
    if not (glued(t, i, ":") or glued(t, i, ".")) or t[i + 1].gap is not GLUED or len(t[i + 1].word) != 2:
        return None
    return digits(t, i + 1, 0, 59)


def _with_unit(t: Tokens, time: _Time) -> _Time:
    """The time with "Uhr", "h" or "pm" behind it, its minutes ("17 Uhr 30") and its zone."""
    clock, i, unit = time.clock, time.end, False
    if t[i].word in {"uhr", "h"} and on_line(t, i):
        unit, i = True, i + 1
        minute = digits(t, i, 1, 59) if not time.minutes and on_line(t, i) and len(t[i].word) == 2 else None
        if minute is not None and t[i + 1].word not in {".", ":", "–", "-"} and not t[i + 1].capital:
            clock, i = replace(clock, minute=minute), i + 1
    late, after = _is_late(t, i)
    if late is not None:
        clock, i, unit = past_noon(clock) if late else clock, after, True
        time = time._replace(late=late)
    if unit and t[i].word in ZONES and on_line(t, i):
        i += 1
    if clock.hour == 24 and clock.minute:
        return time
    return time._replace(clock=clock, end=i, unit=unit)


def _is_late(t: Tokens, i: int) -> tuple[bool | None, int]:
    """Whether "nachmittags", "abends", "pm" follows, or "morgens", "a.m."; None for neither; and the index behind."""
    word = t[i].word
    if word == "pm" or (word == "am" and not t[i + 1].capital and t[i - 1].word not in {"uhr", "h"}):
        return word == "pm", i + 1
    if word in {"p", "a"} and glued(t, i + 1, ".") and t[i + 2].word == "m":
        return word == "p", i + 4 if glued(t, i + 3, ".") else i + 3
    if word in PARTS_OF_DAY and word.endswith("s") and on_line(t, i):
        return word in AFTERNOON, i + 1
    return None, i


def past_noon(clock: Clock) -> Clock:
    """The time in the second half of the day."""
    return replace(clock, hour=clock.hour + 12) if 0 < clock.hour < 12 else clock


def until_evening(word: str) -> bool:
    """Whether a word says afternoon or evening: "Abend", "nachmittags", "Freitagabend"."""
    return word in AFTERNOON or (word in WEEKDAY_PARTS and word.endswith(("abend", "nachmittag")))
