"""Cuts the base encoder's 250,000 pieces to those German text uses, and writes the runtime's ``tokenizer.json``."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from models.training.base import BaseEncoder
from pipeline.annotate.ner_tokens import END, GAP, LINE, PADDING, PARAGRAPH, START, UNKNOWN

SPECIAL = (START, PADDING, END, UNKNOWN)
BREAKS = {LINE: (".", "</s>"), PARAGRAPH: (".", "</s>"), GAP: (",", "|")}
"""New pieces, each with the base pieces whose mean embedding it starts from."""


def tokenizer_json(pieces: list[tuple[str, float]]) -> str:
    """A tokenizer that only splits one normalised word into unigram pieces; piece 3 stands for the unknown."""
    unused = dict.fromkeys(("truncation", "padding", "normalizer", "pre_tokenizer", "post_processor", "decoder"))
    rounded = [(piece, round(score, 4)) for piece, score in pieces]
    model = {"type": "Unigram", "unk_id": 3, "vocab": rounded, "byte_fallback": False}
    return json.dumps({"version": "1.0", "added_tokens": [], **unused, "model": model}, ensure_ascii=False)


def choose(base: BaseEncoder, uses: Counter[str], size: int) -> list[int]:
    """Base ids to keep, ascending: the specials, every single Latin character and digit, then the most used pieces."""
    kept = {number for number, (piece, _) in enumerate(base.pieces) if piece in SPECIAL or _is_basic(piece)}
    ids = {piece: number for number, (piece, _) in enumerate(base.pieces)}
    for piece, _ in uses.most_common():
        if len(kept) >= size - len(BREAKS):
            break
        if piece in ids:
            kept.add(ids[piece])
    return sorted(kept)


def _is_basic(piece: str) -> bool:
    bare = piece.lstrip("▁")
    if len(bare) != 1:
        return piece == "▁"
    return ord(bare) < 0x2100 and ("LATIN" in unicodedata.name(bare, "") or unicodedata.category(bare)[0] in "NPS")


def count_pieces(tokenizer_path: Path, forms: Iterable[tuple[str, float]]) -> Counter[str]:
    """How often each base piece is used by word forms with these weights."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    uses: Counter[str] = Counter()
    for form, weight in forms:
        for piece in tokenizer.encode(form, add_special_tokens=False).tokens:
            uses[piece] += weight  # type: ignore[assignment]  # weights are real
    return uses
