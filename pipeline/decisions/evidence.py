"""Evidence: the words a decision rests on, with the words around them, so that it survives edits elsewhere in the text.

Offsets change with every edit of a page; words do not. White space is collapsed, since a page's layout may change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.offsets import TextBuilder

CONTEXT = 40  # characters kept on either side of a quote
NEAR = 12  # of them, next to the quote, that may not change: "Fax " for "Tel. " is another fact
UNEVEN_SPACE = re.compile(r"\s{2,}|[^\S ]")

Place = tuple[int, int]
"""Start and end in the text as it is, white space and all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote of a document's cleaned text.

    Attributes:
        quote: the words, every run of white space as one space.
        before: up to `CONTEXT` characters in front of it; fewer, or none, at the beginning of the text.
        after: likewise behind it.
    """

    quote: str
    before: str = ""
    after: str = ""

    @classmethod
    def at(cls, text: str, start: int, end: int) -> "Evidence":
        """The evidence that ``text[start:end]`` is; white space at its edges belongs to the context.

        Raises:
            ValueError: there is nothing but white space.
        """
        quote = text[start:end].strip()
        if not quote:
            raise ValueError(f"nothing is quoted at {start}:{end}")
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(quote)
        return cls(_collapsed(quote), _before(text, start), _after(text, end))


class Quotes:
    """Finds evidence in one text."""

    def __init__(self, text: str) -> None:
        builder = TextBuilder(text)
        position = 0
        for match in UNEVEN_SPACE.finditer(text):
            builder.copy(position, match.start())
            builder.replace(match.start(), match.end(), " ")
            position = match.end()
        builder.copy(position, len(text))
        self._text, self._offsets = builder.build()

    def find(self, evidence: Evidence) -> tuple[Place, ...]:
        """Where the evidence stands; empty where it is gone.

        A quote stands wherever it occurs with all of its context: in several places only where even the context is the
        same. Where no place has all of it, the one place that has most stands if the `NEAR` characters on both sides
        and half of the context are unchanged; of two equally good places neither does.
        """
        evidence = Evidence(*(_collapsed(part) for part in (evidence.quote, evidence.before, evidence.after)))
        places = list(self._occurrences(evidence))
        whole = [start for start, kept in places if kept == len(evidence.before) + len(evidence.after)]
        if not whole and places:
            most = max(kept for _, kept in places)
            best = [start for start, kept in places if kept == most]
            whole = best if len(best) == 1 else []
        return tuple(self._offsets.to_source(start, start + len(evidence.quote)) for start in whole)

    def _occurrences(self, evidence: Evidence) -> Iterator[tuple[int, int]]:
        """Start of every place that may be meant, with the number of context characters kept."""
        start = self._text.find(evidence.quote) if evidence.quote else -1
        while start >= 0:
            kept = self._kept(evidence, start)
            if kept is not None:
                yield start, kept
            start = self._text.find(evidence.quote, start + 1)

    def _kept(self, evidence: Evidence, start: int) -> int | None:
        end = start + len(evidence.quote)
        before = _common(evidence.before[::-1], self._text[max(start - CONTEXT, 0) : start][::-1])
        after = _common(evidence.after, self._text[end : end + CONTEXT])
        near = before >= min(NEAR, len(evidence.before)) and after >= min(NEAR, len(evidence.after))
        half = 2 * (before + after) >= len(evidence.before) + len(evidence.after)
        return before + after if near and half and not self._cuts_a_word(evidence, start, end) else None

    def _cuts_a_word(self, evidence: Evidence, start: int, end: int) -> bool:
        """Whether a quote that stood at the text's edge, without context, is now part of a longer word."""
        left = not evidence.before and start > 0 and self._text[start - 1 : start + 1].isalnum()
        right = not evidence.after and self._text[end - 1 : end + 1].isalnum() and end < len(self._text)
        return left or right


def _collapsed(text: str) -> str:
    return UNEVEN_SPACE.sub(" ", text)


def _before(text: str, start: int) -> str:
    """Context in front, taking in more of the text until white space is collapsed and there is enough."""
    reach = CONTEXT
    while True:
        cut = max(start - reach, 0)
        while cut > 0 and text[cut].isspace() and text[cut - 1].isspace():
            cut -= 1  # a run that is cut in two would count twice
        context = _collapsed(text[cut:start])
        if cut == 0 or len(context) >= CONTEXT:
            return context[-CONTEXT:]
        reach = 2 * (start - cut)


def _after(text: str, end: int) -> str:
    reach = CONTEXT
    while True:
        context = _collapsed(text[end : end + reach])
        if end + reach >= len(text) or len(context) > CONTEXT:
            return context[:CONTEXT]
        reach *= 2


def _common(left: str, right: str) -> int:
    """Length of the common beginning."""
    for length, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return length
    return min(len(left), len(right))
