"""Settle overlaps between the entity model and the recognisers of fixed forms."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.documents import Mention


def settle(entities: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """The entities that share no character with a mention already taken (contact data and dates win)."""
    spans = sorted((mention.start, mention.end) for mention in taken)
    starts = [start for start, _ in spans]
    kept = []
    for entity in entities:
        following = bisect_left(starts, entity.end)
        if following == 0 or spans[following - 1][1] <= entity.start:
            kept.append(entity)
    return kept
