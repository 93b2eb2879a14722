"""Train the cleaning models and write their weights as YAML.

    python tools/train_cleaning.py text GOLD_DIR
    python tools/train_cleaning.py html SUITE_DIR [TEACHER.json]
    add --check to print cross-validated figures instead of writing

Training the HTML model always prints how well it does on the suite's snippets, cross-validated and in sample. Folds
never split the pages of a publisher: only the cross-validated figure says what to expect of other people's pages.

Both models are logistic regressions over named binary features with an L2 penalty, in two passes: the second sees
what the first thought of a unit's neighbours, learnt from folds that the first had not seen. Deterministic, no
dependency but numpy.

A page of a suite names a few snippets that must stay or go; its other blocks are labelled, with a small weight, by
how many other extractors leave them out (TEACHER.json, by tools/make_teacher.py). Features that occur in
fewer than ``RARE`` documents are left out. The text model also learns from recombined gold documents: the content of
one with the page furniture of others.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.cleaning_augment import recombined
from evaluation.cleaning_data import GoldLines, SuitePage, read_gold_lines, read_suite
from evaluation.cleaning_examples import Example, html_example, text_example
from evaluation.cleaning_folds import kept_text, publisher_folds, snippet_figures

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources" / "clean"
PENALTY = {"text": 3.0, "html": 30.0}
RARE = {"text": 3, "html": 4}
FOLDS = 5
STEPS = 120
RATE = 0.15
SMALLEST = 0.03  # weights below it are not written
COPIES = 2  # recombined documents for every gold document, each weighing half
COPY_WEIGHT = 0.5
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
    pairs = [(row, index[name]) for row, names in enumerate(features) for name in set(names) if name in index]
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def fit(examples: Sequence[Example], features: Sequence[list[list[str]]], kind: str) -> Fitted:
    """Weighted logistic regression by Adam over all examples at once."""
    seen = Counter(name for document in features for name in {name for names in document for name in names})
    index = {
        name: number for number, name in enumerate(sorted(name for name, count in seen.items() if count >= RARE[kind]))
    }
    flat = [names for document in features for names in document]
    rows, columns = sparse(flat, index)
    labels = np.array([junk for example in examples for junk in example.junk], dtype=np.float64)
    shares = np.array([weight for example in examples for weight in example.weights])
    shares *= len(shares) / shares.sum()
    parameters = np.zeros(len(index) + 1)
    momentum, scale = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, parameters[columns], len(flat)) + parameters[-1]
        error = (1 / (1 + np.exp(-scores)) - labels) * shares
        gradient = np.bincount(columns, error[rows], len(index)) + PENALTY[kind] * parameters[:-1]
        gradient = np.append(gradient, error.sum()) / len(flat)
        momentum = 0.9 * momentum + 0.1 * gradient
        scale = 0.999 * scale + 0.001 * gradient**2
        rate = RATE if step < 0.6 * STEPS else 0.3 * RATE
        parameters -= rate * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-8)
    return Fitted(index, parameters[:-1], float(parameters[-1]))


def with_copies(documents: Sequence[GoldLines]) -> list[Example]:
    """Examples of gold documents and of their recombinations."""
    copies = recombined(documents, COPIES)
    return [text_example(gold) for gold in documents] + [text_example(gold, COPY_WEIGHT) for gold in copies]


def fit_both(examples: Sequence[Example], kind: str) -> tuple[Fitted, Fitted]:
    """Both passes; the second learns from what the first says of documents it was not fitted on."""
    second: list[list[list[str]]] = [[] for _ in examples]
    for fold_number in range(FOLDS):
        rest = [example for number, example in enumerate(examples) if number % FOLDS != fold_number]
        first = fit(rest, [example.features for example in rest], kind)
        for number in range(fold_number, len(examples), FOLDS):
            second[number] = widened(examples[number], first)
    return fit(examples, [example.features for example in examples], kind), fit(examples, second, kind)


def widened(example: Example, first: Fitted) -> list[list[str]]:
    """The features of an example with those of its neighbourhoods."""
    around = example.around(list(first.probabilities(example.features)))
    return [[*own, *near] for own, near in zip(example.features, around, strict=True)]


def check(examples: Sequence[Example], kind: str, training: Callable[[Sequence[int]], Sequence[Example]]) -> None:
    """Prints the weighted shares kept and removed, each document judged by models that had not seen it."""
    odds: list[NDArray[np.float64]] = [np.zeros(0) for _ in examples]
    for fold_number in range(FOLDS):
        rest = [number for number in range(len(examples)) if number % FOLDS != fold_number]
        first, second = fit_both(training(rest), kind)
        for number in range(fold_number, len(examples), FOLDS):
            odds[number] = second.probabilities(widened(examples[number], first))
    flat = np.concatenate(odds)
    junk = np.array([label > 0.5 for example in examples for label in example.junk])
    strong = np.array([weight >= 1.0 for example in examples for weight in example.weights])
    for threshold in THRESHOLDS:
        kept = (flat[strong & ~junk] < threshold).mean()
        removed = (flat[strong & junk] >= threshold).mean()
        print(f"{kind} at {threshold}: content kept {kept:.4f}, junk removed {removed:.4f}")


def cross_validate(pages: Sequence[SuitePage], examples: Sequence[Example]) -> tuple[Fitted, Fitted]:
    """Prints the snippet figures of pages judged by models that saw no page of their publisher, and in sample.

    Returns:
        The models fitted on all pages.
    """
    folds = publisher_folds(pages, FOLDS)
    texts: dict[str, str] = {}
    for fold_number in range(FOLDS):
        passes = fit_both([e for e, place in zip(examples, folds, strict=True) if place != fold_number], "html")
        for page, example, place in zip(pages, examples, folds, strict=True):
            if place == fold_number:
                texts[page.name] = kept_text(page, list(final(example, passes)))
    passes = fit_both(examples, "html")
    inside = {p.name: kept_text(p, list(final(e, passes))) for p, e in zip(pages, examples, strict=True)}
    for name, kept in (("cross-validated by publisher", texts), ("in sample", inside)):
        precision, recall, f1 = snippet_figures(pages, kept)
        print(f"html {name}: precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
    return passes


def final(example: Example, passes: tuple[Fitted, Fitted]) -> NDArray[np.float64]:
    """What the second pass thinks of a document's units."""
    return passes[1].probabilities(widened(example, passes[0]))


