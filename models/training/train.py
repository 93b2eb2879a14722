"""Fine-tunes the teacher: ``python -m models.training.train --work FOLDER``. Resumable at every epoch, seeded."""

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

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


def marginal_loss(logits: Tensor, targets: Tensor, allowed: Tensor, smoothing: float) -> Tensor:
    """Mean negative log probability that a word has one of the labels its target allows, smoothed over all labels."""
    known = targets != UNKNOWN_TARGET
    logs, targets = functional.log_softmax(logits[known].float(), dim=-1), targets[known]
    right = torch.logsumexp(logs.masked_fill(~allowed[targets], -1e4), dim=-1)
    return -(1 - smoothing) * right.mean() - smoothing * logs.mean()


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, model: Tagger, decay: float) -> None:
        self.model, self.decay, self.steps = copy.deepcopy(model).eval(), decay, 0

    @torch.no_grad()
    def update(self, model: Tagger) -> None:
        """Takes the model's present weights in."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mean, weight in zip(self.model.parameters(), model.parameters(), strict=True):
            mean.lerp_(weight, 1 - decay)


def optimiser(model: Tagger, rate: float) -> torch.optim.Optimizer:
    """AdamW with lower rates for the embeddings and a higher one for the new head."""
    head = list(model.classify.parameters())
    embeddings = [model.words.weight, model.positions.weight]
    chosen = {id(parameter) for parameter in (*head, *embeddings)}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    groups = [{"params": rest, "lr": rate}, {"params": embeddings, "lr": rate}, {"params": head, "lr": rate * 4}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def masked(batch: Batch, share: float, mask_id: int) -> Tensor:
    """The batch's ids with a share of the pieces hidden, so that context has to do."""
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.ids > 3)
    return batch.ids.masked_fill(hidden, mask_id)


def epochs(args: argparse.Namespace, vocabulary: Vocabulary) -> Iterator[list[Batch]]:
    """The batches of each epoch; an epoch's augmentation depends on the seed and its number only."""
    source = corpora.Training(args.corpora, args.gold)
    for epoch in range(args.epochs):
        chance = random.Random(f"{args.seed}:{epoch}")
        samples: list[Sample] = []
        for text, budget in source.epoch(chance):
            samples += samples_of(text, vocabulary, budget)
        yield list(batches(samples, args.batch, chance))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=1792)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoothing", type=float, default=0.03)
    parser.add_argument("--hide", type=float, default=0.04)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--stop", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    train(args)


def train(args: argparse.Namespace) -> None:
    """Runs or resumes the training and leaves ``teacher.pt`` (the averaged weights) in the work folder."""
    vocabulary = Vocabulary(args.work / "tokenizer.json")
    model = prepare.initial(args.work, len(LABELS))
    average, optimise = Average(model, 0.998), optimiser(model, args.rate)
    allowed, step, began = allowed_labels(), 0, time.time()
    steps = 0
    for epoch, epoch_batches in enumerate(epochs(args, vocabulary)):
        steps = steps or len(epoch_batches) * args.epochs
        model.train()
        total, pieces = 0.0, 0
        for batch in epoch_batches:
            for group, rate in zip(optimise.param_groups, (args.rate, args.rate, args.rate * 4), strict=True):
                group["lr"] = rate * min(step / (0.08 * steps), max(0.02, (steps - step) / (0.92 * steps)), 1.0)
            with torch.autocast("cpu", torch.bfloat16):
                ids = masked(batch, args.hide, vocabulary.id_of(UNKNOWN))
                logits = model(ids, batch.mask, batch.first, batch.word_mask)
            loss = marginal_loss(logits, batch.targets, allowed, args.smoothing)
            optimise.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimise.step()
            average.update(model)
            step += 1
            total += loss.item()
            pieces += int(batch.mask.sum())
            if step % 100 == 0:
                print(json.dumps({"epoch": epoch, "step": step, "of": steps, "loss": round(loss.item(), 4),
                                  "pieces": pieces, "seconds": round(time.time() - began)}), flush=True)  # fmt: skip
            if step == args.stop:
                break
        print(json.dumps({"epoch": epoch, "loss": round(total / len(epoch_batches), 4), "pieces": pieces}), flush=True)
        torch.save(average.model.state_dict(), args.work / "teacher.pt")
        _report(average.model, vocabulary, args)
        if args.stop and step >= args.stop:
            break


def _report(model: Tagger, vocabulary: Vocabulary, args: argparse.Namespace) -> None:
    """Scores on the development parts, to choose recipes by."""
    for name, texts in corpora.development(args.corpora, args.gold).items():
        scores = strict_scores((text, predict(model, vocabulary, text.text)) for text in texts)
        print(json.dumps({name: {label: round(score.f1, 4) for label, score in scores.items()}}), flush=True)


if __name__ == "__main__":
    main()
