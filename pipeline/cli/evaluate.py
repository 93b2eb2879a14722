"""``press-records evaluate``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import fail, output, say
from pipeline.cli.options import ModelName, SettingsFile
from pipeline.cli.progress import tell_problem
from pipeline.cli.scores import evaluation_table, worst_documents
from pipeline.errors import UsageError
from pipeline.evaluate import (
    Evaluation,
    Floors,
    evaluate_gold,
    evaluate_inputs,
    evaluate_records,
    is_records_file,
    require_gold,
)
from pipeline.report import write_report
from pipeline.runs import load_recogniser
from pipeline.settings import Settings, load_settings

MISSING_OR_BELOW_FLOOR = 1
MOST_NAMED = 3  # gold documents without a record that a message lists
EXAMPLES = """Examples:

  press-records evaluate out/records.jsonl --gold corpus/gold

  press-records evaluate corpus/gold (runs over the gold pages themselves)

  press-records evaluate corpus/gold --floors tests/eval_baseline.json --report report
"""


def evaluate(
    *,
    source: Annotated[
        Path,
        typer.Argument(metavar="RECORDS|INPUT", help="Records, or pages to run over first.", show_default=False),
    ],
    gold: Annotated[Path | None, typer.Option("--gold", help="Folder of NAME.gold.txt; default: INPUT.")] = None,
    given_dates: Annotated[
        bool, typer.Option("--given-dates", help="Tell the run each gold page's publication date.")
    ] = False,
    worst: Annotated[int, typer.Option("--worst", min=0, help="List this many documents with most errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    floors: Annotated[
        Path | None, typer.Option("--floors", help="File of floors; exit code 1 when a figure falls below.")
    ] = None,
    write_floors: Annotated[bool, typer.Option("--write-floors", help="Take the figures as new floors.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Write pages that show every error in its document.")
    ] = None,
    accept_lower: Annotated[
        str | None, typer.Option("--accept-lower", metavar="REASON", help="Let floors fall, for this reason.")
    ] = None,
    model: ModelName = None,
    settings: SettingsFile = None,
) -> None:
    """Score records against gold: precision, recall and F1 of every field.

    Exit code 0: scored, floors kept; 1: a record is missing or a figure is below its floor; 2: the call cannot work.
    """
    if write_floors and floors is None:
        raise UsageError("--write-floors needs --floors FILE to write to")
    evaluation = _evaluated(source, gold, load_settings(settings, model=model), given_dates=given_dates)
    name = f"{evaluation.gold.resolve().name}{'+dates' if given_dates else ''}"
    _show(name, evaluation, worst, as_json=as_json)
    if report is not None:
        index = write_report(report, name, evaluation, Floors.load(floors) if floors is not None else None)
        say(f"errors are shown in {index}")
    if floors is not None and write_floors:
        _write_floors(floors, name, evaluation, accept_lower)
    elif floors is not None and not _floors_kept(floors, name, evaluation):
        raise typer.Exit(MISSING_OR_BELOW_FLOOR)
    if evaluation.missing:
        fail(_said_missing(evaluation))
        raise typer.Exit(MISSING_OR_BELOW_FLOOR)


def _evaluated(source: Path, gold: Path | None, settings: Settings, *, given_dates: bool) -> Evaluation:
    folder = source if gold is None else gold
    require_gold(folder)
    if is_records_file(source):
        return evaluate_records(source, folder)
    model = load_recogniser(settings.model)
    if source == folder:
        return evaluate_gold(folder, model, settings, given_dates=given_dates, listener=tell_problem)
    return evaluate_inputs([source], folder, model, settings, tell_problem)


def _show(name: str, evaluation: Evaluation, worst: int, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(evaluation.to_json(), indent=1))
        return
    output.print(evaluation_table(name, evaluation))
    if worst:
        output.print(worst_documents(evaluation, worst))


def _said_missing(evaluation: Evaluation) -> str:
    named = ", ".join(evaluation.missing[:MOST_NAMED])
    more = f" and {len(evaluation.missing) - MOST_NAMED} more" if len(evaluation.missing) > MOST_NAMED else ""
    return (
        f"no record for {named}{more} of {evaluation.gold}; NAME.gold.txt is compared with the record of NAME.txt, "
        "NAME.html or a dump's line with the id NAME"
    )


def _write_floors(path: Path, name: str, evaluation: Evaluation, reason: str | None) -> None:
    floors = Floors.load(path)
    floors.raise_to(name, evaluation, reason)
    floors.save()


def _floors_kept(path: Path, name: str, evaluation: Evaluation) -> bool:
    breaches = Floors.load(path).breaches(name, evaluation)
    for breach in breaches:
        fail(breach)
    return not breaches
