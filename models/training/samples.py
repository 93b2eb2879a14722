"""Annotated texts -> windows of piece ids with targets, and batches of them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.training.documents import Text
from pipeline.annotate.ner_tokens import Vocabulary, Word, split_words
from pipeline.annotate.ner_windows import cut_windows

KINDS = ("PER", "ORG", "LOC", "ROLE", "TITLE", "DATE", "ADDR", "CONTACT")
LABELS = ("O", *(f"{position}-{kind}" for kind in KINDS for position in "BI"))
NEWS_OUTSIDE = len(LABELS)
"""Target of a word outside PER, ORG and LOC in a corpus that annotates nothing else: anything but these three."""
UNKNOWN = len(LABELS) + 1
_CONTACT = {"PHONE": "CONTACT", "EMAIL": "CONTACT", "URL": "CONTACT"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One window: piece ids, the position of each word's first piece, and its target; start and end count as words."""

    ids: list[int]
    positions: list[int]
    targets: list[int]


def allowed_labels() -> Tensor:
    """(targets, labels): which labels satisfy a target."""
    allowed = torch.eye(len(LABELS) + 2, len(LABELS), dtype=torch.bool)
    allowed[NEWS_OUTSIDE] = torch.tensor([label[2:] not in ("PER", "ORG", "LOC") for label in LABELS])
    allowed[UNKNOWN] = True
    return allowed


def targets_of(text: Text, words: list[Word]) -> list[int]:
    """The target of each word."""
    outside = 0 if text.full else NEWS_OUTSIDE
    targets, index = [], 0
    for word in words:
        while index < len(text.spans) and text.spans[index][1] <= word.start:
            index += 1
        target = outside
        if index < len(text.spans) and word.end > text.spans[index][0]:
            start, _, label = text.spans[index]
            kind = _CONTACT.get(label, label)
            if label == "?":
                target = UNKNOWN
            elif kind in KINDS:
                target = LABELS.index(f"{'B' if word.start <= start else 'I'}-{kind}")
        targets.append(target)
    return targets


def samples_of(text: Text, vocabulary: Vocabulary, budget: int, context: int = 16) -> list[Sample]:
    """The windows of one text."""
    words = split_words(text.text)
    pieces, targets = vocabulary.pieces(words), targets_of(text, words)
    ends = [number for number, word in enumerate(words) if word.is_break]
    samples = []
    for window in cut_windows([len(piece) for piece in pieces], ends, budget - 2, context):
        ids, positions = [vocabulary.start], [0]
        for piece in pieces[window.start : window.end]:
            positions.append(len(ids))
            ids.extend(piece)
        positions.append(len(ids))
        wanted = [UNKNOWN, *targets[window.start : window.end], UNKNOWN]
        samples.append(Sample([*ids, vocabulary.end], positions, wanted))
    return samples


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded samples: piece ids, first pieces of words, both masks, and the words' targets (`UNKNOWN` on padding)."""

    ids: Tensor
    mask: Tensor
    first: Tensor
    word_mask: Tensor
    targets: Tensor


def batches(samples: Iterable[Sample], budget: int, chance: random.Random, padding: int = 1) -> Iterator[Batch]:
    """Batches of similar lengths with at most ``budget`` pieces each, in random order."""
    ordered = sorted(samples, key=lambda sample: len(sample.ids) * chance.uniform(0.95, 1.05))
    groups: list[list[Sample]] = [[]]
    longest = 0
    for sample in ordered:
        longest = max(longest, len(sample.ids))
        if groups[-1] and longest * (len(groups[-1]) + 1) > budget:
            groups.append([])
            longest = len(sample.ids)
        groups[-1].append(sample)
    chance.shuffle(groups)
    for group in groups:
        if group:
            yield _collate(group, padding)


_WIDTH_STEP = 16
"""Widths are rounded up: CPU kernels are compiled once a shape."""


def _collate(group: list[Sample], padding: int) -> Batch:
    width, most = (-(-longest // _WIDTH_STEP) * _WIDTH_STEP for longest in (
        max(len(sample.ids) for sample in group), max(len(sample.positions) for sample in group)))  # fmt: skip
    ids = torch.full((len(group), width), padding, dtype=torch.long)
    first = torch.zeros((len(group), most), dtype=torch.long)
    targets = torch.full((len(group), most), UNKNOWN, dtype=torch.long)
    word_mask = torch.zeros((len(group), 1, 1, most), dtype=torch.bool)
    for row, sample in enumerate(group):
        ids[row, : len(sample.ids)] = torch.tensor(sample.ids)
        first[row, : len(sample.positions)] = torch.tensor(sample.positions)
        targets[row, : len(sample.targets)] = torch.tensor(sample.targets)
        word_mask[row, ..., : len(sample.positions)] = True
    return Batch(ids, (ids != padding)[:, None, None, :], first, word_mask, targets)
