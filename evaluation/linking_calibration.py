"""How far the scores of links can be taken at their word: score against share of right links, on gold documents.

    python -m evaluation.linking_calibration GOLD_DIR ...

Each line is a model; each column a band of scores, with the share of candidate links in it that gold confirms, and
their number.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from evaluation.linking_tasks import TASKS, Example, affiliation_examples
from evaluation.oracle import read_gold
from evaluation.oracle_scene import GoldScene, gold_scene
from pipeline.link.model import load

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability(examples: Iterable[tuple[float, bool]]) -> list[tuple[int, int]]:
    """(right, all) of the candidate links in each band of scores."""
    right: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for score, correct in examples:
        band = min(int(score * (len(BANDS) - 1)), len(BANDS) - 2)
        right[band] += correct
        total[band] += 1
    return [(right[band], total[band]) for band in range(len(BANDS) - 1)]


def scored(scenes: Iterable[GoldScene], name: str) -> Iterable[tuple[float, bool]]:
    """Scores of a model's candidate links, with gold's answer."""
    model, local = load(name), load("organisations")
    for scene in scenes:
        examples: Iterable[Example] = TASKS[name](scene) if name in TASKS else affiliation_examples(scene, local)
        yield from ((model.score(example.features), example.right) for example in examples)


def main(folders: list[str]) -> None:
    """Prints the table of every folder."""
    for folder in folders:
        scenes = [gold_scene(read_gold(path)) for path in sorted(Path(folder).glob("*.gold.txt"))]
        print(f"{folder}: score bands {' '.join(f'<{edge}' for edge in BANDS[1:])}")
        for name in (*TASKS, "affiliations"):
            bands = reliability(scored(scenes, name))
            cells = (f"{right / total:.2f} of {total}" if total else "-" for right, total in bands)
            print(f"  {name:14}", "   ".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    main(sys.argv[1:])
