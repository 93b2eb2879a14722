"""Where an expression may begin: the cheap test before the grammar is tried."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from pipeline.annotate.dates import words
from pipeline.annotate.dates.clocks import LINKS
from pipeline.annotate.dates.day_lists import LIST_JOINTS
from pipeline.annotate.dates.days import ARTICLES, day_moment
from pipeline.annotate.dates.feasts import names
from pipeline.annotate.dates.moments import WORD_READERS
from pipeline.annotate.dates.numbers import ORDINAL_SUFFIXES
from pipeline.annotate.dates.periods import MOST_PARTS, ROMAN
from pipeline.annotate.dates.tokens import END, GLUED, LONGEST_KNOWN, NUMBER, WORD, Tokens, tokens_in
from pipeline.annotate.dates.weekday_spans import JOINTS
from pipeline.lexicons import KNOWN_WORDS

LONGEST_NUMBER = 4
JOINING_SIGNS = frozenset(".,:-/_#+=")

_WORDS = frozenset().union(
    words.MONTHS,
    words.WEEKDAYS,
    words.WEEKDAY_ABBREVIATIONS,
    words.WEEKDAY_PARTS,
    words.RELATIVE_DAYS,
    words.RELATIVE_DAY_ADJECTIVES,
    words.YEAR_WORDS,
    words.YEAR_EDGES,
    words.SEASONS,
    words.TERMS,
    words.MODIFIERS,
    words.TENS,
    (ten + ending for ten in words.TENS for ending in ("jahre", "jahren")),
    names(),
    (name + "s" for name in names()),
    words.SEASON_EDGES,
    words.TEXT_DAYS,
    words.MONTH_EDGES,
    {"nacht", "q", "kw", "kalenderwoche", "kalenderwochen", "morgen", "ganze", "ganzen", "ganzes"},
)
_CALENDAR_WORDS = frozenset().union(
    words.UNITS, words.WEEKDAYS, words.WEEKDAY_PARTS, words.MONTHS, words.SEASONS, words.PARTS_OF_DAY,
    words.MONTH_COMPOUNDS,
)  # fmt: skip
_COUNTS = frozenset().union(words.CARDINALS)
# Common words that begin an expression only before certain others.
_BEFORE: dict[str, Collection[str]] = {
    **dict.fromkeys(words.RELATIVE_ADJECTIVES, _CALENDAR_WORDS),
    **dict.fromkeys(words.TEXT_ADJECTIVES, _CALENDAR_WORDS),
    **dict.fromkeys(words.CARDINALS, frozenset({*words.UNITS, "uhr"})),
    **dict.fromkeys(words.ORDINALS, frozenset({*_CALENDAR_WORDS, *words.ORDINALS, "jahreshälfte", "kw"})),
    **dict.fromkeys((*words.UNITS, *words.PARTS_OF_DAY), words.TEXT_ADVERBS),
    **dict.fromkeys(("vor", "in"), _COUNTS | words.APPROXIMATELY | {"mehr", "weniger"}),
    **dict.fromkeys(ROMAN, frozenset({"."})),
    **dict.fromkeys(words.TERM_HEADS, frozenset({"-"})),
    "ab": frozenset({"sofort"}),
}
_ALWAYS = _WORDS | {"wochenende", "wochenendes"}


STARTERS = _ALWAYS | frozenset(_BEFORE)

# Short words that are weekdays only with a capital and before a sign, an article, another weekday or a day.
_ABBREVIATIONS = frozenset(words.WEEKDAY_ABBREVIATIONS) - frozenset().union(
    *(beginnings for beginnings, reader in WORD_READERS if reader is not day_moment), words.MONTHS, words.WEEKDAYS
)
_BEHIND_AN_ABBREVIATION = frozenset().union(JOINTS, ARTICLES, words.ORDINALS, words.MONTHS, {".", ",", "am"})

# A number below 1000 begins an expression only before one of these.
_BEHIND_A_NUMBER = frozenset().union(
    words.MONTHS,
    words.UNITS,
    words.ORDINALS,
    LIST_JOINTS,
    ORDINAL_SUFFIXES,
    LINKS,
    {".", ":", "uhr", "h", "er", "ern", "of", "pm", "am", "p", "a", "kw"},
)
_HINTS = _ALWAYS | _CALENDAR_WORDS | {"sofort"}
_DIGIT = re.compile(r"\d")
_BETWEEN_WORDS = re.compile(r"[\s.,;:!?()\[\]{}„“”\"'‚‘’«»‹›/|*+=<>–—\-…·•_]+")


def may_hold_dates(text: str) -> bool:
    """Whether a text has a digit or a word of the calendar: most lines of a page have neither."""
    if _DIGIT.search(text) is not None:
        return True
    return not _HINTS.isdisjoint(_BETWEEN_WORDS.split(text.lower().replace("\u00ad", "")))


def openers(tokens: Tokens) -> Iterator[int]:
    """The tokens that are a number or one of the words with which expressions begin."""
    before = 0
    for chunk, behind in zip(tokens.chunks, tokens.counts, strict=True):
        for place in _known(chunk) if len(chunk) <= LONGEST_KNOWN else _openers_in(chunk):
            yield before + place
        before = behind


def _openers_in(chunk: str) -> tuple[int, ...]:
    return tuple(i for i, token in enumerate(tokens_in(chunk)) if token.kind is NUMBER or token.word in STARTERS)


_known = lru_cache(maxsize=KNOWN_WORDS)(_openers_in)


def may_start(tokens: Tokens, i: int) -> bool:
    """Whether an expression may begin at token ``i``."""
    token = tokens[i]
    if token.kind is NUMBER:
        length = len(token.word)
        return length == LONGEST_NUMBER or (length < LONGEST_NUMBER and tokens[i + 1].word in _BEHIND_A_NUMBER)
    if token.word in _ABBREVIATIONS:
        following = tokens[i + 1]
        if token.word in words.WEEKDAY_WORDS:
            return token.capital and following.word in {".", ","}
        return token.capital and (following.kind is NUMBER or following.word in _BEHIND_AN_ABBREVIATION)
    if token.word in _ALWAYS:
        return True
    behind = _BEFORE.get(token.word)
    if behind is None:
        return False
    following = tokens[i + 1]
    numbered = token.word not in words.UNITS or words.UNITS[token.word] in MOST_PARTS
    return following.word in behind or (following.kind is NUMBER and numbered)


def continues(tokens: Tokens, i: int) -> bool:
    """Whether a number is the rest of a larger one or of a file number: "3.8.2.", "41187-HA10.3."."""
    token = tokens[i]
    if i == 0 or token.kind is not NUMBER or token.gap is not GLUED:
        return False
    before = tokens[i - 1]
    if before.kind is WORD:
        return i > 1 and before.gap is GLUED and tokens[i - 2].kind is not END
    glued = before.word in JOINING_SIGNS and before.gap is GLUED
    return glued and i > 1 and tokens[i - 2].kind in {NUMBER, WORD}