def write(kind: str, passes: tuple[Fitted, Fitted]) -> None:
    """Writes the weights, largest features of equal name order first pass then second."""
    lines = [f"# Weights of the {kind} cleaning model: log-odds of junk. Written by tools/train_cleaning.py."]
    for name, fitted in zip(("first", "second"), passes, strict=True):
        lines += [f"{name}:", f"  bias: {fitted.bias:.3f}"]
        for feature, number in fitted.index.items():
            if abs(fitted.weights[number]) >= SMALLEST:
                lines.append(f"  {json.dumps(feature, ensure_ascii=False)}: {fitted.weights[number]:.3f}")
    (RESOURCES / f"{kind}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Trains one model, or checks it."""
    kind, folder, *rest = [argument for argument in sys.argv[1:] if argument != "--check"]
    checking = "--check" in sys.argv
    order = np.random.default_rng(0)
    if kind == "html":
        teachers = json.loads(Path(rest[0]).read_text(encoding="utf-8")) if rest else {}
        listed = list(read_suite(Path(folder)))
        pages = [listed[number] for number in order.permutation(len(listed))]
        passes = cross_validate(pages, [html_example(page, teachers) for page in pages])
        if not checking:
            write(kind, passes)
        return
    documents = read_gold_lines(Path(folder))
    documents = [documents[number] for number in order.permutation(len(documents))]

    def training(numbers: Sequence[int]) -> list[Example]:
        return with_copies([documents[number] for number in numbers])

    if checking:
        check([text_example(gold) for gold in documents], kind, training)
    else:
        write(kind, fit_both(training(range(len(documents))), kind))


if __name__ == "__main__":
    main()
