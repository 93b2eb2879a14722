"""The baseline, spaCy's own `tok2vec` and `ner` on the same texts: ``python -m models.training.cnn --out FOLDER``."""

import argparse
import json
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from models.training import corpora
from models.training.documents import ENTITY_LABELS, Span, Text
from models.training.scoring import strict_scores

CONFIG = """
[nlp]
lang = "de"
pipeline = ["tok2vec", "ner"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.encode.width}
"""


def example(nlp: Language, text: Text) -> Example:
    """One training example; a span inside a token grows to the whole token."""
    predicted, reference = nlp.make_doc(text.text), nlp.make_doc(text.text)
    spans = [reference.char_span(start, end, label, alignment_mode="expand")
             for start, end, label in text.spans if label in ENTITY_LABELS]  # fmt: skip
    spans = spacy.util.filter_spans([span for span in spans if span is not None])
    broken = [
        span for span in spans if any(token.is_space for token in span)
    ]  # spaCy's transitions can not learn these
    reference.set_ents([span for span in spans if span not in broken], missing=broken, default="outside")
    return Example(predicted, reference)


def epoch_examples(nlp: Language, source: corpora.Training, chance: random.Random) -> Iterator[list[Example]]:
    """The batches of one epoch."""
    texts = [text for text, _ in source.epoch(chance) if text.text.strip()]
    chance.shuffle(texts)
    for batch in minibatch(texts, 24):
        yield [example(nlp, text) for text in batch]


def found(nlp: Language, texts: list[Text]) -> Iterator[tuple[Text, list[Span]]]:
    """Each text with what the pipeline finds."""
    for text, doc in zip(texts, nlp.pipe(text.text for text in texts), strict=True):
        yield text, [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--batches", type=int, help="at most so many an epoch, to try the recipe out")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


def train(args: argparse.Namespace) -> None:
    """Trains for the given time and keeps the epoch that is best on the development parts."""
    fix_random_seed(args.seed)
    chance = random.Random(args.seed)
    source = corpora.Training(args.corpora, args.gold)
    nlp = spacy.util.load_model_from_config(spacy.Config().from_str(CONFIG), auto_fill=True)
    for label in ENTITY_LABELS:
        nlp.get_pipe("ner").add_label(label)  # type: ignore[attr-defined]  # the component is an EntityRecognizer
    start = [example(nlp, text) for text in source.gold[:50]]
    optimiser = nlp.initialize(lambda: start)
    development, best, began = corpora.development(args.corpora, args.gold), -1.0, time.time()
    while best < 0 or time.time() - began < args.minutes * 60:
        losses: dict[str, float] = {}
        for batch in islice(epoch_examples(nlp, source, chance), args.batches):
            nlp.update(batch, sgd=optimiser, drop=0.15, losses=losses)
        with nlp.use_params(optimiser.averages):
            scores = {name: strict_scores(found(nlp, texts)) for name, texts in development.items()}
            mean = sum(score["all"].f1 for score in scores.values()) / len(scores)
            print(
                json.dumps({"seconds": round(time.time() - began), "ner": round(losses["ner"]), **_rounded(scores)}),
                flush=True,
            )
            if mean > best:
                best = mean
                _save(nlp, args.out)


def _rounded(scores: dict[str, Any]) -> dict[str, dict[str, float]]:
    return {name: {label: round(score.f1, 4) for label, score in by_label.items()} for name, by_label in scores.items()}


def _save(nlp: Language, folder: Path) -> None:
    nlp.meta.update(name="cnn", version="1.0.0", description="CNN baseline for German press releases", license="MIT")
    nlp.to_disk(folder, exclude=["vocab"])


if __name__ == "__main__":
    main()
