"""Label probabilities of words -> entities: the best sequence that keeps the BIO rules."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ENTITY_LABELS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{position}-{label}" for label in ENTITY_LABELS for position in "BI"))
Scores = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]

_CERTAIN = -0.005
"""Log probability of O above which a word outside any entity is not searched (0.995)."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Words ``[first, last)`` form an entity; ``score`` is the least certain word's probability."""

    first: int
    last: int
    label: str
    score: float


def reduce_labels(logits: Scores, labels: Sequence[str], temperature: float) -> Scores:
    """Log probabilities (words, 7) of `TAGS`; every label beside PER, ORG and LOC counts as outside."""
    scaled = logits.astype(np.float32) / np.float32(temperature)
    scaled -= scaled.max(axis=1, keepdims=True)
    weights = np.exp(scaled)
    weights /= weights.sum(axis=1, keepdims=True)
    outside = [index for index, label in enumerate(labels) if label not in TAGS or label == "O"]
    columns = [weights[:, outside].sum(axis=1), *(weights[:, labels.index(tag)] for tag in TAGS[1:])]
    reduced: Scores = np.log(np.maximum(np.stack(columns, axis=1), np.float32(1e-9)))
    return reduced


def decode(scores: Scores, barriers: Sequence[bool]) -> list[Entity]:
    """The entities of the most probable tag sequence in which I-X follows B-X or I-X.

    Args:
        scores: log probabilities, (words, 7), from `reduce_labels`.
        barriers: for each word, whether no entity may hold it (a paragraph or block break).
    """
    if len(scores) == 0:
        return []
    outside = (scores[:, 0] > _CERTAIN) | np.array(barriers, dtype=bool)
    tags: Tags = np.where(outside, 0, scores.argmax(axis=1))
    for start, end in _broken_stretches(tags, outside):
        tags[start:end] = _search(scores[start:end])
    return _entities(tags, scores)


def _broken_stretches(tags: Tags, outside: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of words not surely outside in which each word's best tag gives no sequence that keeps the rules.

    Where they do, they are the most probable sequence, and there is nothing to search.
    """
    before = np.concatenate(([0], tags[:-1]))
    broken = np.flatnonzero((tags > 0) & (tags % 2 == 0) & (before != tags) & (before != tags - 1))
    edges = [-1, *np.flatnonzero(outside).tolist(), len(tags)]
    end = 0
    for number in broken.tolist():
        if number >= end:
            index = bisect_right(edges, number)
            start, end = edges[index - 1] + 1, edges[index]
            yield start, end


def _search(scores: Scores) -> list[int]:
    """Viterbi over one stretch of words: the number of each word's tag."""
    rows = scores.tolist()
    best, back = [-1e30 if tag[0] == "I" else row for tag, row in zip(TAGS, rows[0], strict=True)], []
    for row in rows[1:]:
        top = max(range(len(TAGS)), key=best.__getitem__)
        came, totals = [top] * len(TAGS), [best[top] + value for value in row]
        for begin in range(1, len(TAGS), 2):
            came[begin + 1] = begin if best[begin] >= best[begin + 1] else begin + 1
            totals[begin + 1] = best[came[begin + 1]] + row[begin + 1]
        back.append(came)
        best = totals
    tag = max(range(len(TAGS)), key=best.__getitem__)
    path = [tag]
    for came in reversed(back):
        tag = came[tag]
        path.append(tag)
    return path[::-1]


def _entities(tags: Tags, scores: Scores) -> list[Entity]:
    chosen = np.take_along_axis(scores, tags[:, None], axis=1)[:, 0]
    entities: list[Entity] = []
    for first in np.flatnonzero(tags % 2 == 1).tolist():
        last = first + 1
        while last < len(tags) and tags[last] == tags[first] + 1:
            last += 1
        least = float(np.exp(chosen[first:last].min()))
        entities.append(Entity(first, last, ENTITY_LABELS[int(tags[first]) // 2], least))
    return entities
