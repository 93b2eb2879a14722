"""Train the linking models on gold documents and write their weights as YAML.

    python tools/train_linking.py GOLD_DIR ... [--models NAME ...] [--cases FILE ...]

Every model is a logistic regression over named binary features with an L2 penalty, fitted by Newton's method:
deterministic, no dependency but numpy, and the weights can be read. Features seen in fewer than ``RARE`` documents are
left out. Thresholds are chosen, and figures printed, on documents that the fitted model has not seen (five folds).
The shipped models were made by three calls, with ALL for the training part and the sets under ``gold/unseen*`` but
``unseen_again`` and ``unseen_fresh``:

    python tools/train_linking.py ALL --models organisations affiliations
    python tools/train_linking.py ALL --models roles --cases tests/cases/links.yml tests/cases/links_layouts.yml \
        tests/cases/links_roles.yml
    python tools/train_linking.py ../shared/gold/train --models phones emails

The last two learn from the training part alone: with the other sets they were no better on gold/dev, and failed cases
of tables whose rows cannot be told. Their shipped weights are older than some features: fitted anew they differ a
little, and make one wrong pair more on gold/dev.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.linking_cases import case_examples
from evaluation.linking_tasks import TASKS, Example, affiliation_examples
from evaluation.linking_validation import FOLDS, held_out, report, scored
from evaluation.oracle import read_gold
from evaluation.oracle_scene import GoldScene, gold_scene
from pipeline.link.model import LinearModel

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources" / "link"
PENALTIES = {"roles": 0.6, "phones": 0.5, "emails": 0.5}  # of the models with few features
STRONG_PENALTY = 6.0  # of the models with hundreds of features, and gold that people may see differently
CASE_COPIES = 2
CASES_FROM = 1_000_000  # numbers of cases, as if they were documents; never scored
RARE = 3
STEPS = 30


def main() -> None:
    """Trains the named models, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--models", nargs="+", default=[], choices=[*TASKS, "affiliations"], metavar="NAME")
    parser.add_argument("--cases", nargs="+", default=[], type=Path, metavar="FILE")
    options = parser.parse_args()
    names = options.models
    paths = [path for folder in options.folders for path in sorted(folder.glob("*.gold.txt"))]
    scenes = [gold_scene(read_gold(path)) for path in paths]
    for name, task in TASKS.items():
        if names and name not in names:
            continue
        examples = [(number, example) for number, scene in enumerate(scenes) for example in task(scene)]
        designed = designed_examples(options.cases, name) if name in PENALTIES else []
        train(name, examples, examples, PENALTIES.get(name, STRONG_PENALTY), designed)
    if not names or "affiliations" in names:
        local = LinearModel("organisations", *fit(local_examples(scenes), STRONG_PENALTY), 0.5)
        final = [(n, example) for n, scene in enumerate(scenes) for example in affiliation_examples(scene, local)]
        train("affiliations", joint_examples(scenes), final, STRONG_PENALTY)


def designed_examples(files: list[Path], task: str) -> list[tuple[int, Example]]:
    """The links of the tests' pages, each page as a document of its own, as often as they weigh."""
    pages = {}
    found = []
    for page, example in (pair for file in files for pair in case_examples(file, task)):
        found.append((pages.setdefault(page, CASES_FROM + len(pages)), example))
    return found * CASE_COPIES


def train(
    name: str,
    examples: list[tuple[int, Example]],
    final: list[tuple[int, Example]],
    penalty: float,
    designed: list[tuple[int, Example]] | None = None,
) -> None:
    """Fits and writes a model, with the threshold that is best on documents it has not seen.

    Args:
        name: the model.
        examples: what it learns from.
        final: the same candidates as the finished models see them.
        penalty: strength of the L2 penalty.
        designed: examples that it learns from besides, and that no threshold or figure is measured on.
    """
    more = designed or []
    bias, weights = fit(examples + more, penalty)
    unseen = held_out(examples, lambda others: fit(others + more, penalty))
    threshold = unseen.best_threshold()
    write(name, bias, weights, threshold, len(examples) + len(more))
    print(report(name, unseen, scored(final, (bias, weights)), threshold), flush=True)


def joint_examples(scenes: list[GoldScene]) -> list[tuple[int, Example]]:
    """Examples of the joint model: the local model that scores a document has not seen it (cross-fitting)."""
    local = local_examples(scenes)
    found = []
    for fold in range(FOLDS):
        model = LinearModel(
            "organisations", *fit([pair for pair in local if pair[0] % FOLDS != fold], STRONG_PENALTY), 0.5
        )
        for number, scene in enumerate(scenes):
            if number % FOLDS == fold:
                found += [(number, example) for example in affiliation_examples(scene, model)]
    return found


def local_examples(scenes: list[GoldScene]) -> list[tuple[int, Example]]:
    """Examples of the model that scores organisation and person by themselves."""
    return [(number, example) for number, scene in enumerate(scenes) for example in TASKS["organisations"](scene)]


def fit(examples: list[tuple[int, Example]], penalty: float) -> tuple[float, dict[str, float]]:
    """Bias and weights that fit the examples best."""
    names = list(_common(examples))
    index = {name: column for column, name in enumerate(names, 1)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, 0] = 1.0
    for row, (_, example) in enumerate(examples):
        for feature in example.features:
            if feature in index:
                matrix[row, index[feature]] = 1.0
    labels = np.array([float(example.right) for _, example in examples])
    weights = _newton(matrix, labels, penalty)
    return float(weights[0]), {name: float(weights[column]) for name, column in index.items()}


def _common(examples: list[tuple[int, Example]]) -> Iterator[str]:
    documents: dict[str, set[int]] = defaultdict(set)
    for number, example in examples:
        for feature in example.features:
            documents[feature].add(number)
    return (name for name in sorted(documents) if len(documents[name]) >= RARE)


def _newton(matrix: np.ndarray, labels: np.ndarray, strength: float) -> np.ndarray:
    weights = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], strength)
    penalty[0] = 1e-3
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (chance - labels) + penalty * weights
        curvature = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def write(name: str, bias: float, weights: dict[str, float], threshold: float, count: int) -> None:
    """Writes ``resources/link/NAME.yml``, the heaviest features first."""
    kept = {feature: round(weight, 2) for feature, weight in weights.items() if abs(weight) >= 0.05}
    lines = [
        f"# Weights of the linking model {name!r}, from {count} examples; written by tools/train_linking.py.",
        "# A positive weight speaks for the link. The probability is 1 / (1 + exp(-(bias + sum of weights))).",
        f"bias: {bias:.2f}",
        f"threshold: {threshold}",
        "weights:",
    ]
    lines += [f'  "{feature}": {weight}' for feature, weight in sorted(kept.items(), key=lambda item: -item[1])]
    RESOURCES.mkdir(exist_ok=True)
    (RESOURCES / f"{name}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {count} examples, {len(kept)} weights, threshold {threshold}")


if __name__ == "__main__":
    main()
