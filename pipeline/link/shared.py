"""Contact points that a page says several share: "Gemeinsames Postfach: ...", "Mia Hell, Jo Ott: beide 06241 853-1"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene

LEXICON = "de/contacts.yml"
SHARED = 0.7  # score of a link to a mailbox of all
SHARED_REASON = ("the page says that all of them share this mailbox",)
MOST_MAILBOXES, MOST_PEOPLE = 3, 300
OF_BOTH_REASON = ("the page says that both have it",)
BOTH = re.compile(r"\b[Bb]eiden?\b")
FOR_BOTH = re.compile(r" ?\(?(?:für |gilt für )?beide\b")
BOTH_REACH = 100  # characters between the second name and what both have
REACH = 80  # characters before a mailbox in which its line says whose it is


def shared_mailboxes(scene: Scene, owners: Iterable[tuple[Item, int]]) -> Iterator[tuple[Item, int]]:
    """A mailbox of all with each person of the lists and cards above it who has none of their own.

    Args:
        scene: the page.
        owners: the contact points that are given to people already.
    """
    mailboxes = [point for point in scene.of(Kind.EMAIL) if _is_for_all(scene, point)][:MOST_MAILBOXES]
    if not mailboxes:
        return
    served = {person for point, person in owners if point.kind is Kind.EMAIL}
    for point in mailboxes:
        listed = (item for item in scene.before(Kind.PERSON, point.start, MOST_PEOPLE) if not item.line.prose)
        for person in dict.fromkeys(item.entity for item in listed):
            if person not in served:
                served.add(person)
                yield point, person


def points_of_both(scene: Scene) -> Iterator[tuple[Item, int]]:
    """A number or mailbox that "beide" stands before or behind, with each of the two people named last above it."""
    if BOTH.search(scene.text) is None:
        return
    for kind in (Kind.PHONE, Kind.FAX, Kind.EMAIL):
        done = 0
        for point in scene.of(kind):
            names = scene.before(Kind.PERSON, point.start, 2)
            if len(names) == 2 and _is_for_both(scene, names, point, done):
                yield from ((point, name.entity) for name in names)
            done = point.end


def _is_for_both(scene: Scene, names: Sequence[Item], point: Item, done: int) -> bool:
    second, first = names  # the nearest first
    apart = point.start - second.end > BOTH_REACH or second.line.paragraph != point.line.paragraph
    if apart or first.entity == second.entity or first.line.paragraph != second.line.paragraph:
        return False
    if BOTH.search(scene.text, max(second.end, done), point.start) is not None:
        return True
    return FOR_BOTH.match(scene.text, point.end) is not None


def _is_for_all(scene: Scene, point: Item) -> bool:
    line = point.line
    said = scene.text[max(line.start, point.start - REACH) : point.start].lower()
    return _cue().search(said) is not None and not scene.on_line(Kind.PERSON, line)


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(cue) for cue in words(LEXICON, 'of_all'))})")
