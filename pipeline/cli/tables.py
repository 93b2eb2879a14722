"""Tables on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from pipeline.printable import printable
from pipeline.runs import Manifest
from pipeline.runs.upkeep import ROLLBACK, Condition


def run_summary(manifest: Manifest, out: Path) -> Table:
    """What became of the inputs, what changed, and where to look."""
    table = _plain_table(f"press-records {manifest.kind} {manifest.run}")
    for label, number, note in (*_inputs(manifest, out), *_changes(manifest, out)):
        table.add_row(Text(printable(label, one_line=True)), f"{number}", Text(printable(note, one_line=True)))
    return table


def _plain_table(title: str) -> Table:
    table = Table(title=Text(title), title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left", overflow="fold")
    return table


def _inputs(manifest: Manifest, out: Path) -> Iterator[tuple[str, int | str, str]]:
    counts = manifest.counts
    if manifest.kind == ROLLBACK:  # which has no inputs, but the run that it goes back to
        yield "back to", " ".join(manifest.inputs), "the records as this run left them"
        return
    yield "inputs", counts.inputs, ", ".join(manifest.inputs)
    yield "emitted", counts.emitted, "worked on in this run"
    yield "unchanged", counts.unchanged, ""
    if counts.suppressed:
        yield "suppressed", counts.suppressed, "by reviewers"
    yield "quarantined", counts.quarantined.total(), str(out / "quarantine.jsonl") if counts.quarantined else ""
    for code, number in sorted(counts.quarantined.items()):
        yield f"  {code}", number, ""
    if counts.ignored:
        reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.ignored.items()))
        yield "ignored", counts.ignored.total(), f"({reasons})"
    common = ", ".join(f"{code} {n}" for code, n in counts.issues.most_common(5))
    yield "issues", counts.issues.total(), f"{out / 'issues.jsonl'}: {common}" if counts.issues else ""


def _changes(manifest: Manifest, out: Path) -> Iterator[tuple[str, int | str, str]]:
    changes = manifest.changes
    yield "records", changes.records, str(out / ("records.jsonl" if "records.jsonl" in manifest.files else "records"))
    yield "  new", changes.added, str(out / "runs" / manifest.run / "delta.jsonl")
    yield "  changed", changes.modified.total(), ""
    for cause, number in sorted(changes.modified.items()):
        yield f"    by {cause}", number, ""
    yield "  deleted", changes.deleted, ""
    if changes.gone:
        yield "gone", changes.gone, "not in the input any more"


def condition_table(condition: Condition, out: Path) -> Table:
    """What a folder of results holds."""
    table = _plain_table(str(out))
    table.add_row("last run", condition.run or "none", "")
    table.add_row("records", str(condition.records), "")
    for status, number in condition.documents.items():
        table.add_row(f"  {status}", str(number), "documents")
    if condition.holder is not None:
        table.add_row("running", str(condition.waiting), f"results so far, by process {condition.holder}")
    elif condition.interrupted:
        remedy = "call the same run again to continue it; a run without their documents drops them"
        table.add_row("interrupted", str(condition.waiting), f"results wait; {remedy}")
    return table


def runs_table(manifests: Sequence[Mapping[str, Any]]) -> Table:
    """What the runs of a folder did, the oldest first."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("run", "kind", "started (UTC)"):
        table.add_column(heading)
    for heading in ("inputs", "emitted", "unchanged", "quarantined", "new", "changed", "deleted", "records"):
        table.add_column(heading, justify="right")
    for manifest in manifests:
        counts, changes = manifest.get("counts", {}), manifest.get("changes", {})
        figures = [counts.get(name, "?") for name in ("inputs", "emitted", "unchanged", "quarantined")]
        figures += [changes.get(name, "?") for name in ("added", "modified", "deleted", "records")]
        table.add_row(manifest["run"], _kind(manifest), _started(manifest), *map(str, figures))
    return table


def _kind(manifest: Mapping[str, Any]) -> str:
    """With the run that a rollback went back to."""
    return " ".join(("rollback to", *manifest.get("inputs", ()))) if manifest["kind"] == ROLLBACK else manifest["kind"]


def _started(manifest: Mapping[str, Any]) -> str:
    """To the minute, since runs are hours apart."""
    return str(manifest.get("timings", {}).get("started", "?"))[:16].replace("T", " ")
