"""What a date expression may be resolved from."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from pipeline.values import DateBasis


class Direction(Enum):
    """Which of several candidates is meant."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"
    SAME_YEAR = "same year"  # narratives: the year that was named last


@dataclass(frozen=True, slots=True)
class Tense:
    """The direction a sentence looks in; a candidate against it seems ``against`` times further away than it is."""

    direction: Direction
    against: int


BEHIND = Tense(Direction.FUTURE, 400)  # the end of a range comes after its beginning


@dataclass(frozen=True, slots=True)
class Reference:
    """A day to count from, and what it is."""

    day: date
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression may be resolved from; None where the document does not say.

    Attributes:
        now: the document's own date, or in narratives the date named last.
        text: the date named last, for "am Tag darauf" and "jenes Jahres".
    """

    now: Reference | None = None
    text: Reference | None = None
    tense: Tense = Tense(Direction.NEAREST, 1)
