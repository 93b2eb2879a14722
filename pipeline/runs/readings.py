"""What the entity model found in a text, kept so that new rules or lexicons need not wait for the model again.

The model takes most of the time of a document, and only text, blocks, the model and its own code decide what it finds.
A reading holds places and labels, and none of the words.
"""

import hashlib
import json
import zlib
from dataclasses import dataclass

from pipeline.documents import CleanDocument, EntityRecogniser, Label, Mention
from pipeline.runs.fingerprints import reader_sha256


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model found in one text.

    Attributes:
        key: fingerprint of all that decides it.
        data: label, start, end, score and rule of every mention, compressed.
    """

    key: str
    data: bytes


class Recalling:
    """An entity model that first looks whether a reading of the very text is at hand.

    Attributes:
        made: the reading of the last document, None where the one at hand was right.
    """

    def __init__(self, model: EntityRecogniser) -> None:
        self._model = model
        self._at_hand: Reading | None = None
        self.made: Reading | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def version(self) -> str:
        """The model's version."""
        return self._model.version

    @property
    def sha256(self) -> str:
        """Fingerprint of the model's files."""
        return self._model.sha256

    def begin(self, at_hand: Reading | None) -> None:
        """Another document, and what an earlier run read in it."""
        self._at_hand, self.made = at_hand, None

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """What the model finds in the document."""
        key = _key(document, self._model.sha256)
        if self._at_hand is not None and self._at_hand.key == key:
            return _unpacked(self._at_hand.data, document.text)
        mentions = self._model.recognise(document)
        self.made = Reading(key, _packed(mentions))
        return mentions


def _key(document: CleanDocument, model: str) -> str:
    parts = (reader_sha256(), model, repr(document.blocks), document.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _packed(mentions: list[Mention]) -> bytes:
    rows = [(mention.label, mention.start, mention.end, mention.score, mention.rule) for mention in mentions]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def _unpacked(data: bytes, text: str) -> list[Mention]:
    rows = json.loads(zlib.decompress(data))
    return [Mention(Label(label), start, end, text[start:end], score, rule) for label, start, end, score, rule in rows]
