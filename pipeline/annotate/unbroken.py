"""Leaves out what would reach over a removed block: such a surface stands nowhere in the source."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention

PARAGRAPH = "\n\n"  # what cleaning leaves where it took something out


def unbroken(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with no removed block inside: a street above an advertisement does not lie in the town below it."""
    if not document.removed:
        return list(mentions)
    starts = sorted(block.start for block in document.removed)
    return [
        mention
        for mention in mentions
        if PARAGRAPH not in document.text[mention.start : mention.end] or not _holds(document, mention, starts)
    ]


def _holds(document: CleanDocument, mention: Mention, starts: Sequence[int]) -> bool:
    start, end = document.offsets.to_source(mention.start, mention.end)
    first = bisect_left(starts, start)
    return first < len(starts) and starts[first] < end
