"""Label probabilities of words -> entities: the best sequence that keeps the BIO rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ENTITY_LABELS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{position}-{label}" for label in ENTITY_LABELS for position in "BI"))
Scores = npt.NDArray[np.float32]

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
    entities: list[Entity] = []
    stretch = 0
    outside = [bool(value) or blocked for value, blocked in zip(scores[:, 0] > _CERTAIN, barriers, strict=True)]
    for number, certain in enumerate([*outside, True]):
        if certain:
            if stretch < number:
                entities.extend(_search(scores[stretch:number], stretch))
            stretch = number + 1
    return entities


def _search(scores: Scores, offset: int) -> list[Entity]:
    """Viterbi over one stretch of words, then its entities."""
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
    return _entities(path[::-1], rows, offset)


def _entities(path: list[int], rows: list[list[float]], offset: int) -> list[Entity]:
    entities: list[Entity] = []
    begins = [number for number, tag in enumerate(path) if tag % 2 == 1]
    for first in begins:
        last = first + 1
        while last < len(path) and path[last] == path[first] + 1:
            last += 1
        least = min(rows[number][path[number]] for number in range(first, last))
        entities.append(Entity(offset + first, offset + last, ENTITY_LABELS[path[first] // 2], float(np.exp(least))))
    return entities
