"""Text -> words -> vocabulary pieces, as the embedded transformers read it.

A word is a run of letters and digits, or one other visible character, or one line or paragraph break. Labels are given
to words, so entity spans are exact in code points whatever the vocabulary or Unicode normalisation does inside a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

START, PADDING, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
LINE, PARAGRAPH, GAP = "<line>", "<paragraph>", "<gap>"
"""The vocabulary's own pieces for a line break, an empty line, and the space between two columns."""

MAX_PIECES_PER_WORD = 12
"""A longer word (a hash, a base64 blob) is read by its first pieces: time stays linear, a window holds many words."""

_JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f"
_WORD = re.compile(rf"[^\W_][^\W_{_JOINERS}]*(?:[{_JOINERS}]+[^\W_]*)*|[^\w\s]|_|\s+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


class Word(NamedTuple):
    """One word of a text; ``form`` is what the vocabulary looks up (a break stands for itself).

    A tuple, since a document has thousands of them and a frozen dataclass takes nearly twice as long to make.
    """

    start: int
    end: int
    form: str

    @property
    def is_break(self) -> bool:
        """Whether this is white space with a meaning: the end of a line, a paragraph or a column."""
        return self.form in (LINE, PARAGRAPH, GAP)


def split_words(text: str) -> list[Word]:
    """All words of a text in order; plain spaces are no words, they mark the next word's form with a leading U+2581."""
    words: list[Word] = []
    spaced = True
    for match in _WORD.finditer(text):
        surface = match.group()
        if surface.isspace():
            spaced = True
            form = _break(surface)
            if form is not None:
                words.append(Word(match.start(), match.end(), form))
        else:
            words.append(Word(match.start(), match.end(), f"▁{surface}" if spaced else surface))
            spaced = False
    return words


def _break(space: str) -> str | None:
    """What a run of white space means on a page; None where it is a plain space."""
    lines = space.count("\n") or space.count("\r")
    if lines:
        return PARAGRAPH if lines > 1 else LINE
    return GAP if "\t" in space or len(space) > 2 else None


class Vocabulary:
    """A unigram piece vocabulary with the pieces of every word it met.

    Args:
        path: a ``tokenizer.json`` whose model splits one word; see `models/training/vocabulary.py`.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._known: dict[str, tuple[int, ...]] = {}
        self.start, self.end = self.id_of(START), self.id_of(END)
        for piece in (LINE, PARAGRAPH, GAP):
            self._known[piece] = (self.id_of(piece),)

    def id_of(self, piece: str) -> int:
        """The id of a piece.

        Raises:
            KeyError: the vocabulary has no such piece.
        """
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise KeyError(piece)
        return int(number)

    def pieces(self, words: Iterable[Word]) -> list[Sequence[int]]:
        """The piece ids of each word, never empty, at most `MAX_PIECES_PER_WORD`."""
        return [self._known.get(word.form) or self._split(word.form) for word in words]

    def _split(self, form: str) -> tuple[int, ...]:
        ids = tuple(self._tokenizer.encode(normalise(form), add_special_tokens=False).ids[:MAX_PIECES_PER_WORD])
        ids = ids or (self.id_of(UNKNOWN),)
        if len(self._known) < _CACHE_SIZE and len(form) <= _CACHED_LENGTH:
            self._known[form] = ids
        return ids


_CACHE_SIZE, _CACHED_LENGTH = 200_000, 40
_READ_LENGTH = 200


def normalise(form: str) -> str:
    """The form without invisible characters and in compatibility composition, as the base encoder was trained."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", form[:_READ_LENGTH])).replace(" ", "▁")
