"""Sentences that only a site says to its visitor: about cookies and embedded content, below mails, in share bars."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from pipeline.clean.phrases import LEXICON, words_of
from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon

GAP = 8  # words that may stand between two parts of a pattern
HEAD = 600  # characters of a unit that are looked at
QUOTATION = re.compile(r"[„\"»‚][^„“”\"»«‘]{25,400}(?:[“”\"»«‘]|$)")

VISITOR = re.compile(
    r"\b(?:[wW]ir|[uU]ns(?:er\w{0,2})?|Ihre?[nmrs]?|Ihnen|Sie|[dD]eine?[nmrs]?|[dD]ir|[dD]u|[bB]itte|[wW]e|[yY]our?"
    r"|[dD]iese[rsn]? (?:Web|Internet)?[sS]ite|[dD]iese[rsn]? (?:Web|Internet)?[sS]eite)\b"
    r"|\b(?:laden|anzeigen|abspielen|aktivieren)\?"
)

INDEXED = 3  # letters of a word's beginning by which patterns are found
LINES = 256  # texts whose kind is kept: a line is asked about more than once

Pattern = tuple[tuple[str, ...], ...]


@cache
def _patterns() -> Mapping[str, tuple[Pattern, ...]]:
    """Kind -> patterns, the foremost kind first; a pattern is a sequence of alternatives of word beginnings.

    Raises:
        LexiconError: the section is missing or holds something else than lists of strings.
    """
    section = lexicon(LEXICON).get("speech")
    if not isinstance(section, dict) or not all(isinstance(listed, list) for listed in section.values()):
        raise LexiconError(f"lexicon resources/{LEXICON}: 'speech' must map kinds to lists of patterns")
    return {
        kind: tuple(tuple(tuple(part.split("|")) for part in str(line).casefold().split()) for line in listed)
        for kind, listed in section.items()
    }


@cache
def _openings() -> Mapping[str, tuple[tuple[int, Pattern], ...]]:
    """First letters of a word -> the patterns that may begin there, each with the rank of its kind."""
    openings: dict[str, list[tuple[int, Pattern]]] = {}
    for rank, patterns in enumerate(_patterns().values()):
        for pattern in patterns:
            for letters in {beginning[:INDEXED] for beginning in pattern[0]}:
                openings.setdefault(letters, []).append((rank, pattern))
    return {letters: tuple(listed) for letters, listed in openings.items()}


@lru_cache(maxsize=LINES)
def speech_kind(text: str) -> str:
    """The kind of furniture that speaks in a text, "" where none does; what is quoted does not count."""
    words = words_of(QUOTATION.sub(" ", text[:HEAD]))
    spoken = {rank for start, word in enumerate(words) for rank in _spoken(words, start, word)}
    return tuple(_patterns())[min(spoken)] if spoken else ""


def addressed_to_visitor(text: str) -> bool:
    """Whether a text says "we", "you" or "this page", as reports hardly do outside quotations."""
    return VISITOR.search(QUOTATION.sub(" ", text[:HEAD])) is not None


def _spoken(words: Sequence[str], start: int, word: str) -> Iterator[int]:
    """Ranks of the patterns whose parts occur from a word on, each at most ``GAP`` words behind the one before."""
    openings = _openings()
    for length in range(1, INDEXED + 1):
        for rank, pattern in openings.get(word[:length], ()):
            if word.startswith(pattern[0]) and _follows(words, start + 1, pattern[1:]):
                yield rank


def _follows(words: Sequence[str], position: int, parts: Pattern) -> bool:
    for part in parts:
        found = next((n for n in range(position, min(position + GAP, len(words))) if words[n].startswith(part)), None)
        if found is None:
            return False
        position = found + 1
    return True
