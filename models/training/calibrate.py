"""Fits the temperature that makes scores honest, and draws how honest they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.training.documents import ENTITY_LABELS, Text
from models.training.samples import LABELS
from pipeline.annotate.ner_decode import decode, reduce_labels
from pipeline.annotate.ner_tokens import PARAGRAPH, Word, split_words
from pipeline.annotate.onnx_ner import PressNer

Array = npt.NDArray[np.float32]
TEMPERATURES = tuple(round(0.6 + 0.1 * step, 1) for step in range(20))


@dataclass(frozen=True, slots=True)
class Read:
    """A text with the network's logits for its words."""

    text: Text
    words: list[Word]
    logits: Array


def read_texts(component: PressNer, texts: Iterable[Text]) -> list[Read]:
    """Runs the network once over each text."""
    reads = []
    for text in texts:
        words = split_words(text.text)
        reads.append(Read(text, words, component.word_logits(words)))
    return reads


def outcomes(reads: Sequence[Read], temperature: float) -> list[tuple[float, bool]]:
    """Score of every entity found, and whether it is strictly right."""
    results = []
    for read in reads:
        wanted = {span for span in read.text.spans if span[2] in ENTITY_LABELS}
        scores = reduce_labels(read.logits, LABELS, temperature)
        for entity in decode(scores, [word.form == PARAGRAPH for word in read.words]):
            span = (read.words[entity.first].start, read.words[entity.last - 1].end, entity.label)
            results.append((entity.score, span in wanted))
    return results


def fit_temperature(reads: Sequence[Read]) -> float:
    """The temperature with the least negative log likelihood of entities being right or wrong."""
    return min(TEMPERATURES, key=lambda temperature: _surprise(outcomes(reads, temperature)))


def _surprise(results: list[tuple[float, bool]]) -> float:
    if not results:
        return 0.0
    scores = np.clip([score for score, _ in results], 1e-4, 1 - 1e-4)
    right = np.array([hit for _, hit in results])
    return float(-np.log(np.where(right, scores, 1 - scores)).mean())


def reliability(results: list[tuple[float, bool]], bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean score, share of right entities, number) of each tenth of the score range that holds an entity."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for score, hit in results:
        groups[min(int(score * bins), bins - 1)].append((score, hit))
    return [
        (sum(score for score, _ in group) / len(group), sum(hit for _, hit in group) / len(group), len(group))
        for group in groups
        if group
    ]


def calibration_error(points: list[tuple[float, float, int]]) -> float:
    """Expected calibration error: the mean distance of score and share, weighted by number; 0 without any point."""
    total = sum(number for _, _, number in points)
    return sum(number * abs(score - share) for score, share, number in points) / max(total, 1)


def plot(curves: dict[str, list[tuple[float, float, int]]], size: int = 320) -> str:
    """An SVG of share right over score, one curve a model; the diagonal is perfect honesty."""
    edge, colours = 40, ("#1f5fa8", "#c25b12", "#3b7d3a")
    span = size - 2 * edge

    def at(score: float, share: float) -> str:
        return f"{edge + score * span:.1f},{size - edge - share * span:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="11">',
        f'<rect width="{size}" height="{size}" fill="white"/>',
        f'<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}" fill="none" stroke="#444"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#999" stroke-dasharray="4"/>',
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">score</text>',
        f'<text x="12" y="{size / 2}" text-anchor="middle" transform="rotate(-90 12 {size / 2})">share right</text>',
    ]
    for tick in (0.0, 0.5, 1.0):
        x, y = at(tick, tick).split(",")
        parts.append(f'<text x="{x}" y="{size - edge + 14}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{edge - 6}" y="{y}" text-anchor="end">{tick}</text>')
    for number, (name, points) in enumerate(curves.items()):
        colour, line = colours[number % len(colours)], " ".join(at(score, share) for score, share, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{edge + 12}" y="{edge + 14 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
