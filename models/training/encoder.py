"""The encoder with a token-classification head, in plain PyTorch."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.base import BaseEncoder
from models.training.vocabulary import BREAKS


class Dropout(nn.Module):
    """Dropout whose masks are cut from one pool of random bits: drawing fresh ones costs a tenth of a training step."""

    POOL, RENEW = 1 << 23, 4096

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share, self.calls = share, 0
        self.pool = torch.empty(0)

    def forward(self, states: Tensor) -> Tensor:
        """The states with a share of them set to zero and the others scaled up, while training."""
        if not self.training or self.share == 0:
            return states
        size = states.numel()
        if self.calls % self.RENEW == 0 or self.pool.numel() < size + 1:
            keep = torch.rand(max(self.POOL, 2 * size)) >= self.share
            self.pool = keep.to(torch.bfloat16) / (1 - self.share)
        self.calls += 1
        offset = int(torch.randint(0, self.pool.numel() - size, ()))
        return states * self.pool[offset : offset + size].view(states.shape)


WEIGHT_LIMIT = 64
"""Largest integer of a quantised weight, see `export`."""


class Linear(nn.Linear):
    """A linear layer that can compute as if it were quantised already, so that training learns to bear it.

    Attributes:
        rounds: weights are rounded to seven bits, one scale an output, and inputs to eight, one scale a window;
            gradients pass as if they were not.
    """

    rounds = False

    def forward(self, states: Tensor) -> Tensor:
        """(batch, length, in) -> (batch, length, out)."""
        if not self.rounds:
            return super().forward(states)
        return functional.linear(_rounded_states(states), _rounded_weights(self.weight), self.bias)


class _Rounded(torch.autograd.Function):
    """The nearest multiples of a scale; the gradient passes as if nothing had been done."""

    @staticmethod
    def forward(_context: Any, values: Tensor, scale: Tensor) -> Tensor:
        return (values.float() / scale).round_().mul_(scale)

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]  # torch has *Any
        return gradient, None


def _rounded_weights(weights: Tensor) -> Tensor:
    scale = weights.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / WEIGHT_LIMIT
    rounded: Tensor = _Rounded.apply(weights, scale)
    return rounded


def _rounded_states(states: Tensor) -> Tensor:
    """An integer zero point only shifts the grid onto itself, so it may be left out."""
    least, most = states.detach().amin((1, 2), keepdim=True), states.detach().amax((1, 2), keepdim=True)
    scale = ((most.float().clamp(min=0) - least.float().clamp(max=0)) / 255).clamp(min=1e-8)
    rounded: Tensor = _Rounded.apply(states, scale)
    return rounded


class Layer(nn.Module):
    """One BERT layer (normalisation behind each sublayer)."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float, dropout: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = Linear(hidden, 3 * hidden)
        self.project = Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.widen = Linear(hidden, inner)
        self.narrow = Linear(inner, hidden)
        self.output_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.dropout = dropout

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces, hidden) -> the same shape."""
        batch, length, hidden = states.shape
        query, key, value = self.qkv(states).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (hidden // self.heads) ** -0.5
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        # Written out: on CPUs the backward pass of PyTorch's fused attention takes a third of a training step.
        attended = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, hidden)
        states = self.attention_norm(states + self.dropout(self.project(attended)))
        return self.output_norm(states + self.dropout(self.narrow(functional.gelu(self.widen(states)))))


class Tagger(nn.Module):
    """Encoder and classifier: pieces in, label logits of words out.

    Args:
        words: pieces of the vocabulary.
        pool_after: number of layers that read pieces; those behind them read one state a word (that of its first
            piece), which makes their input half as long. By default only the classifier works on words.
    """

    HIDDEN, HEADS, INNER, POSITIONS, EPSILON = 384, 12, 1536, 512, 1e-12

    def __init__(
        self, words: int, labels: int, layers: int = 12, pool_after: int | None = None, *, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.pool_after = layers if pool_after is None else pool_after
        self.words = nn.Embedding(words, self.HIDDEN)
        self.positions = nn.Embedding(self.POSITIONS, self.HIDDEN)
        self.norm = nn.LayerNorm(self.HIDDEN, eps=self.EPSILON)
        self.dropout = Dropout(dropout)
        shape = (self.HIDDEN, self.HEADS, self.INNER, self.EPSILON)
        self.layers = nn.ModuleList(Layer(*shape, self.dropout) for _ in range(layers))
        self.classify = nn.Linear(self.HIDDEN, labels)

    def forward(self, ids: Tensor, mask: Tensor | None, first: Tensor, word_mask: Tensor | None) -> Tensor:
        """(batch, words, labels) from (batch, pieces) ids.

        Args:
            ids: (batch, pieces) piece ids.
            mask: boolean, (batch, 1, 1, pieces), False on padding.
            first: (batch, words) position of each word's first piece; the start and the end piece count as words.
            word_mask: boolean, (batch, 1, 1, words), False on padding.
        """
        return self.classify(self.dropout(self.encode(ids, mask, first, word_mask)))  # type: ignore[no-any-return]

    def round_as_int8(self) -> None:
        """Lets every layer compute as the exported network will."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.rounds = True

    def encode(self, ids: Tensor, mask: Tensor | None, first: Tensor, word_mask: Tensor | None) -> Tensor:
        """The last states of the words, (batch, words, hidden)."""
        *_, states = self.layer_states(ids, mask, first, word_mask)
        return _pick(states, first) if self.pool_after == len(self.layers) else states

    def layer_states(
        self, ids: Tensor, mask: Tensor | None, first: Tensor, word_mask: Tensor | None
    ) -> Iterator[Tensor]:
        """What each layer hands on: states of pieces up to layer ``pool_after``, of words behind it."""
        states = self.dropout(self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]]))
        for number, layer in enumerate(self.layers):
            if number == self.pool_after:
                states, mask = _pick(states, first), word_mask
            states = layer(states, mask)
            yield states

    def word_states(self, ids: Tensor, mask: Tensor, first: Tensor, word_mask: Tensor) -> list[Tensor]:
        """The states of the words behind each layer, each (words that are no padding, hidden)."""
        words = word_mask[:, 0, 0]
        return [
            (_pick(states, first) if number < self.pool_after else states)[words]
            for number, states in enumerate(self.layer_states(ids, mask, first, word_mask))
        ]


