"""Named features of a contact point and a name from the words around: labels, shared numbers, publisher."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import LONGEST_GAP, Item, Kind, Scene

LABEL_REACH = 40  # characters before a number in which its label stands
BRACKET_REACH = 20  # characters between a number and the name in brackets behind it
BRACKET = re.compile(r" ?\([^()\n]{1,40}\)")
OPENING = 100  # characters at the start of a line that say what it is about
LEXICON = "de/contacts.yml"


def words_beside(scene: Scene, start: int, end: int, *, before: bool) -> list[str]:
    """What stands between a name and a number of one line."""
    side = "name-first" if before else "point-first"
    tokens = scene.words_between(start, end) if end - start < LONGEST_GAP else []
    labels = _list("labels")
    strange = sum(token[0].isalpha() and token not in labels for token in tokens)
    return [f"{side}:words-{min(strange, 4)}", f"{side}:{scene.gap(start, end)}"]


def label_features(spoken: Sequence[str]) -> list[str]:
    """What the words before a number on its line label it as: the house's switchboard, a number like any other."""
    found = [] if _list("central").isdisjoint(spoken) else ["label:central"]
    last = next((word for word in reversed(spoken) if word[0].isalpha()), None)
    found.append("label:none" if last is None else "label:known" if last in _list("labels") else "label:other")
    return found


def line_features(scene: Scene, point: Item, spoken: Sequence[str]) -> list[str]:
    """Words for shared numbers before a number, and for the publisher and for contacts at the start of its line."""
    found = [] if _list("shared").isdisjoint(spoken) else ["label:shared"]
    opening = scene.text[point.line.start : min(point.line.end, point.line.start + OPENING)]
    line_words = opening.replace(":", " ").split()[:8]
    if not _list("publisher").isdisjoint(line_words):
        found.append("publisher-line")
    if not _list("contact").isdisjoint(line_words):
        found.append("contact-line")
    return found


def words_before(scene: Scene, point: Item) -> list[str]:
    """The words before a number among which its label stands; none in brackets that belong to the number before it."""
    start = max(point.line.start, point.start - LABEL_REACH)
    previous = scene.point_before(point.start)
    if previous is not None and previous.end > start:
        bracket = BRACKET.match(scene.text, previous.end, point.start)
        start = start if bracket is None else bracket.end()
    return scene.words_between(start, point.start)


def named_behind(scene: Scene, point: Item) -> Item | None:
    """The name in brackets right behind a number: "Tel. 510-122 (Frau Lehnerer)"."""
    following = scene.next_from(Kind.PERSON, point.end)
    if following is None or following.start - point.end > BRACKET_REACH:
        return None
    return following if scene.text[point.end : following.start].lstrip().startswith("(") else None


def house_headings(text: str) -> tuple[int, ...]:
    """Starts of the headings behind which the house speaks, alone on a line or with a colon behind them."""
    return tuple(match.start(1) for match in _house().finditer(text))


@cache
def _house() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[.;!?] ))({'|'.join(map(re.escape, words(LEXICON, 'house')))})(?=:|$)", re.MULTILINE)


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(words(LEXICON, key))
