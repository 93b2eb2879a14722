"""Whether scores can be taken at their word: score against share right, for entities and for links."""

from collections.abc import Iterable
from itertools import islice

from benchmarks.page.section import Data, Effort, Section
from benchmarks.page.svg import Point, lines
from evaluation.__main__ import GOLD
from evaluation.linking_calibration import scored
from evaluation.linking_tasks import TASKS
from evaluation.oracle import read_gold
from evaluation.oracle_scene import gold_scene
from models.training import documents
from pipeline.annotate.ner import load_model

LIBRARIES = ("onnxruntime",)
BINS = 10
Result = tuple[float, bool]


def measure(effort: Effort) -> Data:
    """(mean score, share right, number) by tenth of the scores, for every model."""
    if not GOLD.is_dir():
        return {}
    texts = documents.read_gold(GOLD / "dev")[: effort.gold]
    paths = list(islice(sorted((GOLD / "dev").glob("*.gold.txt")), effort.gold))
    scenes = [gold_scene(read_gold(path)) for path in paths]
    return {
        "entities": {name: tenths(_entities(name, texts)) for name in effort.models},
        "links": {name: tenths(scored(scenes, name)) for name in (*TASKS, "affiliations")},
    }


def _entities(name: str, texts: Iterable[documents.Text]) -> Iterable[Result]:
    model = load_model(name)
    for text in texts:
        wanted = set(text.spans)
        for entity in model.entities(text.text):
            yield entity.score, (entity.start, entity.end, entity.label.value) in wanted


def tenths(results: Iterable[Result]) -> list[list[float]]:
    """[mean score, share right, number] of each tenth that holds any."""
    groups: list[list[Result]] = [[] for _ in range(BINS)]
    for score, hit in results:
        groups[min(int(score * BINS), BINS - 1)].append((score, hit))
    return [
        [round(sum(s for s, _ in group) / len(group), 4), round(sum(h for _, h in group) / len(group), 4), len(group)]
        for group in groups
        if group
    ]


def calibration_error(points: list[list[float]]) -> float:
    """Mean distance of score and share right, weighted by number; 0 without any point."""
    total = sum(number for _, _, number in points)
    return sum(number * abs(score - share) for score, share, number in points) / max(total, 1)


def section(data: Data) -> Section:
    """A table and a plot for entities, the same for links."""
    part = Section("Calibration")
    if not data:
        part.say("The gold documents were not beside the checkout.")
        return part
    part.say(
        "On the `dev` documents, which were kept out of training. An entity is right when start, end and label are; a "
        "candidate link is right when gold has it, with gold's mentions as input. On the dashed line a score is what "
        "it says. The error is the mean distance from it, weighted by number."
    )
    for name, title in (("entities", "Entity models"), ("links", "Models of links")):
        curves = data[name]
        rows = [
            [key, sum(int(n) for *_, n in points), f"{calibration_error(points):.3f}"] for key, points in curves.items()
        ]
        part.table([title, "scored", "calibration error"], rows)
        drawn: dict[str, list[Point]] = {key: [(s, share) for s, share, _ in points] for key, points in curves.items()}
        part.plot(f"calibration-{name}", title, lines(drawn, "score", "share right", "unit"))
    return part
