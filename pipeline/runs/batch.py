"""Run all documents of the inputs and write ``records.jsonl``, ``quarantine.jsonl`` and ``manifest.json``.

Both JSONL files are sorted by id and depend on inputs, model and settings only: equal runs give equal bytes.
Documents pass one at a time and results wait on disk, so memory does not grow with their number.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, RawDocument
from pipeline.errors import DocumentError, PipelineError
from pipeline.flow import process
from pipeline.read import Ignored, Outcome, Unreadable, read_inputs, require_inputs
from pipeline.read.identity import display_name
from pipeline.records import Record
from pipeline.runs.manifest import Counts, Manifest
from pipeline.runs.quarantine import Quarantined
from pipeline.settings import Settings
from pipeline.store import Spool, make_folder, write_lines

log = logging.getLogger(__name__)
RECORDS, QUARANTINE, MANIFEST = "records.jsonl", "quarantine.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """What a listener is told after every document; ``problem`` where it was quarantined."""

    counts: Counts
    uri: str
    problem: Quarantined | None = None


Listener = Callable[[Progress], None]


def run(
    inputs: Sequence[Path],
    out: Path,
    model: EntityRecogniser,
    settings: Settings,
    decisions: Decisions | None = None,
    listener: Listener = lambda _: None,
) -> Manifest:
    """Processes every document of the inputs into the folder ``out``.

    Args:
        inputs: files, folders, dumps.
        out: made when missing; not read from when it lies inside an input.
        model: loaded once, used for all documents.
        settings: of the run.
        decisions: the reviewers' decisions in force.
        listener: told after every document.

    Raises:
        UsageError: an input is missing or empty, or ``out`` cannot be written; what it held before is untouched.
        PipelineError: the installation or the model is damaged.
    """
    require_inputs(inputs, exclude=out)
    make_folder(out)
    with Spool(out) as spool:
        batch = _Batch(model, settings, Decisions() if decisions is None else decisions, spool, listener)
        for outcome in read_inputs(inputs, settings.max_bytes, exclude=out):
            batch.take(outcome)
        batch.counts.check()
        files = {
            RECORDS: write_lines(out / RECORDS, spool.sorted_lines(RECORDS)),
            QUARANTINE: write_lines(out / QUARANTINE, spool.sorted_lines(QUARANTINE)),
        }
    manifest = Manifest(batch.counts, tuple(map(display_name, inputs)), model, settings, files)
    write_lines(out / MANIFEST, [manifest.to_json()])
    return manifest


class _Batch:
    """Takes outcomes of reading one by one, settles each, and counts."""

    def __init__(
        self, model: EntityRecogniser, settings: Settings, decisions: Decisions, spool: Spool, listener: Listener
    ) -> None:
        self._model = model
        self._settings = settings
        self._decisions = decisions
        self._spool = spool
        self._listener = listener
        self.counts = Counts()

    def take(self, outcome: Outcome) -> None:
        """Settles one outcome."""
        if isinstance(outcome, Ignored):
            self.counts.ignored[outcome.reason] += 1
            return
        self.counts.inputs += 1
        problem = self._settle(outcome)
        if problem is not None:
            self.counts.quarantined[problem.code] += 1
            self._spool.add(QUARANTINE, f"{problem.id} {problem.uri}", problem.to_json())
        self._listener(Progress(self.counts, outcome.uri, problem))

    def _settle(self, outcome: RawDocument | Unreadable) -> Quarantined | None:
        if isinstance(outcome, Unreadable):
            return Quarantined.unreadable(outcome)
        holder = self._spool.claim(outcome.id, outcome.sha256, outcome.uri)
        if holder is not None:
            return Quarantined.duplicate(outcome, *holder)
        try:
            record = process(outcome, self._model, self._settings, self._decisions)
            self._emit(record)
        except DocumentError as error:
            return Quarantined.failed(outcome, error)
        except PipelineError:
            raise  # a damaged installation or model: it would fail every document alike
        except Exception as error:
            log.exception("document %s failed", outcome.uri)
            return Quarantined.failed(outcome, error)
        return None

    def _emit(self, record: Record) -> None:
        self._spool.add(RECORDS, record.id, record.to_json())
        self.counts.emitted += 1
        self.counts.issues.update(issue.code for issue in record.issues)
