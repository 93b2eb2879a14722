"""Read holidays and feasts: "Pfingstmontag", "2. Advent 2021", "Mittwoch vor Ostern"."""

from dataclasses import replace
from functools import cache

from pipeline.annotate.dates.counts import MomentRead
from pipeline.annotate.dates.days import year_of_month
from pipeline.annotate.dates.numbers import glued, on_line
from pipeline.annotate.dates.tokens import END, GLUED, Tokens
from pipeline.annotate.dates.words import WEEKDAYS
from pipeline.expressions import Feast, Moment, YearTerm
from pipeline.lexicons import lexicon

NAME = "de/feasts.yml"
# Names of people or places as well: a feast only behind "an", "zu", "am", "zum", "vor", "nach", "bis".
AMBIGUOUS = frozenset({"nikolaus", "martini", "johanni", "georgi", "josefi", "auffahrt", "easter", "christmas"})
SUNDAY = 6
TO_FEASTS = frozenset({"an", "am", "zu", "zum", "vor", "nach", "bis", "ab", "seit", "um"})

SIDES = {"vor": -1, "nach": 1}


@cache
def names() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the (words, key) of every feast that begins with it, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, feast in lexicon(NAME)["feasts"].items():
        for name in feast["names"]:
            words = tuple(token.word for token in Tokens(name, 0, len(name)) if token.kind is not END)
            found.setdefault(words[0], []).append((words, key))
    return {first: tuple(sorted(known, key=lambda item: -len(item[0]))) for first, known in found.items()}


def feast(t: Tokens, i: int) -> MomentRead | None:
    """A feast with its year where one follows."""
    for name, key in _candidates(t[i].word):
        end = _match(t, i, name)
        if end is None or (name[0] in AMBIGUOUS and not (i and t[i - 1].word in TO_FEASTS)):
            continue
        if t[end].word in {"-", "‑"} and t[end].gap is GLUED:
            return None
        year, end = _year(t, end)
        return Moment(Feast(key, year)), end
    return None


def weekday_beside(t: Tokens, i: int) -> MomentRead | None:
    """Reads "Mittwoch vor Ostern", "Dienstag nach dem 1. Advent"."""
    weekday, side = WEEKDAYS.get(t[i].word), SIDES.get(t[i + 1].word)
    at = i + 3 if t[i + 2].word in {"dem", "der"} else i + 2
    if weekday is None or side is None or not on_line(t, i + 1) or not on_line(t, at):
        return None
    named = feast(t, at)
    if named is None or not isinstance(named[0].term, Feast):
        return None
    return replace(named[0], term=replace(named[0].term, weekday=weekday, side=side)), named[1]


@cache
def weekday_of(key: str) -> int | None:
    """The weekday (Monday 0) on which a movable feast always falls; None for a feast with a fixed date."""
    rule = lexicon(NAME)["feasts"][key]
    for moving in ("easter", "advent"):  # both are counted from a Sunday
        if moving in rule:
            return (SUNDAY + int(rule[moving])) % 7
    return SUNDAY if "sunday" in rule else None


def _candidates(word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    known = names()
    return known.get(word) or (known.get(word.removesuffix("es")) or known.get(word.removesuffix("s")) or ())


def _match(t: Tokens, i: int, name: tuple[str, ...]) -> int | None:
    for offset, word in enumerate(name):
        token = t[i + offset]
        if token.word not in {word, word + "s", word + "es"} or (offset and not on_line(t, i + offset)):
            return None
    return i + len(name)


def _year(t: Tokens, i: int) -> tuple[YearTerm, int]:
    """Reads "Ostern 2020", "Jahreswechsel 2021/22"."""
    year, end = year_of_month(t, i)
    second = t[end + 1].word
    if isinstance(year, int) and glued(t, end, "/") and len(second) in {2, 4} and second.isdecimal():
        return year, end + 2 if int(second) % 100 == (year + 1) % 100 else end
    return year, end
