"""Choose the year that is not printed: the candidate nearest to the anchor, with regard to the tense."""

from collections.abc import Callable, Iterable
from datetime import date

from pipeline.expressions import Anchor, YearTerm
from pipeline.normalise.dates.anchors import Anchors, Direction, Reference, Tense
from pipeline.normalise.dates.extents import Extent
from pipeline.values import DateBasis

AHEAD_BONUS = 14  # days; press releases announce rather than report where the sentence does not tell


def counted_from(anchor: Anchor, anchors: Anchors) -> Reference | None:
    """What an expression with this anchor counts from."""
    return anchors.now if anchor is Anchor.PUBLISHED else anchors.text


def year_number(term: YearTerm, anchors: Anchors) -> tuple[int, DateBasis] | None:
    """The year that is printed or counted, with its basis; None where nothing is said or known."""
    if isinstance(term, int):
        return term, "explicit"
    if term is None:
        return None
    reference = counted_from(term.anchor, anchors)
    return None if reference is None else (reference.day.year + term.amount, reference.basis)


def in_year(term: YearTerm, anchors: Anchors, build: Callable[[int], Extent]) -> Extent | None:
    """The extent in the year that is said, or in the one the anchors choose."""
    if term is not None:
        year = year_number(term, anchors)
        return None if year is None else build(year[0]).based(year[1])
    if anchors.now is None:
        return None
    chosen = _choose(_candidates(build, anchors.now.day.year), anchors.now.day, anchors.tense)
    return None if chosen is None else chosen.based(anchors.now.basis)


def _candidates(build: Callable[[int], Extent], year: int) -> list[Extent]:
    found = []
    for candidate in (year - 1, year, year + 1):
        try:
            found.append(build(candidate))
        except ValueError:  # 29 February
            continue
    return found


def _choose(candidates: Iterable[Extent], now: date, tense: Tense) -> Extent | None:
    known = list(candidates)
    if tense.direction is Direction.SAME_YEAR:
        return next((extent for extent in known if extent.first.year == now.year), None)
    return min(known, key=lambda extent: _cost(extent, now, tense), default=None)


def _cost(extent: Extent, now: date, tense: Tense) -> int:
    """Days between an extent and a day, more for a candidate against the tense."""
    ahead, behind = (extent.first - now).days, (now - extent.last).days
    if ahead > 0:
        if tense.direction is Direction.PAST:
            return ahead * tense.against
        return ahead if tense.direction is Direction.FUTURE else max(ahead - AHEAD_BONUS, 0)
    return max(behind, 0) * (tense.against if tense.direction is Direction.FUTURE else 1)
