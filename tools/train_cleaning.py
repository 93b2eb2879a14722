"""Train the cleaning models and write their weights as YAML.

    python tools/train_cleaning.py text GOLD_DIR
    python tools/train_cleaning.py html SUITE_DIR [TEACHER.json]
    add --check to print cross-validated figures instead of writing

Both models are logistic regressions over named binary features with an L2 penalty, in two passes: the second sees
what the first thought of a unit's neighbours, learnt from folds that the first had not seen. Deterministic, no
dependency but numpy.

A page of a suite names a few snippets that must stay or go; its other blocks are labelled, with a small weight, by
whether they occur in the text of another extractor (TEACHER.json, by tools/make_teacher.py). Features that occur in
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
from pipeline.clean.html_blocks import HtmlReader
from pipeline.clean.html_features import html_context, html_features
from pipeline.clean.html_rules import neighbourhoods
from pipeline.clean.plain import repair_lines, units_of
from pipeline.clean.text_features import context_of, features_of
from pipeline.clean.text_features import neighbourhoods as text_neighbourhoods
from pipeline.repairs import fold

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources" / "clean"
PENALTY = {"text": 3.0, "html": 30.0}
RARE = {"text": 3, "html": 4}
FOLDS = 5
STEPS = 120
RATE = 0.15
SMALLEST = 0.03  # weights below it are not written
COPIES = 2  # recombined documents for every gold document, each weighing half
COPY_WEIGHT = 0.5
SNIPPET_WEIGHT = 4.0
TEACHER_WEIGHT = 0.3
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)

Around = Callable[[Sequence[float]], list[list[str]]]


@dataclass(frozen=True)
class Example:
    """The units of one document with their features and labels.

    Attributes:
        around: first-pass probabilities -> the features of every unit's neighbourhood.
    """

    features: list[list[str]]
    junk: list[bool]
    weights: list[float]
    around: Around


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


def text_example(gold: GoldLines, weight: float = 1.0) -> Example:
    """A gold document's units; one with several lines is junk if most of them are."""
    repaired, offsets, _ = repair_lines(gold.text)
    context = context_of(units_of(repaired))
    junk = []
    for unit in context.units:
        start, end = offsets.to_source(unit.start, unit.end)
        kinds = [kind for first, last, kind in gold.lines if first < end and last > start]
        junk.append(sum(kind is not None for kind in kinds) * 2 > len(kinds))
    count = range(len(context.units))
    return Example(
        [features_of(context, index) for index in count],
        junk,
        [weight] * len(junk),
        lambda first: text_neighbourhoods(context, first),
    )


def html_example(page: SuitePage, teacher: str | None) -> Example:
    """A page's blocks, labelled by the suite's snippets and, more lightly, by the teacher's text."""
    reader = HtmlReader(page.text)
    reader.read()
    context = html_context(reader.blocks, reader.elements)
    taught = None if teacher is None else fold(teacher)
    labelled = [_label(fold(block.text.split("\t")[0]), page, taught) for block in reader.blocks]
    features = [
        [name for group in html_features(context, index) for name in group] for index in range(len(reader.blocks))
    ]
    return Example(
        features,
        [junk for junk, _ in labelled],
        [weight for _, weight in labelled],
        lambda first: neighbourhoods(context, first),
    )


def _label(text: str, page: SuitePage, taught: str | None) -> tuple[bool, float]:
    wanted = any(fold(snippet) in text for snippet in page.wanted)
    if wanted != any(fold(snippet) in text for snippet in page.unwanted):
        return not wanted, SNIPPET_WEIGHT
    return (False, 0.0) if taught is None else (text not in taught, TEACHER_WEIGHT)


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
    junk = np.array([label for example in examples for label in example.junk])
    strong = np.array([weight >= 1.0 for example in examples for weight in example.weights])
    for threshold in THRESHOLDS:
        kept = (flat[strong & ~junk] < threshold).mean()
        removed = (flat[strong & junk] >= threshold).mean()
        print(f"{kind} at {threshold}: content kept {kept:.4f}, junk removed {removed:.4f}")


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
    random = np.random.default_rng(0)
    if kind == "text":
        documents = read_gold_lines(Path(folder))
        documents = [documents[number] for number in random.permutation(len(documents))]
        examples = [text_example(gold) for gold in documents]
        training = lambda numbers: with_copies([documents[number] for number in numbers])  # noqa: E731
    else:
        teacher = json.loads(Path(rest[0]).read_text(encoding="utf-8")) if rest else {}
        examples = [html_example(page, teacher.get(page.name)) for page in read_suite(Path(folder))]
        examples = [examples[number] for number in random.permutation(len(examples))]
        training = lambda numbers: [examples[number] for number in numbers]  # noqa: E731
    if "--check" in sys.argv:
        check(examples, kind, training)
    else:
        write(kind, fit_both(training(range(len(examples))), kind))


if __name__ == "__main__":
    main()
