"""Rooms beside extensions: "-2711 413", "Zimmer 105 -231"."""

import re

from pipeline.annotate.phones.labels import NAME, alternatives
from pipeline.annotate.phones.numbers import is_room
from pipeline.annotate.phones.runs import HYPHENS, Run, of_groups
from pipeline.lexicons import words

_ROOM = re.compile(rf"(?<!\w)(?:{alternatives(words(NAME, 'room_columns'))}) ?$")
_FLOOR = re.compile(r"(?<!\w)[A-ZÄÖÜ]{1,2} $")  # "EG 3 / -311"
_HYPHEN = re.compile(rf" [{HYPHENS}]$")
_SLASH_AND_HYPHEN = re.compile(rf" / [{HYPHENS}]$")


def behind_room(run: Run, left: str) -> Run | None:
    """The extension alone of "Zimmer 105 -231"; None where no room stands before it."""
    if len(run.groups) < 2:
        return None
    separator, is_room = run.groups[-1].separator, _ROOM.search(left) is not None
    apart = _SLASH_AND_HYPHEN.match(separator) is not None and (is_room or _FLOOR.search(left) is not None)
    beside = _HYPHEN.match(separator) is not None and is_room
    return of_groups(run.groups[-1:]) if apart or beside else None


def without_room(run: Run) -> Run:
    """The extension alone of "-2711 413"."""
    first = run.groups[0]
    if len(run.groups) > 1 and is_room(first, run.groups[1]):
        return of_groups((first,))
    return run
