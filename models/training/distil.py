"""Distils a shallower student from the teacher: ``python -m models.training.distil --work FOLDER``.

It learns from the teacher's probabilities, on more varied copies of the training texts than the teacher saw.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from models.training import corpora, prepare
from models.training.encoder import Tagger, shallower
from models.training.samples import LABELS, Batch, allowed_labels, batches, samples_of
from models.training.train import Average, marginal_loss, masked, optimiser, report, set_rate
from pipeline.annotate.ner_tokens import UNKNOWN, Vocabulary


@dataclass(frozen=True, slots=True)
class Plan:
    """A student: which of the teacher's layers it starts from, and how many of them read pieces."""

    name: str
    kept: tuple[int, ...]
    pool_after: int


PLANS = (Plan("fast", (0, 3, 7, 11), 1),)
TEMPERATURE = 2.0
SOFT = 0.7
"""Share of the loss that the teacher's probabilities decide; the rest is the annotation."""
HIDDEN = 0.04
"""Share of the pieces the student does not see, but its teacher does."""


class Student:
    """A student in training with its optimiser and averaged weights."""

    def __init__(self, plan: Plan, teacher: Tagger, rate: float) -> None:
        self.plan, self.rate = plan, rate
        self.model = shallower(teacher, plan.kept, plan.pool_after).train()
        self.average, self.optimise = Average(self.model), optimiser(self.model, rate)

    def load(self, path: Path) -> None:
        """Starts from the averaged weights of an earlier run."""
        self.model.load_state_dict(torch.load(path))
        self.average = Average(self.model)

    def update(self, batch: Batch, ids: Tensor, soft: Tensor, allowed: Tensor, progress: float) -> float:
        """One optimiser step; ``progress`` runs from 0 to 1. Returns the loss."""
        set_rate(self.optimise, self.rate, progress)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.model(ids, batch.mask, batch.first, batch.word_mask)
        logs = functional.log_softmax(logits[batch.word_mask[:, 0, 0]].float() / TEMPERATURE, -1)
        likeness = functional.kl_div(logs, soft, reduction="batchmean")
        loss = SOFT * TEMPERATURE**2 * likeness + (1 - SOFT) * marginal_loss(logits, batch.targets, allowed, 0.0)
        self.optimise.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimise.step()
        self.average.update(self.model)
        return loss.item()


@torch.no_grad()
def soft_labels(teacher: Tagger, batch: Batch) -> Tensor:
    """The teacher's probabilities at `TEMPERATURE`, for the words that are no padding."""
    with torch.autocast("cpu", torch.bfloat16):
        logits = teacher(batch.ids, batch.mask, batch.first, batch.word_mask)
    return functional.softmax(logits[batch.word_mask[:, 0, 0]].float() / TEMPERATURE, -1)


def stream(args: argparse.Namespace, vocabulary: Vocabulary) -> Iterator[Batch]:
    """Batches without end, epoch after epoch."""
    source, epoch = corpora.Training(args.corpora, args.gold), 0
    while True:
        chance = random.Random(f"distil:{args.seed}:{epoch}")
        samples = [
            sample for text, budget in source.epoch(chance, copies=3) for sample in samples_of(text, vocabulary, budget)
        ]
        yield from batches(samples, args.batch, chance)
        epoch += 1


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch", type=int, default=1792)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="another round from where the last one ended")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    distil(args)


def distil(args: argparse.Namespace) -> None:
    """Trains the students and leaves ``NAME.pt`` (averaged weights) in the work folder."""
    vocabulary, allowed, began = Vocabulary(args.work / "tokenizer.json"), allowed_labels(), time.time()
    teacher = prepare.initial(args.work, len(LABELS))
    teacher.load_state_dict(torch.load(args.work / "teacher.pt"))
    teacher.eval()
    students = [Student(plan, teacher, args.rate) for plan in PLANS]
    for student in students if args.again else ():
        student.load(args.work / f"{student.plan.name}.pt")
    for step, batch in zip(range(args.steps), stream(args, vocabulary), strict=False):
        soft, ids = soft_labels(teacher, batch), masked(batch.ids, HIDDEN, vocabulary.id_of(UNKNOWN))
        losses = {
            student.plan.name: student.update(batch, ids, soft, allowed, step / args.steps) for student in students
        }
        if step % 100 == 99:
            progress = {"step": step + 1, "of": args.steps, "seconds": round(time.time() - began)}
            print(json.dumps({**progress, **{name: round(loss, 4) for name, loss in losses.items()}}), flush=True)
        if step % 800 == 799 or step + 1 == args.steps:
            for student in students:
                torch.save(student.average.model.state_dict(), args.work / f"{student.plan.name}.pt")
                report(student.plan.name, student.average.model, vocabulary, args)


if __name__ == "__main__":
    main()
