"""Distils a cheaper student from the teacher: ``python -m models.training.distil NAME --work FOLDER``.

Seeded; goes on where it stopped.

A student starts from all or some of the teacher's layers. It learns three things at once, on more varied copies of the
training texts than the teacher saw: the teacher's probabilities, the annotation, and the teacher's inner states (each
of its layers does the work of its own and of the dropped ones behind it).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

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
    """A student.

    Attributes:
        kept: which of the teacher's layers it starts from.
        pool_after: how many of them read pieces; the others read words.
        rounded_from: share of the steps after which it computes as its int8 network will.
    """

    name: str
    kept: tuple[int, ...]
    pool_after: int
    rate: float
    steps: int
    rounded_from: float

    def followed(self, layers: int) -> tuple[int, ...]:
        """For each layer of the student the teacher's layer whose states it imitates, the last before its next."""
        return (*(number - 1 for number in self.kept[1:]), layers - 1)


PLANS = {
    plan.name: plan
    for plan in (
        Plan("accurate", tuple(range(12)), 5, rate=1e-4, steps=400, rounded_from=0.0),
        Plan("fast", (0, 3, 6, 8), 1, rate=3e-4, steps=2000, rounded_from=0.7),
    )
}
TEMPERATURE = 2.0
SOFT = 0.7
"""Share of the loss on labels that the teacher's probabilities decide; the rest is the annotation."""
HIDDEN = 0.04
"""Share of the pieces the student does not see, but its teacher does."""
DROPOUT = 0.05
SAVE_EVERY, REPORT_EVERY = 400, 800


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the teacher says of one batch.

    Attributes:
        states: of the words behind each layer, each (words, hidden).
        soft: its probabilities at `TEMPERATURE`, (words, labels).
    """

    states: list[Tensor]
    soft: Tensor


class Student:
    """A student in training with its optimiser and averaged weights."""

    def __init__(self, plan: Plan, teacher: Tagger) -> None:
        self.plan, self.followed = plan, plan.followed(len(teacher.layers))
        self.model = shallower(teacher, plan.kept, plan.pool_after, dropout=DROPOUT).train()
        self.average, self.optimise = Average(self.model), optimiser(self.model, plan.rate)

    def update(self, batch: Batch, ids: Tensor, lesson: Lesson, allowed: Tensor, progress: float) -> float:
        """One optimiser step; ``progress`` runs from 0 to 1. Returns the loss."""
        set_rate(self.optimise, self.plan.rate, progress)
        if progress >= self.plan.rounded_from:
            self.model.round_as_int8()
        with torch.autocast("cpu", torch.bfloat16):
            states = self.model.word_states(ids, batch.mask, batch.first, batch.word_mask)
            logits = self.model.classify(self.model.dropout(states[-1])).float()
        likeness = functional.kl_div(
            functional.log_softmax(logits / TEMPERATURE, -1), lesson.soft, reduction="batchmean"
        )
        annotated = marginal_loss(logits, batch.targets[batch.word_mask[:, 0, 0]], allowed, 0.0)
        imitation = torch.stack(
            [_distance(ours, lesson.states[layer]) for ours, layer in zip(states, self.followed, strict=True)]
        ).mean()
        loss = SOFT * TEMPERATURE**2 * likeness + (1 - SOFT) * annotated + imitation
        self.optimise.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimise.step()
        self.average.update(self.model)
        return loss.item()

    def state(self) -> dict[str, Any]:
        """Everything that `restore` needs."""
        return {
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "averaged": self.average.steps,
            "optimiser": self.optimise.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from a stored state."""
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.average.steps = state["averaged"]
        self.optimise.load_state_dict(state["optimiser"])


def _distance(ours: Tensor, wanted: Tensor) -> Tensor:
    """Mean squared difference, as a share of the wanted states' mean square."""
    return functional.mse_loss(ours.float(), wanted) / wanted.square().mean()


@torch.no_grad()
def ask(teacher: Tagger, batch: Batch) -> Lesson:
    """The teacher's states and probabilities for the words that are no padding."""
    with torch.autocast("cpu", torch.bfloat16):
        states = teacher.word_states(batch.ids, batch.mask, batch.first, batch.word_mask)
        logits = teacher.classify(states[-1])
    return Lesson([state.float() for state in states], functional.softmax(logits.float() / TEMPERATURE, -1))


def stream(args: argparse.Namespace, vocabulary: Vocabulary) -> Iterator[Batch]:
    """Batches without end, epoch after epoch."""
    source, epoch = corpora.Training(args.corpora, args.gold), 0
    while True:
        chance = random.Random(f"distil:{args.seed}:{epoch}")
        texts = source.epoch(chance, copies=3, renamed=0.6)
        yield from batches(
            [sample for text, budget in texts for sample in samples_of(text, vocabulary, budget)], args.batch, chance
        )
        epoch += 1


class Distillation:
    """A run in progress; everything `save` stores lets another process go on with the same numbers."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.vocabulary, self.allowed = args, Vocabulary(args.work / "tokenizer.json"), allowed_labels()
        self.teacher = prepare.initial(args.work, len(LABELS))
        self.teacher.load_state_dict(torch.load(args.work / "teacher.pt"))
        self.teacher.eval()
        self.student = Student(PLANS[args.name], self.teacher)
        self.steps: int = args.steps or self.student.plan.steps
        self.step, self.checkpoint = 0, args.work / f"distillation-{args.name}.pt"

    def resume(self) -> None:
        """Takes up the last stored step, if there is one."""
        if not self.checkpoint.exists():
            return
        stored: dict[str, Any] = torch.load(self.checkpoint)
        self.step = stored["step"]
        self.student.restore(stored["student"])
        torch.set_rng_state(stored["random"])

    def save(self) -> None:
        """Stores the run."""
        state = {"step": self.step, "random": torch.get_rng_state(), "student": self.student.state()}
        torch.save(state, self.checkpoint)

    def run(self) -> None:
        """All remaining steps."""
        began = time.time()
        for batch in islice(stream(self.args, self.vocabulary), self.step, self.steps):
            loss = self.learn(batch)
            self.step += 1
            if self.step % 100 == 0:
                where = {"step": self.step, "of": self.steps, "seconds": round(time.time() - began)}
                print(json.dumps({**where, "loss": round(loss, 4)}), flush=True)
            if self.step % SAVE_EVERY == 0:
                self.save()
            if self.step % REPORT_EVERY == 0 or self.step == self.steps:
                report(self.args.name, self.student.average.model, self.vocabulary, self.args)

    def learn(self, batch: Batch) -> float:
        """One step; returns its loss."""
        lesson = ask(self.teacher, batch)
        ids = masked(batch.ids, HIDDEN, self.vocabulary.id_of(UNKNOWN))
        return self.student.update(batch, ids, lesson, self.allowed, self.step / self.steps)


def main() -> None:
    """Command line: trains and leaves ``NAME.pt`` (averaged weights) in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=PLANS)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--steps", type=int, help="in place of the plan's")
    parser.add_argument("--batch", type=int, default=1792, help="pieces in a batch, padding included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="cores that are really free")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    distillation = Distillation(args)
    distillation.resume()
    distillation.run()
    torch.save(distillation.student.average.model.state_dict(), args.work / f"{args.name}.pt")


if __name__ == "__main__":
    main()
