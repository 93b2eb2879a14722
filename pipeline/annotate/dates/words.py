"""The lexicon of dates, in the shapes the grammar reads. Built once a process."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.expressions import Modifier, Unit
from pipeline.lexicons import lexicon, words

NAME = "de/dates.yml"
LONGEST_ABBREVIATION = 3  # letters of "jan"
ENDINGS = ("e", "en", "er", "es", "em", "")


def _numbers(key: str) -> dict[str, int]:
    return {str(word): int(value) for word, value in lexicon(NAME)[key].items()}


def _inflected(stems: Mapping[str, int]) -> dict[str, int]:
    return {stem + ending: value for stem, value in stems.items() for ending in ENDINGS if stem + ending != "gleich"}


def _units() -> dict[str, Unit]:
    return {word: Unit(unit) for unit, forms in lexicon(NAME)["units"].items() for word in forms}


def _compounds(heads: Mapping[str, int], tails: Iterable[str]) -> dict[str, int]:
    return {head + tail: value for head, value in heads.items() for tail in tails}


def _cardinals() -> dict[str, int]:
    """Written numbers up to 99, and hundred."""
    small, tens = _numbers("cardinals"), _numbers("tens")
    composed = {
        f"{one}und{ten}": value + base
        for ten, base in tens.items()
        for one, value in small.items()
        if value < 10 and one not in {"eins", "eine", "einem", "einer", "einen", "eines"}
    }
    return {**small, **tens, **composed, **_numbers("hundred")}


def _ordinals() -> dict[str, int]:
    """Written ordinals up to 31, inflected."""
    irregular = _numbers("irregular_ordinals")
    stems = dict(irregular)
    for word, value in CARDINALS.items():
        if value > 31 or value in irregular.values():
            continue
        stems[word + ("t" if value < 20 else "st")] = value
    return {stem + ending: value for stem, value in stems.items() for ending in ("e", "en", "er", "es", "em")}


class DayOfMonth(NamedTuple):
    """What "Julisonntag" and "Juliwochenende" name: days of one kind in a month."""

    month: int
    weekday: int | None
    unit: Unit


def _month_compounds() -> dict[str, DayOfMonth]:
    """Months before weekdays and "Wochenende", in one word."""
    weekends = [word for word, unit in UNITS.items() if unit is Unit.WEEKEND]
    kinds = {
        **{word: (day, Unit.DAY) for word, day in WEEKDAYS.items()},
        **dict.fromkeys(weekends, (None, Unit.WEEKEND)),
    }
    months = {name: number for name, number in MONTHS.items() if len(name) > LONGEST_ABBREVIATION or name == "mai"}
    return {
        name + word: DayOfMonth(number, day, unit)
        for name, number in months.items()
        for word, (day, unit) in kinds.items()
    }


MONTHS = _numbers("months")
MONTHS_BESIDE_A_DAY = frozenset(words(NAME, "months_beside_a_day_only"))
GERMAN_MONTHS = frozenset(words(NAME, "german_months"))
WEEKDAYS = _numbers("weekdays")
WEEKDAY_ABBREVIATIONS = _numbers("weekday_abbreviations")
WEEKDAY_WORDS = frozenset(words(NAME, "weekday_words"))
PARTS_OF_DAY = frozenset(words(NAME, "parts_of_day"))
WEEKDAY_PARTS = _compounds(
    WEEKDAYS, [part for part in PARTS_OF_DAY if not part.endswith("s") or part.startswith(("früh", "spät"))]
)
AFTERNOON = frozenset(words(NAME, "afternoon"))
RELATIVE_DAYS = _numbers("relative_days")
RELATIVE_DAY_ADJECTIVES = _inflected(_numbers("relative_day_adjectives"))
RELATIVE_ADJECTIVES = _inflected(_numbers("relative_adjectives"))
TEXT_ADJECTIVES = _inflected(_numbers("text_adjectives"))
TEXT_ADVERBS = _numbers("text_adverbs")
YEAR_WORDS = _numbers("year_words")
UNITS = _units()
MONTH_COMPOUNDS = _month_compounds()
SEASONS = _numbers("seasons")
TERMS: Mapping[str, str] = {word: kind for kind, forms in lexicon(NAME)["terms"].items() for word in forms}
TERM_HEADS = frozenset(word.removesuffix("jahr") for word in TERMS if word.endswith("jahr"))  # of "Kita-Jahr"
SPANNING = frozenset(words(NAME, "spanning"))
SEASON_EDGES = _numbers("season_edges")
TEXT_DAYS = _numbers("text_days")
MODIFIERS = {word: Modifier(value) for word, value in lexicon(NAME)["modifiers"].items()}
MONTH_EDGES = {word: Modifier(value) for word, value in lexicon(NAME)["month_edges"].items()}
YEAR_EDGES = {word: Modifier(value) for word, value in lexicon(NAME)["year_edges"].items()}
CARDINALS = _cardinals()
ORDINALS = _ordinals()
TENS = {f"{word}{ending}": value for word, value in _numbers("tens").items() for ending in ("er", "ern")}
DATE_PREPOSITIONS = frozenset(words(NAME, "date_prepositions"))
NUMBERED = frozenset(words(NAME, "numbered"))
AMOUNTS = frozenset(words(NAME, "amounts"))
SECTIONS = frozenset(words(NAME, "sections"))
APPROXIMATELY = frozenset(words(NAME, "approximately"))
WEEKLY = frozenset(words(NAME, "weekly"))
HABITS = frozenset(words(NAME, "habits"))
TODAY_PREPOSITIONS = frozenset(words(NAME, "today_prepositions"))
TODAY_AUXILIARIES = frozenset(words(NAME, "today_auxiliaries"))
TODAY_OPENERS = frozenset(words(NAME, "today_openers"))
YEAR_PREPOSITIONS = frozenset(words(NAME, "year_prepositions"))
WEEKDAY_DETERMINERS = frozenset(words(NAME, "weekday_determiners"))
SEASON_DETERMINERS = frozenset(words(NAME, "season_determiners"))
WEEKEND_DETERMINERS = frozenset(words(NAME, "weekend_determiners"))
BEGINNINGS = frozenset(words(NAME, "beginnings"))
CLUB_ABBREVIATIONS = words(NAME, "club_abbreviations")
CLUB_BEGINNINGS = words(NAME, "club_beginnings")
CLUB_ENDINGS = words(NAME, "club_endings")
