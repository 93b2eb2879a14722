"""Scores entity models on every held-out set: ``python -m models.training.evaluate [MODEL...]``.

Strict spans: start, end and label must be exactly right. Only ``gold/dev`` and ``germeval/dev`` may be used to
choose anything.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.training import corpora, documents
from models.training.documents import ENTITY_LABELS, Span, Text
from models.training.scoring import Score, strict_scores
from pipeline.annotate.ner import LoadedModel, load_model
from pipeline.annotate.ner_models import embedded_names


def evaluation_sets(folder: Path, gold: Path) -> Iterator[tuple[str, list[Text]]]:
    """Name and texts of each set."""
    yield "gold/dev", documents.read_gold(gold / "dev")
    yield "gold/seeds", documents.read_gold(gold / "seeds")
    yield "germeval/dev", documents.read_germeval(folder / "germeval2014" / "NER-de-dev.tsv")
    yield "uner/pud", documents.read_conll(folder / "uner_de_pud" / "uner_de_pud_test.conll")
    yield "smartdata/test", _unseen(folder / "smartdata")


def _unseen(folder: Path) -> list[Text]:
    """SmartData's test documents without the lines that its train part also has."""
    seen = {
        line.strip()
        for text in documents.read_smartdata(folder / "smartdata_train.jsonl")
        for line in text.text.splitlines()
    }
    return [_without(text, seen) for text in documents.read_smartdata(folder / "smartdata_test.jsonl", evaluation=True)]


def _without(text: Text, seen: set[str]) -> Text:
    """The text with seen lines blanked out, so that offsets stay."""
    lines, spans, start = [], [], 0
    for line in text.text.splitlines(keepends=True):
        end = start + len(line)
        old = len(line.strip()) > 20 and line.strip() in seen
        lines.append(" " * (len(line) - 1) + "\n" if old else line)
        spans += [] if old else [span for span in text.spans if start <= span[0] < end]
        start = end
    return replace(text, text="".join(lines), spans=tuple(spans))


def found_by(model: LoadedModel, texts: list[Text]) -> Iterator[tuple[Text, list[Span]]]:
    """Each text with the spans the model finds, mended edges included."""
    for text in texts:
        yield text, [(entity.start, entity.end, entity.label.value) for entity in model.entities(text.text)]


def table(results: dict[tuple[str, str], dict[str, Score]]) -> str:
    """Markdown: one line a model and set, precision / recall / F1 of each label."""
    lines = ["| set | model | " + " | ".join((*ENTITY_LABELS, "all")) + " |", "| --- " * (len(ENTITY_LABELS) + 3) + "|"]
    for (name, model), scores in sorted(results.items()):
        cells = (f"{score.precision:.3f} / {score.recall:.3f} / **{score.f1:.3f}**" for score in scores.values())
        lines.append(f"| {name} | {model} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=list(embedded_names()), help="embedded names, folders or packages")
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--sets", nargs="*", help="only these sets")
    parser.add_argument("--json", type=Path, help="also write F1 by model, set and label to this file")
    args = parser.parse_args()
    results = {}
    for spec in args.models:
        model = load_model(spec)
        for name, texts in evaluation_sets(args.corpora, args.gold):
            if not args.sets or name in args.sets:
                results[name, spec] = strict_scores(found_by(model, texts))
    print(table(results))
    if args.json is not None:
        figures = {f"{model} {name}": {label: round(score.f1, 4) for label, score in scores.items()}
                   for (name, model), scores in results.items()}  # fmt: skip
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
