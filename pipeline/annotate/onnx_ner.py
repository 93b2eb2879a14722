"""The spaCy component `press_ner`: an int8 transformer on onnxruntime that sets ``doc.ents``.

A document is read window by window, each in a call of its own. So neither padding nor the scales that int8 kernels
derive from their input leak between documents, or depend on what else is in a batch.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

# From 1.29 on the wheels of ONNX Runtime report models and calls to their maker, unless told not to before they load.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab

from pipeline.annotate.ner_decode import ENTITY_LABELS, Scores, decode, reduce_labels
from pipeline.annotate.ner_tokens import PARAGRAPH, Vocabulary, Word, split_words
from pipeline.annotate.ner_windows import Window, cut_windows
from pipeline.errors import ModelError

NETWORK, VOCABULARY = "model.onnx", "tokenizer.json"
SCORES, WORDS = "press_ner_scores", "press_ner_words"
SELF_TEST_NAME = "self-test"
SELF_TEST = "Die Leiterin Petra Lang eröffnete in Worms das Büro der Stadtwerke Worms GmbH."
SELF_TEST_ENTITIES = ("Petra Lang", "Worms", "Stadtwerke Worms GmbH")
"""What every sound model finds there; kernels that saturate on a processor find nothing or noise."""


UNSCORED = 0.75
"""Score of an entity whose pipeline gives none: about the precision of spaCy's own pipelines on press pages."""


def _score(span: Span) -> float:
    scores: dict[tuple[int, int], float] = span.doc.user_data.get(SCORES, {})
    return scores.get((span.start_char, span.end_char), UNSCORED)


def register() -> None:
    """Gives spaCy's spans their score; the factory and the tokenizer are known to spaCy with this module."""
    if not Span.has_extension("score"):
        Span.set_extension("score", getter=_score)


class PressTokenizer:
    """spaCy tokens that are the words the model labels, so that entities and tokens always meet."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A document whose tokens join to exactly ``text``."""
        surfaces: list[str] = []
        spaces: list[bool] = []
        cursor = 0
        words = split_words(text)
        for word in words:
            gap = text[cursor : word.start]
            if surfaces and gap.startswith(" "):
                spaces[-1], gap = True, gap[1:]
            if gap:
                surfaces.append(gap)
                spaces.append(False)
            surfaces.append(text[word.start : word.end])
            spaces.append(False)
            cursor = word.end
        if cursor < len(text):
            surfaces.append(text[cursor:])
            spaces.append(False)
        return Doc(self.vocab, words=surfaces, spaces=spaces, user_data={WORDS: words})

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> "PressTokenizer":
        """Nothing to restore."""
        return self

    def to_disk(self, _path: Path, **_: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: Path, **_: object) -> "PressTokenizer":
        """Nothing to restore."""
        return self


@registry.tokenizers("press_words")  # type: ignore[untyped-decorator]  # spaCy leaves its registry untyped
def press_words() -> Any:
    """Creates `PressTokenizer` for a pipeline's configuration."""

    def create(nlp: Language) -> PressTokenizer:
        return PressTokenizer(nlp.vocab)

    return create


