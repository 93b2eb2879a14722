"""A batch run: only what is new or changed is worked on, and every input is accounted for.

Results go into the state as they come, so that a run that is killed is continued by the next one. At the end they are
published in one step (see `staging`). The files depend on inputs, model, settings and decisions only: not on the
engine, the order in which results come, or how often the run was interrupted.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser
from pipeline.errors import EmptyInputError, PipelineError
from pipeline.read import Location, location_name, open_inputs, require_inputs
from pipeline.runs.engines import Engine, Inline
from pipeline.runs.fingerprints import build_of
from pipeline.runs.intake import Event, Intake
from pipeline.runs.manifest import Counts, Manifest
from pipeline.runs.models import identity_of
from pipeline.runs.publish import Occasion, adopt, count, publish
from pipeline.runs.quarantine import Quarantined
from pipeline.runs.staging import finish_publication
from pipeline.runs.surroundings import Stopwatch
from pipeline.runs.work import WorkOrder
from pipeline.settings import Settings
from pipeline.store import make_folder
from pipeline.store.lock import locked
from pipeline.store.rebuild import open_state
from pipeline.store.state import State, Status
from pipeline.suppression import SuppressionList

log = logging.getLogger(__name__)

ON_PURPOSE = "if its documents are meant to be gone, add --allow-empty"
COMMIT_SECONDS = 1.0  # of work are lost at most when the process is killed


@dataclass(frozen=True, slots=True)
class Progress:
    """What a listener is told after every document; ``problem`` where it was quarantined."""

    counts: Counts
    uri: str
    problem: Quarantined | None = None


Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run works on, and how.

    Attributes:
        inputs: files, folders, dumps, archives; on this machine or below a URL.
        out: made when missing; not read from when it lies inside an input.
        model: as the user names it; or a loaded one.
        decisions: the reviewers' decisions in force.
        engine: who works on documents.
        complete: whether the inputs are all there is, so that documents which are not among them are gone.
        allow_empty: whether inputs without a document are no mistake; a folder is also empty when its disk is missing.
    """

    inputs: Sequence[Location]
    out: Path
    model: EntityRecogniser | str
    settings: Settings
    decisions: Decisions
    engine: Engine
    complete: bool = False
    allow_empty: bool = False


def run(
    inputs: Sequence[Location],
    out: Path,
    model: EntityRecogniser | str,
    settings: Settings,
    decisions: Decisions | None = None,
    listener: Listener = lambda _: None,
    *,
    engine: Engine | None = None,
    complete: bool = False,
    allow_empty: bool = False,
) -> Manifest:
    """Processes what is new or changed of the inputs, and publishes snapshot, delta and reports in the folder ``out``.

    The arguments are those of `Batch`; the listener is told after every document. Without an engine this process works.

    Raises:
        UsageError: an input is missing, or ``out`` cannot be written; what it held before is untouched.
        EmptyInputError: a folder is empty, or with ``complete`` all inputs are, and ``allow_empty`` is not set.
        BusyError: another run works on ``out``.
        StateError: the state of ``out`` is damaged or from a newer version.
        PipelineError: the installation or the model is damaged.
    """
    batch = Batch(inputs, out, model, settings, decisions or Decisions(), engine or Inline(), complete, allow_empty)
    _require_inputs(batch)
    make_folder(out)
    with locked(out) as died, open_state(out) as state:
        recovered = finish_publication(out, state)
        if died is not None and recovered is None:
            log.info("process %s ended before its run did; the run is continued", died)
        return _Run(batch, state, listener).manifest(recovered)


def _require_inputs(batch: Batch) -> None:
    try:
        require_inputs(batch.inputs, exclude=batch.out)
    except EmptyInputError as error:
        if batch.allow_empty:
            return
        raise EmptyInputError(f"{error}; {ON_PURPOSE}" if batch.complete else str(error)) from error


class _Run:
    def __init__(self, batch: Batch, state: State, listener: Listener) -> None:
        self._batch = batch
        self._state = state
        self._listener = listener
        self._counts = Counts()
        self._committed = time.monotonic()
        self._suppressed = SuppressionList.load(batch.out)

    def manifest(self, recovered: int | None) -> Manifest:
        """Works through the inputs and publishes.

        Args:
            recovered: a run that has just been published from what its killed process left. Where nothing has happened
                since, it is what was asked for, and no run is added.
        """
        batch, watch = self._batch, Stopwatch()
        model = identity_of(batch.model)
        build = build_of(model, batch.settings, self._suppressed)
        intake = Intake(self._state, build, batch.decisions, self._heard)
        self._work(intake)
        watch.lap("documents")
        counts = count(self._state, intake.inputs, intake.ignored)
        inputs = tuple(map(location_name, batch.inputs))
        occasion = Occasion("run", inputs, model, batch.settings, build, watch)
        if recovered is not None:
            adopted = adopt(batch.out, self._state, recovered, counts, occasion)
            if adopted is not None:
                return adopted
        return publish(batch.out, self._state, counts, occasion)

    def _work(self, intake: Intake) -> None:
        """Settles every input; what is done so far is kept whatever ends it."""
        batch = self._batch
        arrivals = open_inputs(batch.inputs, batch.settings.max_bytes, exclude=batch.out)
        order = WorkOrder(batch.model, batch.settings, self._suppressed)
        results = batch.engine.settle(intake.tasks(arrivals), order)
        try:
            with closing(results):
                for settled in results:
                    if settled.traceback is not None:
                        log.error("document %s failed\n%s", settled.id, settled.traceback)
                    intake.take(settled)
        except BaseException:
            with suppress(PipelineError):  # such as the full disk that is the reason
                self._state.commit()
            raise
        self._require_documents(intake)
        intake.end(complete=batch.complete)
        self._state.commit()

    def _require_documents(self, intake: Intake) -> None:
        """Dumps without a document would delete everything where they are said to be complete."""
        batch = self._batch
        if intake.inputs or batch.allow_empty or not batch.complete:
            return
        documents = self._state.value("SELECT count(*) FROM documents WHERE status != ?", (Status.GONE,))
        if documents:
            names = ", ".join(map(location_name, batch.inputs))
            would = f"--complete would take all {documents} documents of {batch.out} for gone"
            raise EmptyInputError(f"{names} holds no document, and {would}; {ON_PURPOSE}")

    def _heard(self, event: Event) -> None:
        """An input is settled."""
        counts = self._counts
        counts.inputs += 1
        match event.status:
            case Status.QUARANTINED:
                counts.quarantined["unchanged" if event.problem is None else event.problem.code] += 1
            case Status.SUPPRESSED:
                counts.suppressed += 1
            case _ if event.worked_on:
                counts.emitted += 1
            case _:
                counts.unchanged += 1
        self._listener(Progress(counts, event.uri, event.problem))
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self._state.commit()
            self._committed = time.monotonic()
