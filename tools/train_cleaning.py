"""Train the cleaning models and write their weights.

    python -m tools.train_cleaning text GOLD_DIR ...
    python -m tools.make_teacher SUITE_DIR TEACHER.json
    python -m tools.train_cleaning html SUITE_DIR TEACHER.json gold/pages
    add --check to print cross-validated figures instead of writing

Deterministic, no dependency but numpy: the same command gives the same weights.

The text model is a logistic regression over named binary features with an L2 penalty, in two passes: the second sees
what the first thought of a line's neighbours, learnt from folds that the first had not seen. It also learns from
recombined gold documents: the content of one with the page furniture of others.

The block model is such a first pass and then small decision trees over signals of the whole page
(``evaluation/cleaning_html_model.py``). A page of a suite names a few snippets that must stay or go; its other blocks
are labelled, with a small weight, by how many other extractors leave them out (TEACHER.json). Pages of our own
(``gold/pages``) say what the suite is silent about: captions, dates, contacts, source lines. Its training prints how
well the recipe does on the snippets, in sample and cross-validated. Folds never split the pages of a
publisher: only the cross-validated figures say what to expect of other people's pages.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.cleaning_augment import recombined
from evaluation.cleaning_data import GoldLines, read_gold_lines, read_pages, read_suite
from evaluation.cleaning_examples import Example, text_example
from evaluation.cleaning_html_model import BlockModel, cross_validated, fit_model, in_sample, lessons
from evaluation.cleaning_linear import SMALLEST, descended
from pipeline.clean.html_signals import SIGNALS

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources" / "clean"
PENALTY = 3.0
RARE = 3
FOLDS = 5
COPIES = 2  # recombined documents for every gold document, each weighing half
COPY_WEIGHT = 0.5
SEEDS = (0, 1, 2)  # splits of the publishers that the block model is cross-validated on
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Fitted:
    """One logistic regression."""

    index: dict[str, int]
    weights: NDArray[np.float64]
    bias: float

    def probabilities(self, features: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Probability of junk for every unit."""
        rows, columns = sparse(features, self.index)
        scores = np.bincount(rows, self.weights[columns], len(features)) + self.bias
        return np.asarray(1 / (1 + np.exp(-scores)))


