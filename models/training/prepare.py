"""Makes the untrained tagger, base weights and cut vocabulary: ``python -m models.training.prepare --work FOLDER``."""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import torch

from models.training import base, corpora, documents, vocabulary
from models.training.encoder import Tagger, from_base
from models.training.samples import LABELS
from pipeline.annotate.ner_tokens import normalise, split_words

PIECES = 25_000
"""Of the base encoder's 250,000: with these a German word takes 1.49 pieces, with all 1.48."""


def form_weights(folder: Path, gold: Path) -> Counter[str]:
    """Word forms with how often German text of our kind uses them: corpora, names, places, a frequency list."""
    forms: Counter[str] = Counter()
    count_texts(forms, (text.text for text in documents.read_gold(gold / "train", junk=True)), 4)
    count_texts(forms, (text.text for text in documents.read_germeval(folder / "germeval2014" / "NER-de-test.tsv")), 1)
    count_texts(
        forms, (text.text for text in documents.read_smartdata(folder / "smartdata" / "smartdata_train.jsonl")), 1
    )
    source = corpora.Training(folder, gold).pools
    for names in (source.given, source.family, source.places):
        count_texts(forms, names, 0.3)
    _count_frequency_list(forms)
    return forms


def count_texts(forms: Counter[str], texts: Iterable[str], weight: float) -> None:
    """Adds the words of some texts."""
    for text in texts:
        for word in split_words(text):
            if not word.is_break:
                forms[normalise(word.form)] += weight  # type: ignore[assignment]  # weights are real


def _count_frequency_list(forms: Counter[str]) -> None:
    """Adds a German frequency list; it has lower case only, so each word counts half as capitalised."""
    import wordfreq

    for word, frequency in wordfreq.get_frequency_dict("de", "large").items():
        weight = frequency * 2.5e6
        if weight > 0.005:
            for form in (f"▁{normalise(word)}", f"▁{normalise(word.capitalize())}"):
                forms[form] += weight  # type: ignore[assignment]  # weights are real


def prepare(work: Path, kept: list[int], encoder: base.BaseEncoder) -> None:
    """Leaves ``tokenizer.json`` and the untrained weights in the work folder."""
    pieces = [encoder.pieces[number] for number in kept] + [(piece, -99.0) for piece in vocabulary.BREAKS]
    (work / "tokenizer.json").write_text(vocabulary.tokenizer_json(pieces), encoding="utf-8")
    torch.save(from_base(encoder, kept, len(LABELS)).state_dict(), work / "initial.pt")


def initial(work: Path, labels: int) -> Tagger:
    """The untrained tagger that `prepare` left."""
    state = torch.load(work / "initial.pt")
    model = Tagger(state["words.weight"].shape[0], labels)
    model.load_state_dict(state)
    return model


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    args = parser.parse_args()
    torch.manual_seed(1)
    args.work.mkdir(parents=True, exist_ok=True)
    encoder = base.load(base.fetch(args.work))
    whole = args.work / "base-tokenizer.json"
    whole.write_text(vocabulary.tokenizer_json(encoder.pieces), encoding="utf-8")
    uses = vocabulary.count_pieces(whole, form_weights(args.corpora, args.gold).items())
    prepare(args.work, vocabulary.choose(encoder, uses, PIECES), encoder)


if __name__ == "__main__":
    main()
