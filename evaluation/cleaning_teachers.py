"""Weak labels for a page's blocks: what other extractors keep, each with a voice as loud as it is right on the page."""

from collections.abc import Mapping, Sequence

from evaluation.cleaning_data import SuitePage
from pipeline.repairs import fold

TRUST = 4  # power of the share of a page's snippets that an extractor gets right


def soft_labels(page: SuitePage, blocks: Sequence[str], teachers: Mapping[str, Mapping[str, str]]) -> list[float]:
    """For every block the share of the voices that leave it out; a half where nobody has a voice.

    Args:
        page: a page with its snippets.
        blocks: the folded texts of its blocks.
        teachers: extractor -> name of a page -> the text it keeps.
    """
    shares, total = [0.0] * len(blocks), 0.0
    for texts in teachers.values():
        kept = fold(texts.get(page.name, ""))
        voice = _right(page, kept) ** TRUST
        total += voice
        for number, block in enumerate(blocks):
            shares[number] += voice * (block not in kept)
    return [share / total if total else 0.5 for share in shares]


def _right(page: SuitePage, kept: str) -> float:
    """The share of a page's snippets that a text treats as it should; half a snippet is given to everybody."""
    right = sum(fold(snippet) in kept for snippet in page.wanted)
    right += sum(fold(snippet) not in kept for snippet in page.unwanted)
    return (right + 0.5) / (len(page.wanted) + len(page.unwanted) + 1)
