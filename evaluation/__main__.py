"""Scores the pipeline on every gold set at hand, and keeps the floors of ``tests/eval_baseline.json``.

    python -m evaluation                                    print the tables
    python -m evaluation --floors FILE                      print them, exit 1 when a figure is below its floor
    python -m evaluation --floors FILE --write-floors       take the figures as new floors

Sets: the demo corpus of this checkout, and the development pages and seeds where they lie beside it; the development pages
twice, without and with their publication date given.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.console import fail, output
from pipeline.cli.tables import evaluation_table
from pipeline.documents import EntityRecogniser
from pipeline.errors import PipelineError
from pipeline.evaluate import Evaluation, Floors, evaluate_gold, is_gold_folder
from pipeline.runs import load_recogniser
from pipeline.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
SHARED_GOLD = ROOT.parent / "shared" / "gold"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A folder of gold pages and how the run is fed with them."""

    name: str
    folder: Path
    given_dates: bool = False


SETS = (
    GoldSet("corpus", ROOT / "corpus"),
    GoldSet("dev", SHARED_GOLD / "dev"),
    GoldSet("dev+dates", SHARED_GOLD / "dev", given_dates=True),
    GoldSet("seeds", SHARED_GOLD / "seeds"),
)


def main() -> int:
    """Prints a table a set and returns the exit code: 0 floors kept, 1 a figure is below, 2 the call cannot work."""
    arguments = _arguments()
    try:
        settings = load_settings(model=arguments.model)
        measured = dict(_measured(load_recogniser(settings.model), settings))
        return 0 if arguments.floors is None else _settle(arguments, measured)
    except PipelineError as error:
        fail(str(error))
        return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description="Score the pipeline on gold pages.")
    parser.add_argument("--model", help="entity model; default: that of the settings")
    parser.add_argument("--floors", type=Path, help="file of floors to compare with")
    parser.add_argument("--write-floors", action="store_true", help="take the figures as new floors")
    parser.add_argument("--accept-lower", metavar="REASON", help="let floors fall, for this reason")
    return parser.parse_args()


def _measured(model: EntityRecogniser, settings: Settings) -> Iterator[tuple[str, Evaluation]]:
    for gold in SETS:
        if is_gold_folder(gold.folder):
            evaluation = evaluate_gold(gold.folder, model, settings, given_dates=gold.given_dates)
            output.print(evaluation_table(gold.name, evaluation))
            output.print()
            yield gold.name, evaluation


def _settle(arguments: argparse.Namespace, measured: dict[str, Evaluation]) -> int:
    floors = Floors.load(arguments.floors)
    if arguments.write_floors:
        for name, evaluation in measured.items():
            floors.raise_to(name, evaluation, arguments.accept_lower)
        floors.save()
        return 0
    breaches = [breach for name, evaluation in measured.items() for breach in floors.breaches(name, evaluation)]
    for breach in breaches:
        fail(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
