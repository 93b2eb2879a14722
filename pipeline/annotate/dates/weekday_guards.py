"""Tell a weekday that is one day from opening hours, habits and lists of weekdays."""

from pipeline.annotate.dates.day_guards import before_token
from pipeline.annotate.dates.day_lists import Found
from pipeline.annotate.dates.numbers import on_line
from pipeline.annotate.dates.tokens import Tokens
from pipeline.annotate.dates.words import HABITS, WEEKDAY_DETERMINERS, WEEKDAYS
from pipeline.expressions import Moment, Weekday

HOURS_REACH = 30  # tokens back to the range of weekdays that makes a line one of opening hours


def weekday_is_date(t: Tokens, found: Found, first: Moment) -> bool:
    """Whether the surroundings allow a weekday to be one day."""
    before = before_token(t, found.start)
    if before.word in HABITS:
        return False
    term = first.term
    if not isinstance(term, Weekday) or term.amount is not None or term.week is not None or term.day is not None:
        return True
    if before.word in WEEKDAYS or _beside_weekdays(t, found):
        return False
    if before.word not in WEEKDAY_DETERMINERS and (first.until is not None or _in_opening_hours(t, found.start)):
        return False
    if first.clock is not None or t[found.start].word not in WEEKDAYS or found.end > found.start + 1:
        return True
    if before.word in {"und", ","} and found.start > 1:
        return _continues_a_list(t, found.start - 2)
    return before.word in WEEKDAY_DETERMINERS


def _continues_a_list(t: Tokens, i: int) -> bool:
    """Such as "für morgen und Freitag", "am Dienstag und Freitag", but not "Mittwoch und Freitag geschlossen"."""
    if t[i].word in {"heute", "morgen", "gestern"}:
        return True
    return t[i].word in WEEKDAYS and before_token(t, i).word in WEEKDAY_DETERMINERS


def _beside_weekdays(t: Tokens, found: Found) -> bool:
    """Such as "Montag bis Freitag", "Montag–Freitag 8–12 Uhr"."""
    after, following = t[found.end], t[found.end + 1]
    if after.word in {"bis", "–", "-", "/"} and (following.word in WEEKDAYS or t[found.end + 2].word in WEEKDAYS):
        return True
    before = before_token(t, found.start)
    return before.word in {"bis", "–", "-", "/"} and found.start > 1 and t[found.start - 2].word in WEEKDAYS


def _in_opening_hours(t: Tokens, i: int) -> bool:
    """Whether the line has listed a range of weekdays: "Montag bis Donnerstag 8 bis 16 Uhr, Freitag bis 14 Uhr"."""
    for k in range(i - 1, max(1, i - HOURS_REACH), -1):
        if not on_line(t, k):
            return False
        if t[k].word in WEEKDAYS and t[k - 1].word in {"bis", "–", "-"} and t[k - 2].word in WEEKDAYS:
            return True
    return False
