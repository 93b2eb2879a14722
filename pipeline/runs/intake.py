"""What a run does with each arrival: quarantine it, recognise it as unchanged, or have it worked on."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.read import Arrival, Ignored, StoredFile, Unreadable
from pipeline.runs.fingerprints import causes, source_sha256
from pipeline.runs.quarantine import Quarantined
from pipeline.runs.readings import Reading
from pipeline.runs.work import Settled, Task
from pipeline.store.progress import RunInProgress
from pipeline.store.state import Build, Known, Result, State, Status

log = logging.getLogger(__name__)

NO_SOURCE = ""
"""In place of a fingerprint where nothing could be read: what comes next is new."""


@dataclass(frozen=True, slots=True)
class Event:
    """An input that is settled: where it is and how; ``problem`` where it was quarantined."""

    uri: str
    status: Status
    problem: Quarantined | None = None
    worked_on: bool = False


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What the result of a task is stored with."""

    document: StoredFile | RawDocument
    source: str
    decisions: str | None
    cause: tuple[str, ...]


@dataclass(slots=True)
class Intake:
    """Sorts arrivals and takes results; both are kept in the state at once.

    Attributes:
        inputs: met so far, without ignored ones.
        ignored: by reason.
        listener: told of every input that is settled.
    """

    state: State
    build: Build
    decisions: Decisions
    listener: Callable[[Event], None]
    inputs: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    _progress: RunInProgress = field(init=False)
    _number: int = field(init=False)
    _tickets: dict[str, _Ticket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._progress = RunInProgress(self.state)
        self._number = self.state.build(self.build)

    def tasks(self, arrivals: Iterable[Arrival]) -> Iterator[Task]:
        """What is to be worked on; everything else is settled on the way."""
        for arrival in arrivals:
            if isinstance(arrival, Ignored):
                self.ignored[arrival.reason] += 1
                continue
            self.inputs += 1
            if isinstance(arrival, Unreadable):
                self._unreadable(arrival)
            elif (task := self._readable(arrival)) is not None:
                yield task

    def take(self, settled: Settled) -> None:
        """Keeps the result of a task."""
        ticket = self._tickets.pop(settled.id)
        problem = settled.problem
        if settled.reading is not None:
            self._progress.keep_reading(settled.id, settled.reading.key, settled.reading.data)
        if problem is not None and problem.passing:
            self._in_passing(problem)
        else:
            self._progress.add(
                Result(
                    settled.id,
                    ticket.document.uri,
                    ticket.document.sha256,
                    ticket.source,
                    self._number,
                    ticket.decisions,
                    settled.status,
                    ticket.cause,
                    settled.line,
                    None if problem is None else problem.to_json(),
                    settled.issues,
                )
            )
        self.listener(Event(ticket.document.uri, settled.status, problem, worked_on=True))

    def end(self, *, complete: bool) -> None:
        """All inputs were met and all tasks settled."""
        if self._tickets:
            raise AssertionError(f"the engine lost {len(self._tickets)} tasks, such as {next(iter(self._tickets))}")
        dropped = self._progress.end(complete=complete)
        if dropped:
            log.warning(
                "%d results of an interrupted run are dropped, since their documents are not among the inputs; "
                "a run over those works on them again",
                dropped,
            )

    def _readable(self, document: StoredFile | RawDocument) -> Task | None:
        holder = self._progress.claim(document.id, document.sha256, document.uri)
        if holder is not None:
            self._refuse(Quarantined.duplicate(document, holder.sha256, holder.uri))
            return None
        known = self.state.known(document.id)
        source = source_sha256(document)
        concerning = self.decisions.of(document.id)
        decisions = self.decisions.sha256(document.id) if concerning else None
        cause = causes(known, self._former_build(known), source, self.build, decisions)
        if known is not None and not cause:
            self._progress.forget(document.id)
            self.listener(Event(document.uri, known.status))
            return None
        finished = self._progress.finished(document.id, source, self._number, decisions)
        if finished is not None:
            self.listener(Event(document.uri, finished, worked_on=True))
            return None
        self._tickets[document.id] = _Ticket(document, source, decisions, cause)
        reading = self._progress.reading(document.id)
        return Task(document, self.decisions.only(document.id), None if reading is None else Reading(*reading))

    def _former_build(self, known: Known | None) -> Build | None:
        return None if known is None or known.build is None else self.state.build_of(known.build)

    def _unreadable(self, arrival: Unreadable) -> None:
        """An input without content: of a document that is known, only a lasting reason ends the record."""
        if arrival.hides is not None:
            self._progress.hide(arrival.hides)
        problem = Quarantined.unreadable(arrival)
        if self._progress.claim(arrival.id, NO_SOURCE, arrival.uri) is not None:
            self._refuse(problem)
            return
        self._progress.forget(arrival.id)
        if problem.passing:
            self._in_passing(problem)
        else:
            line = problem.to_json()
            self._progress.add(
                Result(arrival.id, arrival.uri, NO_SOURCE, NO_SOURCE, self._number, None, Status.QUARANTINED,
                       ("source",), problem=line)
            )  # fmt: skip
        self.listener(Event(arrival.uri, Status.QUARANTINED, problem))

    def _refuse(self, problem: Quarantined) -> None:
        """Quarantines an input whose id another one has."""
        self._progress.problem(problem.id, problem.uri, problem.to_json())
        self.listener(Event(problem.uri, Status.QUARANTINED, problem))

    def _in_passing(self, problem: Quarantined) -> None:
        """Quarantines a document for this run, and leaves what is known of it."""
        self._progress.problem(problem.id, problem.uri, problem.to_json())
        self._progress.failed(problem.id)
