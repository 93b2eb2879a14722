"""What a PyTorch tagger finds, decoded as at run time."""

import numpy as np
import torch

from models.training.documents import Span
from models.training.encoder import Tagger
from models.training.samples import LABELS
from pipeline.annotate.ner_decode import decode, reduce_labels
from pipeline.annotate.ner_tokens import PARAGRAPH, Vocabulary, split_words
from pipeline.annotate.ner_windows import cut_windows


@torch.no_grad()
def predict(model: Tagger, vocabulary: Vocabulary, text: str, budget: int = 254, context: int = 32) -> list[Span]:
    """What the tagger finds in a text, decoded as at run time."""
    words = split_words(text)
    pieces = vocabulary.pieces(words)
    ends = [number for number, word in enumerate(words) if word.is_break]
    spans: list[Span] = []
    rows = []
    for window in cut_windows([len(piece) for piece in pieces], ends, budget, context):
        ids, positions = [vocabulary.start], [0]
        for piece in pieces[window.start : window.end]:
            positions.append(len(ids))
            ids.extend(piece)
        first, inputs = torch.tensor([[*positions, len(ids)]]), torch.tensor([[*ids, vocabulary.end]])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(inputs, None, first, None)[0]
        skip = 1 + window.first - window.start
        rows.append(logits.float().numpy()[skip : skip + window.last - window.first])
    if rows:
        scores = reduce_labels(np.concatenate(rows), LABELS, 1.0)
        found = decode(scores, [word.form == PARAGRAPH for word in words])
        spans.extend((words[entity.first].start, words[entity.last - 1].end, entity.label) for entity in found)
    return spans
