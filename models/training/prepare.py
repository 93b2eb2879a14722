"""Makes the untrained tagger: base weights, cut vocabulary. ``python -m models.training.prepare --work FOLDER``."""

from pathlib import Path

import torch

from models.training import base, vocabulary
from models.training.encoder import Tagger, from_base
from models.training.samples import LABELS


def prepare(work: Path, kept: list[int], encoder: base.BaseEncoder) -> None:
    """Leaves ``tokenizer.json`` and the untrained weights in the work folder."""
    pieces = [encoder.pieces[number] for number in kept] + [(piece, -99.0) for piece in vocabulary.BREAKS]
    (work / "tokenizer.json").write_text(vocabulary.tokenizer_json(pieces), encoding="utf-8")
    torch.save(from_base(encoder, kept, len(LABELS)).state_dict(), work / "initial.pt")


def initial(work: Path, labels: int) -> Tagger:
    """The untrained tagger that `prepare` left."""
    state = torch.load(work / "initial.pt")
    model = Tagger(state["words.weight"].shape[0], labels)
    model.load_state_dict(state)
    return model