def sparse(features: Sequence[Sequence[str]], index: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of every known feature."""
    pairs = [(row, index[name]) for row, names in enumerate(features) for name in dict.fromkeys(names) if name in index]
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def fit(examples: Sequence[Example], features: Sequence[list[list[str]]]) -> Fitted:
    """Weighted logistic regression by Adam over all examples at once."""
    seen = Counter(name for document in features for name in {name for names in document for name in names})
    index = {name: number for number, name in enumerate(sorted(name for name, count in seen.items() if count >= RARE))}
    flat = [names for document in features for names in document]
    rows, columns = sparse(flat, index)
    labels = np.array([junk for example in examples for junk in example.junk], dtype=np.float64)
    shares = np.array([weight for example in examples for weight in example.weights])
    shares *= len(shares) / shares.sum()
    parameters = descended(rows, columns, labels, shares, len(index), PENALTY)
    return Fitted(index, parameters[:-1], float(parameters[-1]))


def with_copies(documents: Sequence[GoldLines]) -> list[Example]:
    """Examples of gold documents and of their recombinations."""
    copies = recombined(documents, COPIES)
    return [text_example(gold) for gold in documents] + [text_example(gold, COPY_WEIGHT) for gold in copies]


def fit_both(examples: Sequence[Example]) -> tuple[Fitted, Fitted]:
    """Both passes; the second learns from what the first says of documents it was not fitted on."""
    second: list[list[list[str]]] = [[] for _ in examples]
    for fold_number in range(FOLDS):
        rest = [example for number, example in enumerate(examples) if number % FOLDS != fold_number]
        first = fit(rest, [example.features for example in rest])
        for number in range(fold_number, len(examples), FOLDS):
            second[number] = widened(examples[number], first)
    return fit(examples, [example.features for example in examples]), fit(examples, second)


def widened(example: Example, first: Fitted) -> list[list[str]]:
    """The features of an example with those of its neighbourhoods."""
    around = example.around(list(first.probabilities(example.features)))
    return [[*own, *near] for own, near in zip(example.features, around, strict=True)]


def check(examples: Sequence[Example], training: Callable[[Sequence[int]], Sequence[Example]]) -> None:
    """Prints the weighted shares kept and removed, each document judged by models that had not seen it."""
    odds: list[NDArray[np.float64]] = [np.zeros(0) for _ in examples]
    for fold_number in range(FOLDS):
        rest = [number for number in range(len(examples)) if number % FOLDS != fold_number]
        first, second = fit_both(training(rest))
        for number in range(fold_number, len(examples), FOLDS):
            odds[number] = second.probabilities(widened(examples[number], first))
    flat = np.concatenate(odds)
    junk = np.array([label > 0.5 for example in examples for label in example.junk])
    strong = np.array([weight >= 1.0 for example in examples for weight in example.weights])
    for threshold in THRESHOLDS:
        kept = (flat[strong & ~junk] < threshold).mean()
        removed = (flat[strong & junk] >= threshold).mean()
        print(f"text at {threshold}: content kept {kept:.4f}, junk removed {removed:.4f}")


def written(name: str, weights: Sequence[tuple[str, float]], bias: float) -> list[str]:
    """The lines of one pass."""
    lines = [f"{json.dumps(feature, ensure_ascii=False)}: {weight:.3f}" for feature, weight in weights]
    return [f"{name}:", f"  bias: {bias:.3f}", *(f"  {line}" for line in lines)]


def write_yaml(kind: str, lines: Sequence[str]) -> None:
    """Writes the weights of a model."""
    head = f"# Weights of the {kind} cleaning model: log-odds of junk. Written by tools/train_cleaning.py."
    (RESOURCES / f"{kind}.yml").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def write_text_model(passes: tuple[Fitted, Fitted]) -> None:
    """Writes both passes, features in order of name."""
    lines: list[str] = []
    for name, fitted in zip(("first", "second"), passes, strict=True):
        known = [(f, float(fitted.weights[n])) for f, n in fitted.index.items() if abs(fitted.weights[n]) >= SMALLEST]
        lines += written(name, known, fitted.bias)
    write_yaml("text", lines)


def write_block_model(model: BlockModel, vocabulary: Mapping[str, int]) -> None:
    """Writes the linear pass as YAML, features in order of name, and the trees as JSON, one a line."""
    weights = [(name, float(model.linear.weights[vocabulary[name]])) for name in sorted(vocabulary)]
    write_yaml("html", written("first", [pair for pair in weights if pair[1]], model.linear.bias))
    parts = (model.trees.signals.tolist(), model.trees.cuts.tolist(), model.trees.leaves.tolist())
    listed = [
        json.dumps([[SIGNALS[column] for column in signals], cuts, leaves])
        for signals, cuts, leaves in zip(*parts, strict=True)
    ]
    body = ",\n".join(listed)
    text = f'{{"base": {model.trees.base}, "trees": [\n{body}\n]}}\n'
    (RESOURCES / "html_trees.json").write_text(text, encoding="utf-8")


def train_text(folders: Sequence[Path], *, checking: bool) -> None:
    """Trains the text model on the gold documents of some folders, or checks it."""
    documents = [document for folder in folders for document in read_gold_lines(folder)]
    documents = [documents[number] for number in np.random.default_rng(0).permutation(len(documents))]

    def training(numbers: Sequence[int]) -> list[Example]:
        return with_copies([documents[number] for number in numbers])

    if checking:
        check([text_example(gold) for gold in documents], training)
    else:
        write_text_model(fit_both(training(range(len(documents)))))


def train_html(folder: Path, teacher: Path, pages: Path, *, checking: bool) -> None:
    """Trains the block model on a suite and pages of our own, and prints how its recipe does on unseen publishers."""
    teachers = json.loads(teacher.read_text(encoding="utf-8"))
    learnt = lessons(list(read_suite(folder)), teachers, list(read_pages(pages)))
    if not checking:
        model = fit_model([*learnt.suite, *learnt.pages], len(learnt.vocabulary))
        write_block_model(model, learnt.vocabulary)
        report("suite, in sample", in_sample(learnt.suite, model))
        report("pages, in sample", in_sample(learnt.pages, model))
    for seed in SEEDS:
        suite, ours = cross_validated(learnt, seed)
        report(f"suite, cross-validated by publisher, split {seed}", suite)
        report(f"pages, cross-validated, split {seed}", ours)


def report(name: str, figures: tuple[float, float, float]) -> None:
    """Prints the snippet figures of the block model."""
    print("html {}: precision {:.4f}  recall {:.4f}  F1 {:.4f}".format(name, *figures), flush=True)


def main() -> None:
    """Trains one model, or checks it."""
    kind, *paths = [argument for argument in sys.argv[1:] if argument != "--check"]
    checking = "--check" in sys.argv
    if kind == "html":
        train_html(Path(paths[0]), Path(paths[1]), Path(paths[2]), checking=checking)
    else:
        train_text([Path(path) for path in paths], checking=checking)


if __name__ == "__main__":
    main()