class PressNer:
    """The component; its weights come from `from_disk`.

    Args:
        labels: the network's output labels in order.
        temperature: the logits are divided by it, so that a score is the share of right entities among those like it.
        budget: pieces in a window.
        context: pieces a window sees on either side of what it decides.
    """

    def __init__(self, name: str, labels: Sequence[str], temperature: float, budget: int, context: int) -> None:
        self.name = name
        self._labels, self._temperature = tuple(labels), temperature
        self._budget, self._context = budget, context
        self._source: Path | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The entity labels this component sets."""
        return ENTITY_LABELS

    def __call__(self, doc: Doc) -> Doc:
        """Sets ``doc.ents``, and for each entity ``ent._.score``."""
        words = doc.user_data.pop(WORDS, None)
        if words is None:  # tokenised by another pipeline, or stored since
            words = split_words(doc.text)
        scores = reduce_labels(self.word_logits(words), self._labels, self._temperature)
        entities, certainty = [], {}
        for entity in decode(scores, [word.form == PARAGRAPH for word in words]):
            start, end = words[entity.first].start, words[entity.last - 1].end
            span = doc.char_span(start, end, entity.label, alignment_mode="expand")
            if span is not None:
                entities.append(span)
                certainty[span.start_char, span.end_char] = round(entity.score, 4)
        doc.set_ents(filter_spans(entities))
        doc.user_data[SCORES] = certainty
        return doc

    def word_logits(self, words: list[Word]) -> Scores:
        """The network's logits, (words, labels)."""
        pieces = self._vocabulary.pieces(words)
        ends = [number for number, word in enumerate(words) if word.is_break]
        windows = cut_windows([len(piece) for piece in pieces], ends, self._budget, self._context)
        rows = [self._read(window, pieces) for window in windows]
        return np.concatenate(rows) if rows else np.zeros((0, len(self._labels)), dtype=np.float32)

    def _read(self, window: Window, pieces: Sequence[Sequence[int]]) -> Scores:
        """Logits of the words a window decides."""
        ids, first = [self._vocabulary.start], [0]
        for piece in pieces[window.start : window.end]:
            first.append(len(ids))
            ids.extend(piece)
        first.append(len(ids))
        ids.append(self._vocabulary.end)
        inputs = {"ids": np.array([ids], dtype=np.int64), "first": np.array(first, dtype=np.int64)}
        (logits,) = self._session.run(["logits"], inputs)
        skip = 1 + window.first - window.start
        decided: Scores = logits[0, skip : skip + window.last - window.first]
        return decided

    def from_disk(self, path: Path | str, exclude: Iterable[str] = ()) -> "PressNer":
        """Loads network and vocabulary and reads one known sentence.

        Args:
            path: the folder with both.
            exclude: ``self-test`` leaves the sentence out: a network that is still in the making need not read it.

        Raises:
            ModelError: the network does not find what every sound copy of it finds.
        """
        self._source = Path(path)
        self._vocabulary = Vocabulary(self._source / VOCABULARY)
        self._session = _session(self._source / NETWORK)
        if SELF_TEST_NAME not in exclude:
            self._test()
        return self

    def _test(self) -> None:
        doc = self(PressTokenizer(Vocab())(SELF_TEST))
        found = tuple(ent.text for ent in doc.ents)
        if found != SELF_TEST_ENTITIES:
            raise ModelError(
                f"model {self._source} does not work on this processor: in its self-test it found {found} instead of "
                f"{SELF_TEST_ENTITIES}; update onnxruntime (here {onnxruntime.__version__}) or choose --model cnn"
            )

    def to_disk(self, path: Path | str, exclude: Iterable[str] = ()) -> None:
        """Copies network and vocabulary to a folder."""
        del exclude
        if self._source is None:
            raise ModelError("this press_ner component has no weights yet: load them with from_disk")
        Path(path).mkdir(parents=True, exist_ok=True)
        for file in (NETWORK, VOCABULARY):
            shutil.copyfile(self._source / file, Path(path) / file)

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the session, which is opened anew."""
        return {name: value for name, value in self.__dict__.items() if name != "_session"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if self._source is not None:
            self._session = _session(self._source / NETWORK)


def _session(path: Path) -> onnxruntime.InferenceSession:
    """A session on one thread whose arithmetic does not depend on the load of the machine."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # windows differ in length
    # Higher levels fuse addition and normalisation into one operator that is eight times slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@Language.factory(
    "press_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"labels": [], "temperature": 1.0, "budget": 160, "context": 8},
)
def make_press_ner(
    nlp: Language, name: str, labels: list[str], temperature: float, budget: int, context: int
) -> PressNer:
    """The factory spaCy calls for a pipeline that lists `press_ner`."""
    del nlp
    register()
    return PressNer(name, labels, temperature, budget, context)
