"""Rooms beside extensions: "-2711 413", "Zimmer 105 -231"."""

import re

from pipeline.annotate.phones.labels import NAME, alternatives
from pipeline.annotate.phones.numbers import is_room
from pipeline.annotate.phones.runs import HYPHENS, Run, of_groups
from pipeline.lexicons import words

_ROOM = re.compile(rf"(?<!\w)(?:{alternatives(words(NAME, 'room_columns'))}) ?$")
_HYPHEN = re.compile(rf" [{HYPHENS}]$")


def behind_room(run: Run, left: str) -> Run | None:
    """The extension alone of "Zimmer 105 -231"; None where no room stands before it."""
    if len(run.groups) < 2 or _HYPHEN.match(run.groups[-1].separator) is None or _ROOM.search(left) is None:
        return None
    return of_groups(run.groups[-1:])


def without_room(run: Run) -> Run:
    """The extension alone of "-2711 413"."""
    first = run.groups[0]
    if len(run.groups) > 1 and is_room(first, run.groups[1]):
        return of_groups((first,))
    return run
