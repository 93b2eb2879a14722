"""What a worker does with one document, in whatever process or on whatever machine it runs.

`Task`, `Settled` and `WorkOrder` can be pickled; a worker is made where it works, since a model cannot travel.
"""

import hashlib
import json
import traceback
from dataclasses import dataclass, replace

from pipeline.decisions import Decisions
from pipeline.documents import EntityRecogniser, RawDocument
from pipeline.errors import DocumentError, PipelineError
from pipeline.read import StoredFile
from pipeline.records import Record
from pipeline.runs.models import load_recogniser
from pipeline.runs.quarantine import Quarantined
from pipeline.runs.readings import Reading, Recalling
from pipeline.settings import Settings
from pipeline.store.state import Status
from pipeline.suppression import NOBODY, SuppressionList, conceal


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on, with the decisions about it and what the entity model found in it before."""

    document: StoredFile | RawDocument
    decisions: Decisions
    reading: Reading | None = None

    @property
    def id(self) -> str:
        """The document's id; no other task of the run has it."""
        return self.document.id


WARM_UP = Task(
    RawDocument(
        id="",
        uri="warm-up",
        path="warm-up",
        media_type="text/html",
        encoding="utf-8",
        sha256=hashlib.sha256(b"").hexdigest(),
        text="<p>Am 3. Mai leitet Erika Muster, Sprecherin der Stadt Worms, das Amt: Telefon 06241 853-0, "
        "Marktplatz 2, 67547 Worms, muster@worms.example.</p>",
    ),
    Decisions(),
)
"""Touches what every stage reads once a process, so that the time limit of a document is for that document alone."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a task.

    Attributes:
        line: the record, where it was emitted.
        problem: why it was quarantined, where it was.
        issues: lines of ``issues.jsonl``.
        traceback: of a defect of ours, for the log.
        reading: what the entity model found, None where it was not asked.
    """

    id: str
    status: Status
    line: str | None = None
    problem: Quarantined | None = None
    issues: tuple[str, ...] = ()
    traceback: str | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """How a run works on documents.

    Attributes:
        model: as the user names it; or a loaded one, which can be pickled only if its class allows that.
        suppressed: who must not be emitted.
    """

    model: str | EntityRecogniser
    settings: Settings
    suppressed: SuppressionList = NOBODY

    def worker(self) -> "Worker":
        """A worker with the model loaded.

        Raises:
            ModelError: there is no such model, or it is damaged.
        """
        model = load_recogniser(self.model) if isinstance(self.model, str) else self.model
        worker = Worker(model, self.settings, self.suppressed)
        worker.work(WARM_UP)
        return worker


class Worker:
    """Works on one task after the other; what it makes of one does not depend on the others."""

    def __init__(self, model: EntityRecogniser, settings: Settings, suppressed: SuppressionList = NOBODY) -> None:
        self._model = Recalling(model)
        self._settings = settings
        self._suppressed = suppressed

    def work(self, task: Task) -> Settled:
        """Settles a task: a document that a stage refuses or stumbles over is quarantined.

        Raises:
            PipelineError: the installation or the model is damaged, and every document would fail alike.
            MemoryError: there is too little memory for this document, or for all that go on at a time.
        """
        self._model.begin(task.reading)
        return replace(self._settled(task), reading=self._model.made)

    def _settled(self, task: Task) -> Settled:
        if task.decisions.suppresses(task.id):
            return Settled(task.id, Status.SUPPRESSED)
        try:
            return _emitted(self._record(task))
        except DocumentError as error:
            return failed(task, error)
        except (PipelineError, MemoryError):
            raise
        except Exception as error:
            return replace(failed(task, error), traceback="".join(traceback.format_exception(error)))

    def _record(self, task: Task) -> Record:
        from pipeline import flow  # the stages take a second to import, and a run without work needs none

        raw = task.document
        if isinstance(raw, StoredFile):
            raw = raw.decoded(self._settings.max_bytes)
        return conceal(flow.process(raw, self._model, self._settings, task.decisions), self._suppressed)


def failed(task: Task, error: Exception) -> Settled:
    """A task that ended with an error, quarantined."""
    return Settled(task.id, Status.QUARANTINED, problem=Quarantined.failed(task.document, error))


def _emitted(record: Record) -> Settled:
    common = {"id": record.id, "uri": record.source.uri}
    issues = tuple(json.dumps(common | issue.model_dump(), ensure_ascii=False) for issue in record.issues)
    return Settled(record.id, Status.EMITTED, record.to_json(), issues=issues)