def _pick(states: Tensor, first: Tensor) -> Tensor:
    return states.gather(1, first[..., None].expand(-1, -1, states.shape[-1]))


def shallower(teacher: Tagger, kept: Sequence[int], pool_after: int, *, dropout: float = 0.1) -> Tagger:
    """A student that starts from some of the teacher's layers, its embeddings and its head."""
    sizes = teacher.words.num_embeddings, teacher.classify.out_features
    student = Tagger(*sizes, len(kept), pool_after, dropout=dropout)
    student.load_state_dict(dict(_student_state(teacher, kept)))
    return student


def _student_state(teacher: Tagger, kept: Sequence[int]) -> Iterator[tuple[str, Tensor]]:
    for name, value in teacher.state_dict().items():
        parts = name.split(".")
        if parts[0] != "layers":
            yield name, value
        elif int(parts[1]) in kept:
            yield ".".join(["layers", str(kept.index(int(parts[1]))), *parts[2:]]), value


def from_base(base: BaseEncoder, kept: list[int], labels: int) -> Tagger:
    """A tagger that starts from the base encoder's weights for the kept pieces; the break pieces follow behind them."""
    model = Tagger(len(kept) + len(BREAKS), labels, base.layers)
    tensors = {name: torch.from_numpy(values.copy()) for name, values in base.tensors.items()}
    number = {piece: index for index, (piece, _) in enumerate(base.pieces)}
    word = tensors["emb.word"]
    breaks = [word[[number[seed] for seed in seeds]].mean(0) for seeds in BREAKS.values()]
    state = model.state_dict()
    state["words.weight"] = torch.cat([word[kept], torch.stack(breaks)])
    state["positions.weight"] = tensors["emb.pos"] + tensors["emb.type"][0]
    state["norm.weight"], state["norm.bias"] = tensors["emb.ln.w"], tensors["emb.ln.b"]
    for index in range(base.layers):
        state.update(_layer_state(tensors, index))
    model.load_state_dict(state)
    nn.init.normal_(model.classify.weight, std=0.02)
    return model


_NAMES = {"project": "ao", "widen": "fi", "narrow": "fo", "attention_norm": "aln", "output_norm": "oln"}


def _layer_state(tensors: dict[str, Tensor], index: int) -> dict[str, Tensor]:
    state = {}
    for ours, theirs in (("weight", "w"), ("bias", "b")):
        state[f"layers.{index}.qkv.{ours}"] = torch.cat([tensors[f"l{index}.{part}.{theirs}"] for part in "qkv"])
        for name, source in _NAMES.items():
            state[f"layers.{index}.{name}.{ours}"] = tensors[f"l{index}.{source}.{theirs}"]
    return state
