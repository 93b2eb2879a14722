"""Scores entity models on every held-out set: ``python -m models.training.evaluate [MODEL...]``.

Strict spans: start, end and label must be exactly right. Only ``gold/dev`` and ``germeval/dev`` may be used to
choose anything. With ``--floors FILE`` the exit code is 1 where a figure is below its floor.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from models.training import corpora, documents, floors
from models.training.documents import ENTITY_LABELS, Span, Text
from models.training.scoring import Score, strict_scores
from pipeline.annotate.ner import LoadedModel, load_model
from pipeline.annotate.ner_models import embedded_names

Results = dict[tuple[str, str], dict[str, Score]]
"""Scores by label for each set and model."""


def evaluation_sets(folder: Path, gold: Path) -> dict[str, Callable[[], list[Text]]]:
    """What reads the texts of each set."""
    return {
        "gold/dev": lambda: documents.read_gold(gold / "dev"),
        "gold/seeds": lambda: documents.read_gold(gold / "seeds"),
        "germeval/dev": lambda: documents.read_germeval(folder / "germeval2014" / "NER-de-dev.tsv"),
        "uner/pud": lambda: documents.read_conll(folder / "uner_de_pud" / "uner_de_pud_test.conll"),
        "smartdata/test": lambda: _unseen(folder / "smartdata"),
    }


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


def table(results: Results) -> str:
    """Markdown: one line a model and set, precision / recall / F1 of each label."""
    lines = ["| set | model | " + " | ".join((*ENTITY_LABELS, "all")) + " |", "| --- " * (len(ENTITY_LABELS) + 3) + "|"]
    for (name, model), scores in sorted(results.items()):
        cells = (f"{score.precision:.3f} / {score.recall:.3f} / **{score.f1:.3f}**" for score in scores.values())
        lines.append(f"| {name} | {model} | {' | '.join(cells)} |")
    return "\n".join(lines)


def flat(results: Results) -> dict[str, dict[str, float]]:
    """F1 by ``MODEL SET`` and label."""
    return {f"{model} {name}": {label: round(score.f1, 4) for label, score in scores.items()}
            for (name, model), scores in sorted(results.items())}  # fmt: skip


def main() -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", default=list(embedded_names()), help="embedded names, folders or packages")
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--sets", nargs="*", help="only these sets")
    parser.add_argument("--json", type=Path, help="also write F1 by model, set and label to this file")
    parser.add_argument("--floors", type=Path, help="compare with the floors in this file")
    parser.add_argument("--write-floors", action="store_true", help="take the figures as new floors")
    parser.add_argument("--accept-lower", metavar="REASON", help="let floors fall, for this reason")
    args = parser.parse_args()
    if args.floors is not None and not args.gold.is_dir():
        return without_gold(args.gold)
    results: Results = {}
    for spec in args.models:
        model = load_model(spec)
        for name, read in evaluation_sets(args.corpora, args.gold).items():
            if not args.sets or name in args.sets:
                results[name, spec] = strict_scores(found_by(model, read()))
    print(table(results))
    figures = flat(results)
    if args.json is not None:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if args.floors is None:
        return 0
    if args.write_floors:
        floors.write(args.floors, figures, args.accept_lower)
        return 0
    return report(floors.breaches(args.floors, figures))


def without_gold(gold: Path) -> int:
    """Says why no floor can be checked; an error where it must be."""
    print(f"{gold} is not there: the floors of the entity models are not checked", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


def report(breaches: list[str]) -> int:
    """Prints what fell below its floor; returns the exit code."""
    for breach in breaches:
        print(breach, file=sys.stderr)
    print(f"floors of the entity models {'BROKEN' if breaches else 'kept'}")
    return int(bool(breaches))


if __name__ == "__main__":
    sys.exit(main())
