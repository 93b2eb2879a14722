"""Named features of a contact point and a name from the words around: labels, shared numbers, publisher."""

import re
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene

LABEL_REACH = 40  # characters before a number in which its label stands
OPENING = 100  # characters at the start of a line that say what it is about
LEXICON = "de/contacts.yml"


def word_features(scene: Scene, point: Item, start: int, end: int, *, before: bool, lines: int) -> list[str]:
    """Language cues: labels between name and number, words for central and shared numbers, the publisher's line."""
    found = []
    tokens = scene.words_between(start, end) if end - start < 300 else []
    if not lines and tokens is not None:
        strange = [token for token in tokens if token[0].isalpha() and token not in _list("labels")]
        found.append(f"{'name' if before else 'point'}-first:words-{min(len(strange), 4)}")
        found.append(f"{'name' if before else 'point'}-first:{scene.gap(start, end)}")
    spoken = scene.words_between(max(point.line.start, point.start - LABEL_REACH), point.start)
    label = set(spoken)
    if label & _list("central"):
        found.append("label:central")
    last = [word for word in spoken if word[0].isalpha()]
    found.append("label:none" if not last else "label:known" if last[-1] in _list("labels") else "label:other")
    named = _named_behind(scene, point)
    if named is not None and (before or named.start != end):
        found.append("other-name-in-brackets")
    if label & _list("shared"):
        found.append("label:shared")
    opening = scene.text[point.line.start : min(point.line.end, point.line.start + OPENING)]
    line_words = set(opening.replace(":", " ").split()[:8])
    if line_words & _list("publisher"):
        found.append("publisher-line")
    if line_words & _list("contact"):
        found.append("contact-line")
    return found


def _named_behind(scene: Scene, point: Item) -> Item | None:
    """The name in brackets right behind a number: "Tel. 510-122 (Frau Lehnerer)"."""
    following = scene.after(Kind.PERSON, point.end, 1)
    if not following or following[0].start - point.end > 20:
        return None
    return following[0] if scene.text[point.end : following[0].start].lstrip().startswith("(") else None


def house_headings(text: str) -> tuple[int, ...]:
    """Starts of the headings behind which the house speaks, alone on a line or with a colon behind them."""
    return tuple(match.start(1) for match in _house().finditer(text))


@cache
def _house() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[.;!?] ))({'|'.join(map(re.escape, words(LEXICON, 'house')))})(?=:|$)", re.MULTILINE)


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(words(LEXICON, key))
