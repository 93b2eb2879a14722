"""Mailboxes that a page says everybody on it shares: "Gemeinsames Postfach: ...", "Alle erreichen Sie unter ..."."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene

LEXICON = "de/contacts.yml"
SHARED = 0.7  # score of a link to a mailbox of all
SHARED_REASON = ("the page says that all of them share this mailbox",)
MOST_MAILBOXES, MOST_PEOPLE = 3, 300
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


def _is_for_all(scene: Scene, point: Item) -> bool:
    line = point.line
    said = scene.text[max(line.start, point.start - REACH) : point.start].lower()
    return _cue().search(said) is not None and not scene.on_line(Kind.PERSON, line)


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(cue) for cue in words(LEXICON, 'of_all'))})")
