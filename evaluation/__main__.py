"""Print the figures of every field on the gold documents, and with ``--suites`` those on the suites by others.

python -m evaluation                                     the tables
python -m evaluation --floors tests/eval_baseline.json   exit 1 where a figure is below its floor
python -m evaluation --json figures.json                 the same for tools/readme_figures.py
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from pipeline.cli.scores import evaluation_table
from pipeline.evaluate import Evaluation, Floors, evaluate_gold, evaluate_inputs
from pipeline.runs import load_recogniser
from pipeline.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
UNSEEN = (
    "unseen", "unseen_later", "unseen_contacts", "unseen_genres", "unseen_mixed", "unseen_varied", "unseen_again",
    "unseen_fresh",
)  # fmt: skip
SUITES = ("evaluation.cleaning", "evaluation.dates", "evaluation.contacts", "models.training.evaluate")


def measured(model: str | None) -> Iterator[tuple[str, Evaluation]]:
    """(name, evaluation) of the repository's gold documents, then of those beside the checkout, where there are any."""
    settings = load_settings(model=model)
    recogniser = load_recogniser(settings.model)
    corpus = ROOT / "corpus"
    yield "corpus", evaluate_inputs([corpus], corpus / "gold", recogniser, settings)
    for folder in UNSEEN:
        yield f"{folder}+dates", evaluate_gold(ROOT / "gold" / folder, recogniser, settings, given_dates=True)
    if not GOLD.is_dir():
        if os.environ.get("CI") == "true":
            raise SystemExit("CI runs beside the shared gold documents, but they are missing")
        print(
            "The shared gold documents are not beside this checkout: only the demo corpus is scored.", file=sys.stderr
        )
        return
    for folder in ("dev", "seeds"):
        yield folder, evaluate_gold(GOLD / folder, recogniser, settings, given_dates=False)
        yield f"{folder}+dates", evaluate_gold(GOLD / folder, recogniser, settings, given_dates=True)


def main() -> int:
    """Measures, prints, compares; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="entity model, as for press-records run")
    parser.add_argument("--floors", type=Path, help="compare with the floors in this file")
    parser.add_argument("--write-floors", action="store_true", help="take the figures as new floors")
    parser.add_argument("--accept-lower", metavar="REASON", help="let floors fall, for this reason")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--suites", action="store_true", help="then print the figures on the suites by others")
    options = parser.parse_args()
    figures = dict(measured(options.model))
    console = Console(width=100)
    for name, evaluation in figures.items():
        console.print(evaluation_table(name, evaluation))
    if options.json is not None:
        text = json.dumps({name: evaluation.to_json() for name, evaluation in figures.items()}, indent=1)
        options.json.write_text(f"{text}\n", encoding="utf-8")
    kept = compare(figures, options.floors, options.accept_lower, write=options.write_floors)
    if options.suites:
        for module in SUITES:
            print(f"\n== {module}", flush=True)
            subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=True)
    return 0 if kept else 1


def compare(figures: dict[str, Evaluation], path: Path | None, reason: str | None, *, write: bool) -> bool:
    """Whether all floors are kept; with ``write`` the figures become the floors."""
    if path is None:
        return True
    floors = Floors.load(path)
    if write:
        for name, evaluation in figures.items():
            floors.raise_to(name, evaluation, reason)
        floors.save()
        return True
    breaches = [breach for name, evaluation in figures.items() for breach in floors.breaches(name, evaluation)]
    for breach in breaches:
        print(breach, file=sys.stderr)
    print(f"floors of {len(figures)} sets {'kept' if not breaches else 'BROKEN'}")
    return not breaches


if __name__ == "__main__":
    sys.exit(main())
