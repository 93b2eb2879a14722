"""Evidence words of page furniture: which phrase lists a line touches, and which of its items are menu entries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon

LEXICON = "de/junk.yml"
WORD = re.compile(r"[^\W_]+|[©€]")
SEPARATOR = re.compile(r"\s{0,9}[|·•●▪/>»›→‹«←↑▲▼◄►▶–—\t\n∙⌂☰…]{1,9}\s{0,9}|\s-\s| {2,}")
# Found wherever `SEPARATOR` is, and much faster: it begins with a class of characters.
DIVIDED = re.compile(r"[|·•●▪/>»›→‹«←↑▲▼◄►▶–—∙⌂☰…\s](?:(?<!\s)|(?<=[\t\n])|(?=-\s)|(?<= )(?= ))")
COUNT = re.compile(r"^\d{1,6} |\s{0,3}\(?\d{1,9}\)?[:*]?$|[:!.]{1,3}$")
COUNT_LENGTH = 40  # characters, more than `COUNT` ever takes off an item


@dataclass(frozen=True, slots=True)
class Phrases:
    """The compiled lexicon.

    Attributes:
        starts: first word -> the (words, kinds) that begin with it, longest first.
        items: a whole item, case-folded -> the kinds that list it.
        longest: characters of the longest item.
    """

    starts: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    items: Mapping[str, tuple[str, ...]]
    longest: int


@cache
def phrases() -> Phrases:
    """The lexicon, compiled once a process.

    Raises:
        LexiconError: a list is missing or holds something else than strings.
    """
    by_words: dict[tuple[str, ...], set[str]] = {}
    for kind, listed in _section("phrases").items():
        for phrase in listed:
            by_words.setdefault(tuple(WORD.findall(phrase.casefold())), set()).add(kind)
    by_words.pop((), None)
    starts: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words, kinds in sorted(by_words.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        starts.setdefault(words[0], []).append((words, tuple(sorted(kinds))))
    items: dict[str, set[str]] = {}
    for kind, listed in _section("items").items():
        for item in listed:
            items.setdefault(item.casefold(), set()).add(kind)
    return Phrases(
        {word: tuple(listed) for word, listed in starts.items()},
        {item: tuple(sorted(kinds)) for item, kinds in items.items()},
        max(map(len, items), default=0),
    )


@cache
def pictured_words() -> frozenset[str]:
    """Nouns for people and things that a description of a picture begins with, case-folded.

    Raises:
        LexiconError: the list is missing or holds something else than strings.
    """
    listed = lexicon(LEXICON).get("pictured")
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise LexiconError(f"lexicon resources/{LEXICON}: 'pictured' must be a list of strings")
    return frozenset(word.casefold() for word in listed)


@cache
def _section(name: str) -> Mapping[str, list[str]]:
    section = lexicon(LEXICON).get(name)
    if not isinstance(section, dict):
        raise LexiconError(f"lexicon resources/{LEXICON}: {name!r} must map kinds to lists")
    for kind, listed in section.items():
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise LexiconError(
                f"lexicon resources/{LEXICON}: {name}.{kind} must be a list of strings (quote yes, no, on)"
            )
    return section


def words_of(text: str) -> list[str]:
    """The words of a text, case-folded."""
    return WORD.findall(text.casefold())


def phrase_kinds(words: list[str]) -> dict[str, int]:
    """How many phrases of each kind the words hold."""
    starts = phrases().starts
    counts: dict[str, int] = {}
    for index, word in [(index, word) for index, word in enumerate(words) if word in starts]:
        for phrase, kinds in starts[word]:
            if len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase:
                for kind in kinds:
                    counts[kind] = counts.get(kind, 0) + 1
    return counts


def items_of(line: str) -> list[str]:
    """The items of a line, as split at pipes, bullets, arrows and wide gaps."""
    parts = [line] if DIVIDED.search(line) is None else SEPARATOR.split(line)
    return [item for part in parts if (item := part.strip())]


def item_kinds(items: list[str]) -> dict[str, int]:
    """How many items of each kind there are; an item of several kinds counts for each."""
    known = phrases().items
    longest = phrases().longest + COUNT_LENGTH
    counts: dict[str, int] = {}
    for item in items:
        folded = item.casefold()
        if len(folded) > longest:
            continue
        for kind in known.get(folded) or known.get(COUNT.sub("", folded), ()):
            counts[kind] = counts.get(kind, 0) + 1
    return counts


@lru_cache(maxsize=8192)
def class_kinds(word: str) -> tuple[str, ...]:
    """The kinds of element that a word of a class or id speaks of; cached, since pages share their vocabulary."""
    if _any_class_part().search(word) is None:
        return ()
    return tuple(
        kind
        for kind, parts in _section("classes").items()
        if any(word.startswith(part) if len(part) < 5 else part in word for part in parts)
    )


@cache
def _any_class_part() -> re.Pattern[str]:
    """What any of the kinds is told by; most words hold none of it."""
    parts = {part for listed in _section("classes").values() for part in listed}
    return re.compile("|".join(f"^{re.escape(part)}" if len(part) < 5 else re.escape(part) for part in sorted(parts)))
