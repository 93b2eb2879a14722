"""What brackets right behind a contact point say whose it is: "-21 (Frau Kern)", "853-0 (Zentrale)"."""

import re
from functools import cache

from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene

BRACKETED = 0.9  # score of a link to the name that the brackets hold
BRACKETED_REASON = ("the name stands in brackets right behind it",)
OPENED = re.compile(r" ?\((?:(?:Frau|Fr\.|Herrn?|Hr\.|Familie) )?")
TITLE_REACH = 30  # characters of titles between the bracket and the name


def bracketed_partner(scene: Scene, point: Item) -> Item | None:
    """The name that brackets right behind a contact point hold, and nothing else beside a title."""
    opened = OPENED.match(scene.text, point.end)
    following = scene.next_from(Kind.PERSON, point.end) if opened is not None else None
    if opened is None or following is None or following.start - opened.end() > TITLE_REACH:
        return None
    between = scene.text[opened.end() : following.start]
    is_title = not between.strip() or (between.endswith(". ") and not set(between) & set("(),;:\n"))
    return following if is_title and scene.text[following.end : following.end + 1] == ")" else None


def is_of_the_house(scene: Scene, point: Item) -> bool:
    """Whether brackets right behind a number call it the switchboard's."""
    return _central().match(scene.text, point.end) is not None


@cache
def _central() -> re.Pattern[str]:
    return re.compile(rf" ?\((?:{'|'.join(map(re.escape, words('de/contacts.yml', 'central')))})\)")
