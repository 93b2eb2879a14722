"""Fine-tunes the teacher: ``python -m models.training.train --work FOLDER``. Seeded; goes on where it stopped."""

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.training import corpora, prepare
from models.training.encoder import Tagger
from models.training.inference import predict
from models.training.samples import LABELS, Batch, Sample, allowed_labels, batches, samples_of
from models.training.samples import UNKNOWN as UNKNOWN_TARGET
from models.training.scoring import strict_scores
from pipeline.annotate.ner_tokens import UNKNOWN, Vocabulary

WARM_UP = 0.08
"""Share of the steps in which the learning rate rises."""
DECAY = 0.998
"""Of the weights' moving average, a step."""
HEAD_RATE = 4
"""The new head learns so many times faster than the encoder."""


def marginal_loss(logits: Tensor, targets: Tensor, allowed: Tensor, smoothing: float) -> Tensor:
    """Mean negative log probability that a word has one of the labels its target allows, smoothed over all labels."""
    known = targets != UNKNOWN_TARGET
    logs, targets = functional.log_softmax(logits[known].float(), dim=-1), targets[known]
    right = torch.logsumexp(logs.masked_fill(~allowed[targets], -1e4), dim=-1)
    return -(1 - smoothing) * right.mean() - smoothing * logs.mean()


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, model: Tagger, decay: float = DECAY) -> None:
        self.model, self.decay, self.steps = copy.deepcopy(model).eval(), decay, 0

    @torch.no_grad()
    def update(self, model: Tagger) -> None:
        """Takes the model's present weights in."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mean, weight in zip(self.model.parameters(), model.parameters(), strict=True):
            mean.lerp_(weight, 1 - decay)


def optimiser(model: Tagger, rate: float) -> torch.optim.Optimizer:
    """AdamW with a group for the encoder and one for the head."""
    head = list(model.classify.parameters())
    rest = [parameter for name, parameter in model.named_parameters() if not name.startswith("classify.")]
    groups = [{"params": rest, "lr": rate}, {"params": head, "lr": rate * HEAD_RATE}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def set_rate(optimise: torch.optim.Optimizer, rate: float, progress: float) -> None:
    """Linear warm-up and decay; ``progress`` runs from 0 to 1."""
    factor = min(progress / WARM_UP, max(0.02, (1 - progress) / (1 - WARM_UP)), 1.0)
    for group, multiple in zip(optimise.param_groups, (1, HEAD_RATE), strict=True):
        group["lr"] = rate * multiple * factor


def masked(ids: Tensor, share: float, mask_id: int) -> Tensor:
    """The ids with a share of the pieces hidden, so that context has to do."""
    hidden = (torch.rand(ids.shape) < share) & (ids > 3)
    return ids.masked_fill(hidden, mask_id)


class Training:
    """A run in progress; everything `save` stores lets another process go on with the same numbers."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.vocabulary = args, Vocabulary(args.work / "tokenizer.json")
        self.source = corpora.Training(args.corpora, args.gold)
        self.model = prepare.initial(args.work, len(LABELS))
        self.average, self.optimise = Average(self.model), optimiser(self.model, args.rate)
        self.allowed, self.epoch, self.step, self.steps = allowed_labels(), 0, 0, 0
        self.checkpoint: Path = args.work / "checkpoint.pt"

    def resume(self) -> None:
        """Takes up the last finished epoch, if there is one."""
        if not self.checkpoint.exists():
            return
        state: dict[str, Any] = torch.load(self.checkpoint)
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.optimise.load_state_dict(state["optimiser"])
        self.epoch, self.step, self.steps, self.average.steps = state["position"]
        torch.set_rng_state(state["random"])

    def save(self) -> None:
        """Stores the state behind an epoch."""
        state = {"model": self.model.state_dict(), "average": self.average.model.state_dict()}
        state |= {"optimiser": self.optimise.state_dict(), "random": torch.get_rng_state()}
        state |= {"position": (self.epoch, self.step, self.steps, self.average.steps)}
        torch.save(state, self.checkpoint)

    def epoch_batches(self) -> list[Batch]:
        """The present epoch's batches: its augmentation depends on the seed and its number only."""
        chance = random.Random(f"{self.args.seed}:{self.epoch}")
        samples: list[Sample] = []
        for text, budget in self.source.epoch(chance):
            samples += samples_of(text, self.vocabulary, budget)
        return list(batches(samples, self.args.batch, chance))[: self.args.batches]

    def run_epoch(self) -> None:
        """One pass over the texts."""
        epoch_batches, began = self.epoch_batches(), time.time()
        self.steps = self.steps or len(epoch_batches) * self.args.epochs
        self.model.train()
        for batch in epoch_batches:
            loss = self.update(batch)
            if self.step % 100 == 0:
                where = {"epoch": self.epoch, "step": self.step, "of": self.steps}
                print(json.dumps({**where, "loss": round(loss, 4), "seconds": round(time.time() - began)}), flush=True)
        self.epoch += 1

    def update(self, batch: Batch) -> float:
        """One optimiser step; returns the loss."""
        set_rate(self.optimise, self.args.rate, self.step / self.steps)
        with torch.autocast("cpu", torch.bfloat16):
            ids = masked(batch.ids, self.args.hide, self.vocabulary.id_of(UNKNOWN))
            logits = self.model(ids, batch.mask, batch.first, batch.word_mask)
        loss = marginal_loss(logits, batch.targets, self.allowed, self.args.smoothing)
        self.optimise.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimise.step()
        self.average.update(self.model)
        self.step += 1
        return loss.item()


def report(name: str, model: Tagger, vocabulary: Vocabulary, args: argparse.Namespace) -> None:
    """Prints F1 on the development parts, to choose recipes by."""
    for part, texts in corpora.development(args.corpora, args.gold).items():
        scores = strict_scores((text, predict(model, vocabulary, text.text)) for text in texts)
        figures = {label: round(score.f1, 4) for label, score in scores.items()}
        print(json.dumps({"model": name, part: figures}), flush=True)


def main() -> None:
    """Command line: trains and leaves ``teacher.pt`` (the averaged weights) in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=1792, help="pieces in a batch, padding included")
    parser.add_argument("--batches", type=int, help="at most so many an epoch, to try the recipe out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoothing", type=float, default=0.03)
    parser.add_argument("--hide", type=float, default=0.04, help="share of pieces hidden from the encoder")
    parser.add_argument("--threads", type=int, default=1, help="cores that are really free")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    training = Training(args)
    training.resume()
    while training.epoch < args.epochs:
        training.run_epoch()
        training.save()
        report("teacher", training.average.model, training.vocabulary, args)
    torch.save(training.average.model.state_dict(), args.work / "teacher.pt")


if __name__ == "__main__":
    main()
