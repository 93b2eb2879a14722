"""Gold documents from reviewed records, so that corrections become test and training data."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.clean import clean
from pipeline.decisions import Decision, Decisions
from pipeline.documents import RawDocument
from pipeline.errors import DocumentError, GoldError
from pipeline.evaluate.gold import SUFFIX
from pipeline.evaluate.gold_decided import undecided
from pipeline.evaluate.gold_write import gold_text
from pipeline.read import StoredFile, open_inputs, require_inputs
from pipeline.records import Record
from pipeline.store import make_folder, write_lines
from pipeline.store.snapshot import record_id

UNFIT = re.compile(r"[^\w.-]+")
LONGEST_NAME = 80


@dataclass(slots=True)
class Exported:
    """What became of the records that reviewers have decided about.

    Attributes:
        files: that were written.
        open: items that nobody decided about yet, by document that was left out for them.
        problems: documents that could not be written, by id, with the reason.
    """

    files: list[Path] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def export_gold(
    lines: Iterable[str], decisions: Decisions, inputs: Sequence[Path], folder: Path, max_bytes: int, *, partly: bool
) -> Exported:
    """Writes a gold document for every record all of whose items are decided.

    Args:
        lines: records of the current snapshot.
        decisions: those in force.
        inputs: what the run read; the page is taken from there.
        folder: for ``NAME.gold.txt``; made when missing.
        max_bytes: as for the run.
        partly: takes records with items that nobody decided about as well.

    Raises:
        UsageError: the folder cannot be written, or an input is gone.
    """
    exported = Exported()
    wanted = {record.id: record for record in _chosen(lines, decisions, exported, partly=partly)}
    names = _names(wanted.values())
    if wanted:
        require_inputs(inputs)
        make_folder(folder)
    for arrival in open_inputs(inputs, max_bytes, exclude=folder) if wanted else ():
        if not isinstance(arrival, RawDocument | StoredFile) or arrival.id not in wanted:
            continue
        record = wanted.pop(arrival.id)
        try:
            content = _content(record, arrival, max_bytes)
        except (DocumentError, GoldError) as error:
            exported.problems[record.id] = str(error)
            continue
        file = folder / names[record.id]
        write_lines(file, [content.rstrip("\n")])
        exported.files.append(file)
    exported.problems |= dict.fromkeys(wanted, "its page is not among the inputs")
    return exported


def _chosen(lines: Iterable[str], decisions: Decisions, exported: Exported, *, partly: bool) -> Iterator[Record]:
    for line in lines:
        about: tuple[Decision, ...] = decisions.by_document.get(record_id(line), ())
        if not about:
            continue
        record = Record.model_validate_json(line)
        still_open = undecided(record, about)
        if still_open and not partly:
            exported.open[record.id] = len(still_open)
        else:
            yield record


def _content(record: Record, arrival: RawDocument | StoredFile, max_bytes: int) -> str:
    raw = arrival.decoded(max_bytes) if isinstance(arrival, StoredFile) else arrival
    if raw.sha256 != record.source.sha256:
        raise GoldError("its page has changed since the run")
    document, _ = clean(raw)
    if document.text != record.text:
        raise GoldError("its page is cleaned differently than in the run; run again first")
    return gold_text(record, document)


def _names(records: Iterable[Record]) -> dict[str, str]:
    """A file name for each id: that of the page, or the id where several pages have the same; both find the record."""
    stems = {record.id: _stem(record) for record in records}
    often = Counter(stems.values())
    return {name: f"{stem if often[stem] == 1 else name}{SUFFIX}" for name, stem in stems.items()}


def _stem(record: Record) -> str:
    """Safe as a file name whatever a dump calls its lines."""
    last = record.source.path.rsplit("/", 1)[-1].removesuffix(".gz")
    name = last.rsplit("#", 1)[1] if "#" in last else last.rsplit(".", 1)[0]
    return UNFIT.sub("-", name).strip("-.")[:LONGEST_NAME] or record.id
