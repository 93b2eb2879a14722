"""Leaves out what would reach over a removed block or into a tag: such a surface stands nowhere in the source."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.documents import CleanDocument, Mention
from pipeline.repairs import fold, restore

HTML = "text/html"
TARGET = re.compile(
    r"\b(?:mailto|tel):|[\"'] ?>", re.IGNORECASE
)  # the parts of a start tag that a link's target lies between
PARAGRAPH = "\n\n"  # what cleaning leaves where it took something out


def unbroken(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand in the source: a street above an advertisement does not lie in the town below it."""
    starts = sorted(block.start for block in document.removed)
    return [
        mention
        for mention in mentions
        if not _reaches_over(document, mention, starts) and not _reaches_into_tag(document, mention)
    ]


def _reaches_over(document: CleanDocument, mention: Mention, starts: Sequence[int]) -> bool:
    if not starts or PARAGRAPH not in document.text[mention.start : mention.end]:
        return False
    start, end = document.offsets.to_source(mention.start, mention.end)
    first = bisect_left(starts, start)
    return first < len(starts) and starts[first] < end


def _reaches_into_tag(document: CleanDocument, mention: Mention) -> bool:
    """Whether a mention begins or ends in the target of a link and does not stay there."""
    raw = document.raw
    if raw.media_type != HTML:
        return False
    start, end = document.offsets.to_source(mention.start, mention.end)
    piece = raw.text[start:end]
    quoted = len(piece) != mention.end - mention.start and TARGET.search(piece) is not None
    return quoted and restore(piece, raw.media_type) != fold(mention.text)
