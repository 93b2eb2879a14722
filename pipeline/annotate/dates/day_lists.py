"""Read lists of days that share their month: "3. bis 5. Mai", "23., 24. und 25. Januar", and what joins two moments."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.annotate.dates.days import day, with_weekday
from pipeline.annotate.dates.moments import with_clock
from pipeline.annotate.dates.numbers import digits, glued, on_line, ordinal
from pipeline.annotate.dates.tokens import GLUED, NUMBER, WORD, Tokens
from pipeline.annotate.dates.words import WEEKDAY_ABBREVIATIONS, WEEKDAYS
from pipeline.expressions import DateExpression, Day, Moment

DASHES = frozenset("–-—‑")
JOINTS = frozenset({"und", "/", "&", "+"})
SEPARATORS = frozenset({",", "sowie", "oder", "bzw"})
LIST_JOINTS = DASHES | JOINTS | SEPARATORS | {"bis", "auf", "zum", "u"}
LIST_OPENERS = frozenset({"nacht", *WEEKDAYS, *WEEKDAY_ABBREVIATIONS})
MOST_DAYS = 16  # elements of one list


class Found(NamedTuple):
    """An expression and the tokens it spans."""

    start: int
    end: int
    expression: DateExpression


class _Element(NamedTuple):
    """A day of a list; ``joint`` is what stands before it."""

    start: int
    end: int
    day: Day
    joint: str


def may_open_list(t: Tokens, i: int) -> bool:
    """Whether a list of days may begin here: a number that something joins to the next one, a weekday, a night."""
    if t[i].kind is not NUMBER:
        return t[i].word in LIST_OPENERS
    suffixed = t[i + 1].gap is GLUED and t[i + 1].kind is WORD
    behind = t[i + 2] if suffixed or t[i + 1].word == "." else t[i + 1]
    return behind.word in LIST_JOINTS


def joint_at(t: Tokens, i: int) -> tuple[int, str | None]:
    """What joins two moments at token ``i``: (index behind, "bis", "–", "und", ...); None where nothing does."""
    at = i + 1 if t[i].word == "," and t[i + 1].word == "bis" else i
    word = t[at].word
    if not on_line(t, at):
        return i, None
    if word == "bis":
        at += 1
        at = at + 1 if t[at].word in {"einschließlich", "einschl", "inklusive", "inkl"} else at
        at = at + 1 if glued(t, at, ".") else at
        return at + 1 if t[at].word in {"zum", "zur", "am", "in", "den", "im"} else at, "bis"
    if word == "/" and t[at].gap is GLUED and len(t[at + 1].word) == 4 and t[at + 1].gap is GLUED:
        return at + 1, "bis"  # an interval of ISO 8601
    if word in {"to", "until"}:
        return at + 1, "bis"
    if word in {"auf", "zum"}:
        return at + 2 if t[at + 1].word == "den" else at + 1, "auf"
    if word in DASHES:
        return at + 1, "–"
    if word == "u" and glued(t, at + 1, "."):
        return at + 2, "und"
    if word in JOINTS:
        return at + 2 if t[at + 1].word in {"dem", "den", "am"} else at + 1, "und"
    return i, None


def stands_between(t: Tokens, i: int) -> bool:
    """Whether "zwischen" stands before token ``i``."""
    return any(t[k].word == "zwischen" for k in range(max(0, i - 2), i))


def day_list(t: Tokens, i: int) -> list[Found]:
    """Reads "3. bis 5. Mai", "23., 24. und 25. Januar", "28./29. September", "Nacht vom 14. auf den 15. Juli"."""
    begin = i
    in_night = t[i].word == "nacht" and t[i + 1].word == "vom"
    i = i + 2 if in_night else i
    elements: list[_Element] = []
    joint = ""
    while len(elements) < MOST_DAYS:
        full = _full_day(t, i)
        if full is not None:
            elements.append(_Element(i, full[1], full[0], joint))
            break
        partial = _partial_day(t, i)
        if partial is None:
            return []
        behind, next_joint = _list_joint(t, partial[1])
        if next_joint is None:
            return []
        elements.append(_Element(i, partial[1], partial[0], joint))
        i, joint = behind, next_joint
    if len(elements) < 2 or len(elements) == MOST_DAYS:
        return []
    return _grouped(t, begin if in_night else elements[0].start, _shared(elements))


def _full_day(t: Tokens, i: int) -> tuple[Day, int] | None:
    found = with_weekday(t, i) or day(t, i)
    return found if found is not None and found[0].month is not None else None


def _partial_day(t: Tokens, i: int) -> tuple[Day, int] | None:
    """Reads "5.", "Samstag, 5.": a day whose month stands further on."""
    weekday, at = _weekday_before(t, i)
    number = ordinal(t, at) if t[at].kind is NUMBER else None
    if number is not None:
        return Day(number[0], weekday=weekday), number[1]
    bare = digits(t, at, 1, 31)
    if bare is None or t[at + 1].word not in DASHES | {"/", "bis", "auf", "und", "u"}:
        return None
    return Day(bare, weekday=weekday), at + 1


def _weekday_before(t: Tokens, i: int) -> tuple[int | None, int]:
    weekday = WEEKDAYS.get(t[i].word)
    at = i + 1
    if weekday is None and t[i].capital:
        weekday = WEEKDAY_ABBREVIATIONS.get(t[i].word)
        at = at + 1 if weekday is not None and glued(t, at, ".") else at
    if weekday is None:
        return None, i
    at = at + 1 if t[at].word == "," else at
    return weekday, at + 1 if t[at].word in {"dem", "den", "der"} else at


def _list_joint(t: Tokens, i: int) -> tuple[int, str | None]:
    word, following = t[i].word, t[i + 1].word
    if not on_line(t, i):
        return i, None
    if word == "," and following == "bis":
        return _list_joint(t, i + 1)
    if word == "auf" and following == "den":
        return i + 2, "auf"
    if word in {"zum", "auf"}:
        return i + 1, "auf"
    if word == "," and following in {"und", "sowie", "oder"}:
        return i + 2, ","
    if word in SEPARATORS:
        return i + 2 if word == "bzw" and glued(t, i + 1, ".") else i + 1, ","
    at, joint = joint_at(t, i)
    if joint == "und" and t[at].word == "vom":  # "vom 12. bis 14. und vom 19. bis 21. Mai"
        at += 1
    return (at, joint) if joint is None or on_line(t, at) else (i, None)


def _shared(elements: Sequence[_Element]) -> list[_Element]:
    """The days with the month and year of the last one; a day that would come after it is of the month before."""
    last = elements[-1].day
    completed = [e._replace(day=replace(e.day, month=last.month, year=last.year)) for e in elements[:-1]]
    return [*completed, elements[-1]]


def _grouped(t: Tokens, start: int, elements: Sequence[_Element]) -> list[Found]:
    """Ranges stay together, and so do two days that follow each other; all others are mentions of their own."""
    pair = len(elements) == 2 and (_pair_is_range(elements[0], elements[1]) or stands_between(t, start))
    if pair:
        return [_ranged(t, start, elements[0], elements[1])]
    found: list[Found] = []
    rest = list(elements)
    while rest:
        head = rest.pop(0)
        if rest and rest[0].joint in {"bis", "–", "auf"}:
            found.append(_ranged(t, head.start, head, rest.pop(0)))
        else:
            moment_read = with_clock(t, Moment(head.day), head.end)
            found.append(Found(head.start, moment_read[1], DateExpression(moment_read[0])))
    return found


def _pair_is_range(first: _Element, last: _Element) -> bool:
    if last.joint in {"bis", "–", "auf"}:
        return True
    return last.joint == "und" and last.day.day == first.day.day + 1


def _ranged(t: Tokens, start: int, first: _Element, last: _Element) -> Found:
    final, end = with_clock(t, Moment(last.day), last.end)
    if final.until is not None:
        final, end = Moment(last.day), last.end
    return Found(start, end, DateExpression(Moment(first.day), final))
