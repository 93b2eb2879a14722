"""A decision whose words are gone, beside the place of today's text that is most like them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from pipeline.decisions import Decision
from pipeline.decisions.evidence import CONTEXT

WORD = re.compile(r"\w+|[^\w\s]")
ENOUGH = 1 / 3  # of the words must be there, else the passage is said to be gone
LONGEST = 200  # words of the old passage that are compared


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that both sides share, or that one side alone has."""

    kind: Literal["same", "old", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old and new wording; ``new`` is empty where nothing like it is left."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]


def compared(decision: Decision, text: str) -> Comparison:
    """The first quote of a decision, in its context, against the text as it is now."""
    if not decision.evidence:
        return Comparison((), ())
    quote = decision.evidence[0]
    before, after = quote.before, quote.after
    if len(before) >= CONTEXT:  # a word that the context cuts in two would count as changed
        before = before.partition(" ")[2]
    if len(after) >= CONTEXT:
        after = after.rpartition(" ")[0]
    then = f"{before}{quote.quote}{after}"
    passage = nearest(then, text)
    if passage is None:
        return Comparison((Part("same", before), Part("old", quote.quote), Part("same", after)), ())
    return _parts(then, passage)


def nearest(passage: str, text: str) -> str | None:
    """The piece of a text that shares most words with a passage, as long as it is; None where it shares too few."""
    wanted = Counter(match.group().casefold() for match in WORD.finditer(passage))
    size = min(wanted.total(), LONGEST)
    words = [(match.start(), match.end(), match.group().casefold()) for match in WORD.finditer(text)]
    if not words or not size:
        return None
    missing, hits, best, best_at = wanted.copy(), 0, 0, 0
    for number, (_, _, word) in enumerate(words):
        if word in wanted:
            hits += missing[word] > 0
            missing[word] -= 1
        if number >= size and (leaving := words[number - size][2]) in wanted:
            missing[leaving] += 1
            hits -= missing[leaving] > 0
        if hits > best:
            best, best_at = hits, number
    if best < ENOUGH * size:
        return None
    return text[words[max(best_at - size + 1, 0)][0] : words[best_at][1]]


def _parts(then: str, now: str) -> Comparison:
    before, after = _words(then), _words(now)
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    old, new = list[Part](), list[Part]()
    for op, a, b, c, d in matcher.get_opcodes():
        old += _part("same" if op == "equal" else "old", before[a:b])
        new += _part("same" if op == "equal" else "new", after[c:d])
    return Comparison(tuple(old), tuple(new))


def _words(text: str) -> list[str]:
    """The words, each with the white space in front of it."""
    ends = [0, *(match.end() for match in WORD.finditer(text))]
    return [text[start:end] for start, end in pairwise(ends)]


def _part(kind: Literal["same", "old", "new"], words: list[str]) -> Iterator[Part]:
    if words:
        yield Part(kind, "".join(words))
