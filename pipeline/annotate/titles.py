"""Find academic and church titles: before a name, or behind it and a comma."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

LEXICON = "de/titles.yml"
DIPLOMA = r"Dipl\.(?:-[A-ZÄÖÜ][A-Za-zäöü.-]{0,24}| [A-ZÄÖÜ][a-zäöü]{1,12}\.?)"
SPACE = "[ \u00a0]?"
STOP = re.compile(r"\\\.(?=.)")  # an escaped full stop inside a pattern
# Before a name nothing but forms of address and church ranks may follow a title.
NEAR = 14
BETWEEN = re.compile(r"[ \u00a0\n]{1,2}(?:(?:Frau|Herrn?|Sr\.|P\.)[ \u00a0])?")


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """TITLE mentions in text order: only beside a person, none overlaps a mention in ``taken``."""
    people = sorted((mention.start, mention.end) for mention in taken if mention.label is Label.PER)
    starts, ends = [start for start, _ in people], [end for _, end in people]
    found: list[Mention] = []
    for match in _leading().finditer(document.text):
        index = bisect_left(starts, match.end())
        near = index < len(starts) and starts[index] - match.end() <= NEAR
        if near and BETWEEN.fullmatch(document.text, match.end(), starts[index]) is not None:
            found.append(_mention(match, "titles:before-name"))
    for match in _trailing().finditer(document.text):
        index = bisect_left(ends, match.start()) - (match.start() not in ends)
        if 0 <= index < len(ends) and ends[index] == match.start():
            found.append(_mention(match, "titles:behind-name"))
    occupied = Occupied(taken)
    free = (title for title in found if not occupied.overlaps(title.start, title.end))
    return sorted(free, key=lambda title: title.start)


def title_end(text: str, start: int) -> int | None:
    """Where the title ends that begins at an offset; None where none does.

    >>> title_end("Dipl.-Ing. Uwe Lang", 0)
    10
    """
    match = _leading().match(text, start)
    return match.end("title") if match is not None else None


def _mention(match: re.Match[str], rule: str) -> Mention:
    return Mention(Label.TITLE, match.start("title"), match.end("title"), match["title"], 0.98, rule)


def _alternatives(key: str) -> str:
    """The words of one list as a pattern, longest first; a space after a full stop may be missing."""
    ordered = sorted(words(LEXICON, key), key=len, reverse=True)
    return "|".join(STOP.sub(rf"\\.{SPACE}", re.escape(word).replace(r"\ ", "")) for word in ordered)


@cache
def _leading() -> re.Pattern[str]:
    first = rf"(?:{_alternatives('leading')}|DR\.|PROF\.|{DIPLOMA})"
    more = rf"(?:{first}|{_alternatives('specifications')})"
    return re.compile(rf"(?<![\w.-])(?P<title>{first}(?:(?:[ \u00a0]|(?<=\.)){more}(?![\wäöü])){{0,6}})(?=[ \u00a0\n])")


@cache
def _trailing() -> re.Pattern[str]:
    specified = rf"(?:[Ll]ic\.|Dr\.|Mag\.|Ass\.|Ing\.)(?: ?(?:{_alternatives('specifications')})){{0,3}}"
    degree = rf"(?:{_alternatives('trailing')}|{DIPLOMA}|{specified})"
    return re.compile(rf",?[ \u00a0](?P<title>{degree}(?:[ \u00a0]\((?:FH|BA|TU|Univ\.)\))?)(?![\w.])")
